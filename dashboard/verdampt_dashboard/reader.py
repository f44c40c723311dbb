"""Who reads: in which language, and which snapshot. Set once at the start of a page, a download or a report."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

LANGUAGES = ("nl", "en")


@dataclass(frozen=True, kw_only=True)
class Reader:
    """A language, and the id of a snapshot; blank is the newest."""

    language: str = LANGUAGES[0]
    snapshot: str = ""


_READER: ContextVar[Reader] = ContextVar("reader")


def current() -> Reader:
    """Return who reads now."""
    return _READER.get(Reader())


def become(reader: Reader) -> None:
    """Read as this reader from now on; for the start of a page."""
    _READER.set(reader)


@contextmanager
def reading(reader: Reader) -> Iterator[None]:
    """Read as this reader for a while; for downloads, reports, and comparing snapshots."""
    before = _READER.set(reader)
    try:
        yield
    finally:
        _READER.reset(before)
