"""What changed in the figures of a view from one publication to another."""

from dataclasses import replace
from typing import Any

from verdampt_dashboard import published, questions, reader
from verdampt_dashboard.findings import difference
from verdampt_dashboard.numbers import number, rounded
from verdampt_dashboard.reader import Reader, reading
from verdampt_dashboard.texts import say
from verdampt_dashboard.view import View, choices

SHOWN = {"observed": "table.observed", "expected": "table.expected", "net_deficit": "table.net_deficit"}


def figures(view: View, *, snapshot: str) -> dict[str, Any] | None:
    """Return the headline figures of a view in a snapshot; None where that snapshot does not have them."""
    with reading(Reader(language=reader.current().language, snapshot=snapshot)):
        known = choices()
        found, unknown = known.read(known.address(replace(view, snapshot="")))
        if unknown:
            return None
        row, _ = questions.window(known, found)
        course = questions.recovery(known, found)
    if row is None:
        return None
    return {**row, "net_deficit": course["net_deficit"] if course else None}


def between(view: View, *, before: str, after: str) -> str:
    """Return what changed in a view from one snapshot to another, as one sentence."""
    old, new = (figures(view, snapshot=one) for one in (before, after))
    if old is None or new is None:
        return say("changes.not_there")
    pairs = {"figures.difference": (difference(old["ratio"]), difference(new["ratio"]))}
    pairs |= {label: (_amount(old[name]), _amount(new[name])) for name, label in SHOWN.items()}
    moved = {say(label): pair for label, pair in pairs.items() if pair[0] != pair[1]}
    parts = [say("changes.part", name=name, old=was, new=is_now) for name, (was, is_now) in moved.items()]
    return say("changes.moved", parts="; ".join(parts)) if parts else say("changes.same")


def _amount(value: float | None) -> str:
    return say("table.none") if value is None else number(rounded(value))


def since_last(view: View) -> str:
    """Return what changed in a view since the publication before the one that is read; blank where there is none."""
    before = published.before(published.snapshot_id())
    if before is None:
        return ""
    return say("changes.since_last", changes=between(view, before=before, after=published.snapshot_id()))
