"""Which questions are asked of the snapshot while something is made: so that every figure can show its SQL."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

Question = tuple[str, tuple[tuple[str, Any], ...]]
"""The name of a file in `sql/queries`, and its parameters."""

_NOTED: ContextVar[dict[Question, None] | None] = ContextVar("noted", default=None)


@contextmanager
def noting() -> Iterator[dict[Question, None]]:
    """Give the questions that are asked for a while, in their order and each once; who notes around it sees none."""
    asked: dict[Question, None] = {}
    before = _NOTED.set(asked)
    try:
        yield asked
    finally:
        _NOTED.reset(before)


def note(questions: Iterable[Question]) -> None:
    """Say that these are asked, also when their answers were kept from before."""
    noted = _NOTED.get()
    if noted is not None:
        noted.update(dict.fromkeys(questions))
