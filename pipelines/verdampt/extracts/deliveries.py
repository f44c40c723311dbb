"""What came in: a verdict per file, and the note a deliverer may send with it."""

import json
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from verdampt.errors import ExtractError
from verdampt.extracts.files import NOTE_SUFFIX

Verdict = Literal["accepted", "accepted_with_rejects", "refused", "replaced"]


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """What became of one file: every row of it is either accepted or rejected."""

    source: str
    kind: str
    file: str
    file_year: int | None
    sha256: str
    size: int
    rows_in: int
    rows_accepted: int
    rows_rejected: int
    verdict: Verdict
    refusal: str | None = None
    """Why a refused file was refused, in one sentence."""


class Note(BaseModel):
    """A delivery note beside a file, `<file>.note.json`: what the deliverer says was sent."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rows: int | None = Field(default=None, ge=0)
    sha256: str | None = Field(default=None, pattern="^[0-9a-f]{64}$")
    replaces: tuple[str, ...] = ()
    """Names of earlier files whose period this file delivers again."""

    def says_anything(self) -> bool:
        """Return whether the deliverer says what the file must hold."""
        return self.rows is not None or self.sha256 is not None


def read_note(path: Path) -> Note:
    """Return the note beside a file, an empty one when there is none; raises ExtractError when it is wrong."""
    place = path.with_name(path.name + NOTE_SUFFIX)
    if not place.exists():
        return Note()
    try:
        return Note.model_validate(json.loads(place.read_text(encoding="utf-8")))
    except (ValueError, ValidationError):
        raise ExtractError(f"{place}: this is no delivery note; give `rows`, `sha256` or `replaces` as JSON") from None


def replaced_files(paths: Sequence[Path]) -> tuple[dict[str, str], dict[Path, str]]:
    """Return the names of files that a later delivery replaces, each with the file that does; and faulty notes.

    A file whose note is faulty is refused with the reason given, and replaces nothing.
    """
    names = {path.name for path in paths}
    replaced: dict[str, str] = {}
    faulty: dict[Path, str] = {}
    for path in paths:
        try:
            earlier = _earlier_files(path, names)
        except ExtractError as error:
            faulty[path] = str(error)
        else:
            replaced |= dict.fromkeys(earlier, path.name)
    return replaced, faulty


def _earlier_files(path: Path, names: Set[str]) -> tuple[str, ...]:
    """Return what the note of a file replaces; raises ExtractError for itself or a file that was not delivered."""
    place, earlier = path.with_name(path.name + NOTE_SUFFIX), read_note(path).replaces
    for name in earlier:
        if name == path.name:
            raise ExtractError(f"{place}: `replaces` names its own file; name the earlier one")
        if name not in names:
            raise ExtractError(
                f"{place}: `replaces` names {name}, which is not among the files of this extract; "
                "give its name without a folder"
            )
    return earlier


def refuse_same_files(hashes: Mapping[Path, str]) -> dict[Path, str]:
    """Return the files that were delivered before under another name, each with why it is refused."""
    seen: dict[str, Path] = {}
    refused = {}
    for path, digest in hashes.items():
        if digest in seen:
            refused[path] = f"{path}: the same file is delivered twice, also as {seen[digest].name}; remove one"
        else:
            seen[digest] = path
    return refused
