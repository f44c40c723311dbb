"""What each page says: a sheet of exhibits, from which the page, its files and its report are made."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, ParamSpec, TypeVar

from verdampt_dashboard import published, reader

Asked = ParamSpec("Asked")
Made = TypeVar("Made")
KEPT = 300


def kept(make: Callable[Asked, Made]) -> Callable[Asked, Made]:
    """Make something once per snapshot, language and arguments, and keep the newest of them."""

    @lru_cache(maxsize=KEPT)
    def made(_reader: object, args: Any, kwargs: Any) -> Made:
        return make(*args, **dict(kwargs))

    @wraps(make)
    def find(*args: Asked.args, **kwargs: Asked.kwargs) -> Made:
        seen = (published.store(), published.snapshot_id(), reader.current().language)
        return made(seen, args, tuple(sorted(kwargs.items())))

    return find
