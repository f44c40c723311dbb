"""What each page says: a sheet of exhibits, from which the page, its files and its report are made."""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache, wraps
from typing import Any, ParamSpec, TypeVar

from verdampt_dashboard import published, reader
from verdampt_dashboard.exhibits import Exhibit
from verdampt_dashboard.noting import Question, note, noting

Asked = ParamSpec("Asked")
Made = TypeVar("Made")
KEPT = 300


def kept(make: Callable[Asked, Made]) -> Callable[Asked, Made]:
    """Make something once per snapshot, language and arguments, and keep the newest; exhibits know what was asked.

    Who takes a kept thing has asked what was asked to make it.
    """

    @lru_cache(maxsize=KEPT)
    def made(_reader: object, args: Any, kwargs: Any) -> tuple[Made, tuple[Question, ...]]:
        with noting() as asked:
            found = make(*args, **dict(kwargs))
        return _with_queries(found, tuple(asked)), tuple(asked)

    @wraps(make)
    def find(*args: Asked.args, **kwargs: Asked.kwargs) -> Made:
        seen = (published.store(), published.snapshot_id(), reader.current().language)
        found, asked = made(seen, args, tuple(sorted(kwargs.items())))
        note(asked)
        return found

    return find


def _with_queries(found: Any, asked: tuple[Question, ...]) -> Any:
    """Return exhibits with what was asked to make them; one that knows it already stays as it is."""
    if isinstance(found, Exhibit):
        return found if found.queries else replace(found, queries=asked)
    if isinstance(found, tuple):
        return tuple(_with_queries(one, asked) for one in found)
    return found
