"""The careful route for a file that does not load as it is: judge line by line, keep the good ones, name the others."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

MOST_LINES_IN_A_RECORD = 6
TOO_FEW, TOO_MANY, QUOTE = "has too few columns", "has too many columns", "has an unbalanced quote"


@dataclass(kw_only=True)
class Judged:
    """Which lines were kept, in order, and which were not and why."""

    kept: list[int] = field(default_factory=list)
    """The first line of each kept record."""
    rejected: list[tuple[int, str]] = field(default_factory=list)


def _columns(text: str, delimiter: str) -> int | None:
    """Return the number of columns of a record, or None when its quotes do not close."""
    if '"' not in text:
        return text.count(delimiter) + 1
    try:
        rows = list(csv.reader([text], delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    return len(rows[0]) if len(rows) == 1 else None


def _records(lines: Iterator[str], delimiter: str) -> Iterator[tuple[int, str, int | None]]:
    """Yield first line number, text and columns of each record; a quote may run over a few lines only."""
    waiting: list[tuple[int, str]] = []
    numbered = enumerate(lines, start=1)
    while True:
        number, text = waiting.pop(0) if waiting else next(numbered, (0, ""))
        if not number:
            return
        taken: list[tuple[int, str]] = []
        columns, joined = _columns(text, delimiter), text
        while columns is None and len(taken) < MOST_LINES_IN_A_RECORD - 1:
            following = waiting.pop(0) if waiting else next(numbered, None)
            if following is None:
                break
            taken.append(following)
            joined += following[1]
            columns = _columns(joined, delimiter)
        if columns is None:
            waiting = [*taken, *waiting]
            yield number, text, None
        else:
            yield number, joined, columns


def judge(readable: Path, *, target: Path, delimiter: str, columns: int) -> Judged:
    """Copy the header and every good record to `target`; blank lines are no records."""
    judged = Judged()
    with (
        readable.open(encoding="utf-8-sig", newline="") as source,
        target.open("w", encoding="utf-8", newline="") as copy,
    ):
        for number, text, found in _records(source, delimiter):
            if not text.strip("\r\n"):
                continue
            if number > 1 and found != columns:
                reason = QUOTE if found is None else TOO_FEW if found < columns else TOO_MANY
                judged.rejected.append((number, reason))
                continue
            if number > 1:
                judged.kept.append(number)
            copy.write(text.rstrip("\r\n") + "\n")
    return judged
