"""The questions of `sql/queries` as an analyst would type them: with their parameters written in."""

import math
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from verdampt_dashboard import published
from verdampt_dashboard.noting import Question

# What is quoted or a comment is passed over as a whole, so that a $ in it stays what it is.
_PARTS = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|/\*.*?\*/|\$([A-Za-z_][A-Za-z0-9_]*)""", re.DOTALL)


def literal(value: Any) -> str:
    """Return a value as it is written in SQL; raises TypeError for what is not text, number, day, boolean or list."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int() | float():
            return _number(value)
        case str():
            return "'" + value.replace("'", "''") + "'"
        case date() if not isinstance(value, datetime):
            return f"date '{value.isoformat()}'"
        case list() | tuple():
            return "[" + ", ".join(literal(one) for one in value) + "]"
    raise TypeError(f"a {type(value).__name__} cannot be written in SQL")


def _number(value: float) -> str:
    """Return a number; between brackets when negative, for two minuses in a row begin a comment."""
    if isinstance(value, float):
        written = f"'{value}'" if not math.isfinite(value) else repr(value)
        return f"cast({written} as double)"
    return f"({value})" if value < 0 else str(value)


def filled(sql: str, parameters: Mapping[str, Any]) -> str:
    """Return a query with its parameters written in; raises KeyError for one that has no value."""
    return _PARTS.sub(lambda found: literal(parameters[found[1]]) if found[1] else found[0], sql)


def written(question: Question) -> str:
    """Return a question that was asked of the snapshot, as one query without parameters."""
    name, parameters = question
    return filled(published.query_text(name), dict(parameters)).strip()
