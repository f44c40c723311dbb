"""What doctors say of figures: notes pinned to a view and a snapshot, signed by specialism and region only."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Column, Connection, Date, Integer, MetaData, Row, Select, Table, Text, delete, insert, select
from sqlalchemy.exc import IntegrityError

from verdampt.errors import NoteError
from verdampt.publishing.databases import Database, make_table
from verdampt.publishing.links import SNAPSHOT, TARGET
from verdampt.publishing.personal import kinds_in, plain

LONGEST_TEXT = 1_000
LONGEST_RECOMMENDATION = 300
MOST_RECOMMENDATIONS = 3
"""Per topic and region, over all notes."""
ROLES = ("everyone", "district", "board")
"""Who reads, and whom a note is for; who comes later reads all that those before may read."""
TOPICS = (
    "course",
    "chain",
    "balance",
    "not_to_miss",
    "sensible",
    "under_treatment",
    "equality",
    "shifts",
    "follow_up",
    "pilots",
    "stated_figures",
    "watch",
)
"""What a note is about: the doctors' questions, V1 to V12."""
SPECIALISMS = (
    "general_practice",
    "elderly_care",
    "public_health",
    "youth_health",
    "intellectual_disability",
    "occupational_health",
    "insurance_medicine",
    "emergency",
    "anaesthesiology",
    "cardiology",
    "surgery",
    "orthopaedics",
    "dermatology",
    "gastroenterology",
    "geriatrics",
    "gynaecology",
    "internal_medicine",
    "ent",
    "paediatrics",
    "medical_microbiology",
    "neurology",
    "ophthalmology",
    "oncology",
    "pathology",
    "psychiatry",
    "pulmonology",
    "radiology",
    "rheumatology",
    "rehabilitation",
    "urology",
    "other",
)
PERSONAL = {
    "email": "mail address",
    "bsn": "citizen service number (BSN)",
    "agb": "code of a care provider (AGB)",
    "phone": "telephone number",
    "name": "name of a person",
}
"""What a text may not hold, in words by its kind."""
REGION = re.compile(r"[A-Za-z0-9_-]{1,32}")
FINGERPRINT = re.compile(r"[0-9a-f]{64}")
_TABLES = MetaData()
NOTES = Table(
    "verdampt_notes",
    _TABLES,
    Column("id", Text, primary_key=True),
    Column("page", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("snapshot", Text, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("specialism", Text, nullable=False),
    Column("region_code", Text, nullable=False),
    Column("visible_to", Text, nullable=False),
    Column("written_on", Date, nullable=False),
)
RECOMMENDATIONS = Table(
    "verdampt_recommendations",
    _TABLES,
    Column("topic", Text, primary_key=True),
    Column("region_code", Text, primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("note", Text, nullable=False),
    Column("text", Text, nullable=False),
)
"""Three places per topic and region: the database itself has no room for a fourth, however many write at once."""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A note as it is written: `address` is a path on this site without a snapshot, which stands beside it.

    `fingerprint` is the SHA-256 of the figures that the note speaks of, as they were in that snapshot.
    """

    page: str
    address: str
    snapshot: str
    fingerprint: str
    topic: str
    text: str
    recommendations: tuple[str, ...] = ()
    specialism: str
    region_code: str
    visible_to: str = ROLES[0]


@dataclass(frozen=True, kw_only=True)
class Note(Draft):
    """A note that is kept, with its id and the day it was written (UTC)."""

    id: str
    written_on: date


class _PlaceTakenError(Exception):
    """Another process put a recommendation where this one was going to."""


def readable(role: str) -> tuple[str, ...]:
    """Return for whom the notes are that a role may read; a role that is not known reads what everyone does."""
    return ROLES[: ROLES.index(role) + 1] if role in ROLES else ROLES[:1]


class Notes(Database):
    """The notes in the database of the links; raises LinksError where that does not work."""

    def write(self, draft: Draft) -> Note:
        """Keep a note and return it; the same words on the same figures are one note, however often they are sent.

        Raises NoteError for what cannot be kept, such as the fourth recommendation of a region on one topic.
        """
        kept = _cleaned(draft)
        _refuse_wrong(kept)
        note = Note(**vars(kept), id=_id(kept), written_on=datetime.now(UTC).date())
        with self.connected() as connection:
            for table in (NOTES, RECOMMENDATIONS):
                make_table(connection, table)
        while True:
            try:
                with self.transaction() as connection:
                    _put(connection, note)
            except _PlaceTakenError:
                continue
            return note

    def withdraw(self, note: str) -> None:
        """Take a note away with its recommendations; nothing happens where there is none by this id."""
        if not self.rows(NOTES, select(NOTES.c.id).where(NOTES.c.id == note)):
            return
        with self.transaction() as connection:
            connection.execute(delete(RECOMMENDATIONS).where(RECOMMENDATIONS.c.note == note))
            connection.execute(delete(NOTES).where(NOTES.c.id == note))

    def of_role(self, role: str) -> tuple[Note, ...]:
        """Return the notes that a role may read, the oldest first."""
        visible: Select[Any] = select(NOTES).where(NOTES.c.visible_to.in_(readable(role)))
        rows = self.rows(NOTES, visible.order_by(NOTES.c.written_on, NOTES.c.id))
        said = self.rows(RECOMMENDATIONS, select(RECOMMENDATIONS).order_by(RECOMMENDATIONS.c.place)) if rows else ()
        return tuple(_note(row, said) for row in rows)


def _note(row: Row[Any], said: Sequence[Row[Any]]) -> Note:
    return Note(**row._mapping, recommendations=tuple(one.text for one in said if one.note == row.id))


def _put(connection: Connection, note: Note) -> None:
    """Put a note and its recommendations in their places, in the transaction of the caller."""
    if connection.execute(select(NOTES.c.id).where(NOTES.c.id == note.id)).first():
        return
    row = {column.name: getattr(note, column.name) for column in NOTES.columns}
    try:
        connection.execute(insert(NOTES).values(row))
        for place, text in zip(_free_places(connection, note), note.recommendations, strict=True):
            connection.execute(
                insert(RECOMMENDATIONS).values(
                    topic=note.topic, region_code=note.region_code, place=place, note=note.id, text=text
                )
            )
    except IntegrityError:
        raise _PlaceTakenError from None


def _free_places(connection: Connection, note: Note) -> list[int]:
    of_topic = (RECOMMENDATIONS.c.topic == note.topic) & (RECOMMENDATIONS.c.region_code == note.region_code)
    taken = set(connection.execute(select(RECOMMENDATIONS.c.place).where(of_topic)).scalars())
    free = [place for place in range(1, MOST_RECOMMENDATIONS + 1) if place not in taken]
    if len(note.recommendations) > len(free):
        raise NoteError(
            "fourth",
            f"A region makes at most {MOST_RECOMMENDATIONS} recommendations on one topic; withdraw one to add another",
        )
    return free[: len(note.recommendations)]


def _cleaned(draft: Draft) -> Draft:
    recommendations = (" ".join(plain(one).split()) for one in draft.recommendations)
    kept = tuple(dict.fromkeys(one for one in recommendations if one))
    return replace(draft, text=plain(draft.text), recommendations=kept)


def _refuse_wrong(draft: Draft) -> None:
    """Raise NoteError with the first thing that is wrong in a note."""
    wrong = {
        "empty": (not draft.text, "A note has a text; write what the figures mean"),
        "long": (
            len(draft.text) > LONGEST_TEXT or any(len(one) > LONGEST_RECOMMENDATION for one in draft.recommendations),
            f"A note has at most {LONGEST_TEXT:,} characters, a recommendation {LONGEST_RECOMMENDATION}; shorten it",
        ),
        "fourth": (
            len(draft.recommendations) > MOST_RECOMMENDATIONS,
            f"A region makes at most {MOST_RECOMMENDATIONS} recommendations on one topic; choose the most important",
        ),
        "code": (not _has_known_codes(draft), "A note names a topic, specialism, region or reader that is not known"),
        "view": (not _has_view(draft), "A note is pinned to a view on this site, without a snapshot in its address"),
    }
    for reason, (is_wrong, sentence) in wrong.items():
        if is_wrong:
            raise NoteError(reason, sentence)
    for part in (draft.text, *draft.recommendations):
        for kind in kinds_in(part):
            sentence = f"A note names no persons, and this text seems to hold a {PERSONAL[kind]}; leave it out"
            raise NoteError(kind, sentence)


def _has_known_codes(draft: Draft) -> bool:
    known = draft.topic in TOPICS and draft.specialism in SPECIALISMS and draft.visible_to in ROLES
    return known and bool(REGION.fullmatch(draft.region_code))


def _has_view(draft: Draft) -> bool:
    named = SNAPSHOT.fullmatch(draft.snapshot) and FINGERPRINT.fullmatch(draft.fingerprint)
    return bool(named and TARGET.fullmatch(draft.address)) and draft.snapshot not in draft.address


def _id(draft: Draft) -> str:
    return hashlib.sha256(repr(astuple(draft)).encode()).hexdigest()[:32]
