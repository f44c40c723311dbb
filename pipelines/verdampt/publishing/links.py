"""Short links, and through them the pins that keep a snapshot; nothing about who made or opened one is stored."""

import hashlib
import logging
import re
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import Column, Connection, Date, MetaData, Table, Text, func, insert, select
from sqlalchemy.exc import IntegrityError

from verdampt.errors import LinksError
from verdampt.publishing.databases import Database, make_table
from verdampt.publishing.snapshot import remove_old

LOGGER = logging.getLogger(__name__)
LINKS_FILE = "links.sqlite"
CODE_LENGTH = 8
LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
CONFUSED = str.maketrans("oil", "011")
"""Letters no code has, and what somebody who types one is looking at."""
CODE = re.compile(f"[{LETTERS}]{{1,52}}")
TARGET = re.compile(r"/(?!/)[!-\[\]-~]{0,999}")
"""A path on this site in plain characters; no backslash, which browsers read as a slash."""
SNAPSHOT = re.compile(r"[A-Za-z0-9-]{1,64}")
LINKS = Table(
    "verdampt_links",
    MetaData(),
    Column("code", Text, primary_key=True),
    Column("target", Text, nullable=False),
    Column("snapshot", Text),
    Column("made_on", Date, nullable=False),
)


@dataclass(frozen=True)
class Link:
    """A short link: its code, the path it opens, the snapshot it is frozen to, and the day it was made (UTC)."""

    code: str
    target: str
    snapshot: str | None
    made_on: date


def links_url(url: str, *, store: Path) -> str:
    """Return the address of the database of links: the one that is set, or a file beside the snapshots."""
    return url.strip() or f"sqlite:///{store / LINKS_FILE}"


def remove_unpinned(store: Path, *, keep: int, url: str) -> list[str]:
    """Remove old snapshots that no link is frozen to and return their ids; none when the links cannot be read."""
    try:
        with Links(links_url(url, store=store)) as links:
            pinned = links.pins()
    except LinksError as error:
        LOGGER.warning("Old snapshots stay, as nobody can tell which are pinned: %s", error)
        return []
    return remove_old(store, keep=keep, pinned=pinned)


class Links(Database):
    """The links in one database."""

    def shorten(self, target: str, *, snapshot: str | None = None) -> Link:
        """Return the link to a path on this site, made when it is new; the same path and snapshot give the same link.

        Look whether the snapshot is there after this, not before: a build keeps what it sees a link to.
        """
        _refuse_wrong(target, snapshot)
        digits = _digits(f"{target}\n{snapshot or ''}")
        with self.connected() as connection:
            make_table(connection, LINKS)
            for length in range(CODE_LENGTH, len(digits) + 1):
                link = Link(digits[:length], target, snapshot, datetime.now(UTC).date())
                found = _found_or_put(connection, link)
                if (found.target, found.snapshot) == (target, snapshot):
                    return found
        raise AssertionError("two targets cannot have one SHA-256")

    def find(self, code: str) -> Link | None:
        """Return the link with this code, or None; forgives capitals and confused letters."""
        typed = code.lower().translate(CONFUSED)
        if not CODE.fullmatch(typed):
            return None
        rows = self.rows(LINKS, select(LINKS).where(LINKS.c.code == typed))
        return Link(*rows[0]) if rows else None

    def pins(self) -> dict[str, int]:
        """Return how many links are frozen to each snapshot that has any."""
        frozen = select(LINKS.c.snapshot, func.count()).where(LINKS.c.snapshot.is_not(None))
        return dict(map(tuple, self.rows(LINKS, frozen.group_by(LINKS.c.snapshot))))


def _refuse_wrong(target: str, snapshot: str | None) -> None:
    if not TARGET.fullmatch(target):
        raise LinksError("A link goes to a path on this site: one / first, plain characters, at most 1,000 of them")
    if snapshot is not None and not SNAPSHOT.fullmatch(snapshot):
        raise LinksError("A link is frozen to the id of a snapshot; see `verdampt snapshots`")


def _digits(text: str) -> str:
    """Return the SHA-256 of a text in 52 letters and digits."""
    number = int.from_bytes(hashlib.sha256(text.encode()).digest())
    return "".join(LETTERS[number >> shift & 31] for shift in range(0, 256, 5))


def _found_or_put(connection: Connection, link: Link) -> Link:
    """Return what stands under the code of a link: the link itself when nothing stood there."""
    query = select(LINKS).where(LINKS.c.code == link.code)
    if row := connection.execute(query).one_or_none():
        return Link(*row)
    with suppress(IntegrityError):  # another process may have put one there since we looked
        connection.execute(insert(LINKS).values(asdict(link)))
    return Link(*connection.execute(query).one())
