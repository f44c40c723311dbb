"""The published tables in words: what is in them comes from the snapshot, what it means from the models' headers."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from verdampt.resources import sql_root
from verdampt_dashboard import published, reader

_HEADER = re.compile(r"\A\s*/\*\s*\+\+\+\n(.*?)\n\+\+\+\s*\*/", re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Field:
    """A column: its type, and in English what it means; blank where nobody said."""

    name: str
    type: str
    description: str


@dataclass(frozen=True, kw_only=True)
class Described:
    """A published table with its title in the reader's language."""

    name: str
    title: str
    description: str
    fields: tuple[Field, ...]


@cache
def _header(table: str) -> dict[str, Any]:
    """Return what the model of a table says of it; nothing where this version has no such model."""
    path = sql_root() / "published" / f"{table}.sql"
    found = _HEADER.match(path.read_text(encoding="utf-8")) if path.is_file() else None
    return tomllib.loads(found[1]) if found else {}


def tables() -> list[Described]:
    """Return the published tables of the snapshot that is read now."""
    title = "title_en" if reader.current().language == "en" else "title"
    return [
        Described(
            name=table,
            title=str(_header(table).get(title, "")),
            description=str(_header(table).get("description", "")),
            fields=tuple(
                Field(name=name, type=type_, description=meaning(table, name)) for name, type_ in columns.items()
            ),
        )
        for table, columns in published.columns().items()
    ]


def meaning(table: str, column: str) -> str:
    """Return what a column of a published table means; blank where nobody said."""
    return str(_header(table).get("columns", {}).get(column, {}).get("description", ""))
