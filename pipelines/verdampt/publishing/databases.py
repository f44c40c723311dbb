"""The database of what readers leave behind, links and notes: a file beside the snapshots, or PostgreSQL."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from sqlalchemy import URL, Connection, Engine, NullPool, Row, Select, Table, create_engine, inspect, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from verdampt.errors import LinksError

WAIT_SECONDS = 5
"""How long to wait for a database: for another writer of the file, or for a server to answer."""


class Database:
    """One database; safe to share between threads, and between processes by its address.

    Raises LinksError, in one sentence without a password, for an address or a database that does not work.
    """

    def __init__(self, url: str) -> None:
        self._url = in_parts(url)
        self._engine = _engine(self._url)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close every connection that waits for its next use."""
        self._engine.dispose()

    def rows(self, table: Table, query: Select[Any]) -> Sequence[Row[Any]]:
        """Return what a query of a table finds: nothing, and nothing is made, where nobody ever wrote."""
        if _is_absent(self._url):
            return []
        with self.connected() as connection:
            return connection.execute(query).all() if inspect(connection).has_table(table.name) else []

    @contextmanager
    def connected(self) -> Iterator[Connection]:
        """Give a connection of which every statement is a transaction of its own."""
        try:
            with self._engine.connect() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise LinksError(f"{_place(self._url)}: {_reason(error, self._url)}; check [links] url") from None

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Give a connection of which all statements happen together, or none when one fails."""
        level = "SERIALIZABLE" if self._url.get_backend_name() == "sqlite" else "READ COMMITTED"
        with self.connected() as connection:
            connection.execution_options(isolation_level=level)
            with connection.begin():
                yield connection


def make_table(connection: Connection, table: Table) -> None:
    """Make a table where it is not there yet."""
    if inspect(connection).has_table(table.name):
        return
    try:
        table.create(connection)
    except DBAPIError:
        # Another process may have made it since we looked.
        if not inspect(connection).has_table(table.name):
            raise


def in_parts(url: str) -> URL:
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
