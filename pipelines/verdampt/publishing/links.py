"""Short links, and through them the pins that keep a snapshot; nothing about who made or opened one is stored."""

import hashlib
import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Self

from sqlalchemy import (
    URL,
    Column,
    Connection,
    Date,
    Engine,
    MetaData,
    NullPool,
    Row,
    Select,
    Table,
    Text,
    create_engine,
    func,
    insert,
    inspect,
    make_url,
    select,
)
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, SQLAlchemyError

from verdampt.errors import LinksError
from verdampt.publishing.snapshot import remove_old

LOGGER = logging.getLogger(__name__)
LINKS_FILE = "links.sqlite"
CODE_LENGTH = 8
WAIT_SECONDS = 5
"""How long to wait for a database: for another writer of the file, or for a server to answer."""
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


class Links:
    """The links in one database; safe to share between threads, and between processes by its address.

    Raises LinksError, in one sentence without a password, for an address or a database that does not work.
    """

    def __init__(self, url: str) -> None:
        self._url = _parsed(url)
        self._engine = _engine(self._url)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close every connection that waits for its next use."""
        self._engine.dispose()

    def shorten(self, target: str, *, snapshot: str | None = None) -> Link:
        """Return the link to a path on this site, made when it is new; the same path and snapshot give the same link.

        Look whether the snapshot is there after this, not before: a build keeps what it sees a link to.
        """
        _refuse_wrong(target, snapshot)
        digits = _digits(f"{target}\n{snapshot or ''}")
        with self._connected() as connection:
            _make_table(connection)
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
        rows = self._rows(select(LINKS).where(LINKS.c.code == typed))
        return Link(*rows[0]) if rows else None

    def pins(self) -> dict[str, int]:
        """Return how many links are frozen to each snapshot that has any."""
        frozen = select(LINKS.c.snapshot, func.count()).where(LINKS.c.snapshot.is_not(None))
        return dict(map(tuple, self._rows(frozen.group_by(LINKS.c.snapshot))))

    def _rows(self, query: Select[Any]) -> Sequence[Row[Any]]:
        """Return what a query finds: nothing, and nothing is made, where nobody ever made a link."""
        if _is_absent(self._url):
            return []
        with self._connected() as connection:
            return connection.execute(query).all() if inspect(connection).has_table(LINKS.name) else []

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        try:
            with self._engine.connect() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise LinksError(f"{_place(self._url)}: {_reason(error, self._url)}; check [links] url") from None


def _parsed(url: str) -> URL:
    """Return an address in parts, with the driver that is installed; never echoes what may be a password."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise LinksError("[links] url is no address; write postgresql://user:password@host/database") from None
    if parsed.get_backend_name() == "sqlite":
        if not parsed.database or parsed.database.startswith((":memory:", "file:")) or set("?\0") & set(url):
            raise LinksError("[links] url names no plain file; write sqlite:///folder/links.sqlite, with no ? in it")
        return parsed.set(drivername="sqlite")
    if parsed.get_backend_name() not in ("postgresql", "postgres"):
        raise LinksError("[links] url is of a database that is not known here; choose postgresql or sqlite")
    if url.count("@") > 1:
        raise LinksError("[links] url has more than one @; write one in a password as %40")
    return parsed.set(drivername="postgresql+psycopg")


def _engine(url: URL) -> Engine:
    """Return an engine of which every statement is a transaction of its own: no lock outlives a statement."""
    if url.get_backend_name() == "sqlite":
        # The usual journal, not a write-ahead log: one file, which a build can read where it may not write.
        # A connection per use costs less than a millisecond and leaves nothing open.
        return create_engine(
            url, isolation_level="AUTOCOMMIT", poolclass=NullPool, connect_args={"timeout": WAIT_SECONDS}
        )
    options = {"connect_timeout": url.query.get("connect_timeout", str(WAIT_SECONDS))}
    try:
        return create_engine(
            url, isolation_level="AUTOCOMMIT", pool_pre_ping=True, pool_timeout=WAIT_SECONDS, connect_args=options
        )
    except ModuleNotFoundError:
        raise LinksError("[links] url needs a driver; install verdampte-zorg[postgresql]") from None


def _is_absent(url: URL) -> bool:
    """Return whether the links are a file that is not there yet; a folder that is away is another matter."""
    if url.get_backend_name() != "sqlite":
        return False
    path = Path(str(url.database))
    return path.parent.is_dir() and not path.exists()


def _place(url: URL) -> str:
    """Return where a database is: nothing of who asks or how."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    return URL.create("postgresql", host=url.host, port=url.port, database=url.database).render_as_string()


def _reason(error: SQLAlchemyError, url: URL) -> str:
    """Return the first line of what the database said, without the password."""
    said = str(error.orig) if isinstance(error, DBAPIError) else "no connection is free"
    first = (said.splitlines() or ["it does not say why"])[0].strip()
    for secret in (url.password, url.query.get("password")):
        first = first.replace(str(secret), "***") if secret else first
    return f"the links cannot be read or written ({first})"


def _refuse_wrong(target: str, snapshot: str | None) -> None:
    if not TARGET.fullmatch(target):
        raise LinksError("A link goes to a path on this site: one / first, plain characters, at most 1,000 of them")
    if snapshot is not None and not SNAPSHOT.fullmatch(snapshot):
        raise LinksError("A link is frozen to the id of a snapshot; see `verdampt snapshots`")


def _digits(text: str) -> str:
    """Return the SHA-256 of a text in 52 letters and digits."""
    number = int.from_bytes(hashlib.sha256(text.encode()).digest())
    return "".join(LETTERS[number >> shift & 31] for shift in range(0, 256, 5))


def _make_table(connection: Connection) -> None:
    if inspect(connection).has_table(LINKS.name):
        return
    try:
        LINKS.create(connection)
    except DBAPIError:
        # Another process may have made it since we looked.
        if not inspect(connection).has_table(LINKS.name):
            raise


def _found_or_put(connection: Connection, link: Link) -> Link:
    """Return what stands under the code of a link: the link itself when nothing stood there."""
    query = select(LINKS).where(LINKS.c.code == link.code)
    if row := connection.execute(query).one_or_none():
        return Link(*row)
    with suppress(IntegrityError):  # another process may have put one there since we looked
        connection.execute(insert(LINKS).values(asdict(link)))
    return Link(*connection.execute(query).one())
