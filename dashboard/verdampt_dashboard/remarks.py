"""Duiding: what doctors wrote of a view, by who may read it, and whether the figures moved since."""

import hashlib
import logging
import os
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urlsplit

import polars as pl

from verdampt.errors import LinksError
from verdampt.publishing.links import links_url
from verdampt.publishing.notes import Draft, Note, Notes
from verdampt.serving import LINKS_VARIABLE
from verdampt_dashboard import addresses, published
from verdampt_dashboard.exhibits import Kind, Remark, Sheet, Table
from verdampt_dashboard.numbers import day_name
from verdampt_dashboard.sheets import kept
from verdampt_dashboard.sheets.pages import SHEETS
from verdampt_dashboard.texts import say
from verdampt_dashboard.view import PARAMETERS, View, choices

LOGGER = logging.getLogger(__name__)
SECONDS = 5
"""How long notes that were read are shown before they are read again."""
USUAL = ("scheme", "region_code", "care_type", "window_code", "group")
FIELDS = {
    "overview": USUAL,
    "policy": USUAL,
    "regions": USUAL[:-1],
    "chain": ("region_code", "care_path", "wave", "urgency"),
    "analyses": (*USUAL[:-1], "indicator", "own_regions", "own_care", "own_first", "own_last"),
    "data": (),
    "method": ("scheme",),
}
"""The choices that a page shows; a page that is not here shows them all."""
EVERYWHERE = tuple(name for name in PARAMETERS if name not in ("language", "snapshot"))


def address(page: str, view: View) -> str:
    """Return the address of a view with every choice of its page in full: it means the same after any build."""
    fields = (name for name in FIELDS.get(page, EVERYWHERE) if name in PARAMETERS)
    chosen = {PARAMETERS[name]: getattr(view, name) for name in fields}
    asked = urlencode({name: code for name, code in chosen.items() if code})
    return f"/{addresses.PAGES[page]}" + (f"?{asked}" if asked else "")


def fingerprint(sheet: Sheet) -> str:
    """Return the SHA-256 of the figures of a sheet: the same in every language, another when one figure moves."""
    whole = hashlib.sha256()
    for one in sheet.exhibits:
        whole.update(f"{one.key}\n{_figures(one.table).write_csv()}".encode())
    return whole.hexdigest()


def _figures(table: Table) -> pl.DataFrame:
    """Return the numbers of a table, and the codes that say what they are of; words differ by language."""
    names = dict.fromkeys(one.name for one in table.columns if one.kind is not Kind.TEXT or one.only_in_files)
    return table.frame.select(pl.col(name).cast(pl.String) for name in names)


@kept
def _fingerprint_of(target: str) -> str:
    """Return the fingerprint of the view an address leads to now; blank where it leads nowhere."""
    parts = urlsplit(target)
    make = SHEETS.get(parts.path.removeprefix("/"))
    view, unknown = choices().read(dict(parse_qsl(parts.query)))
    return "" if make is None or unknown else fingerprint(make(view))


def has_moved(note: Note) -> bool:
    """Return whether the figures a note speaks of are others in the snapshot that is read now."""
    return _fingerprint_of(note.address) != note.fingerprint


@lru_cache(maxsize=2)
def _registry(url: str) -> Notes:
    return Notes(url)


def registry() -> Notes:
    """Return where notes are kept; raises LinksError when they cannot be reached."""
    return _registry(links_url(os.environ.get(LINKS_VARIABLE, ""), store=published.store()))


@lru_cache(maxsize=8)
def _read(url: str, role: str, _moment: int) -> tuple[Note, ...] | None:
    try:
        return _registry(url).of_role(role)
    except LinksError as error:
        LOGGER.warning("%s", error)
        return None


def of_role(role: str) -> tuple[Note, ...] | None:
    """Return the notes that a role may read, read anew every few seconds; None when they cannot be read."""
    url = links_url(os.environ.get(LINKS_VARIABLE, ""), store=published.store())
    return _read(url, role, int(time.monotonic() // SECONDS))


def write(draft: Draft) -> Note:
    """Keep a note; raises NoteError for one that cannot be kept, LinksError when the database does not work."""
    note = registry().write(draft)
    _read.cache_clear()
    return note


def withdraw(note: str) -> None:
    """Take a note away; raises LinksError when the database does not work."""
    registry().withdraw(note)
    _read.cache_clear()


def of_view(notes: Iterable[Note], *, page: str, view: View) -> tuple[Note, ...]:
    """Return the notes that are pinned to a view."""
    target = address(page, view)
    return tuple(note for note in notes if note.address == target)


def in_words(note: Note) -> Remark:
    """Return a note as readers see it."""
    region = choices().region_name(note.region_code)
    signed = say(
        "duiding.signed",
        specialism=say(f"duiding.specialisms.{note.specialism}"),
        region=region,
        day=day_name(note.written_on),
    )
    return Remark(
        topic=say(f"duiding.topics.{note.topic}"),
        text=note.text,
        recommendations=note.recommendations,
        signed=signed,
        moved=say("duiding.moved", snapshot=note.snapshot) if has_moved(note) else "",
    )


def with_remarks(sheet: Sheet, notes: Sequence[Note] | None) -> Sheet:
    """Return a sheet with the notes beside it, in words; a sheet of which they could not be read says so."""
    if notes is None:
        return replace(sheet, warnings=[*sheet.warnings, say("duiding.away")])
    return replace(sheet, remarks=[in_words(note) for note in notes])
