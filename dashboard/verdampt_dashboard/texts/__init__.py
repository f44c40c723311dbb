"""What the reader sees, from one text file per language."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from verdampt_dashboard import reader


@cache
def texts(language: str) -> dict[str, Any]:
    """Return all texts of a language, nested by the parts of their keys."""
    return tomllib.loads((Path(__file__).parent / f"{language}.toml").read_text(encoding="utf-8"))


def say(key: str, *, otherwise: str | None = None, **values: object) -> str:
    """Return the text under a dotted key, in the reader's language, with its values filled in.

    Codes that users make up, such as their own sources, have no text: give what to say `otherwise`.
    """
    found: Any = texts(reader.current().language)
    for part in key.split("."):
        if otherwise is not None and part not in found:
            return otherwise
        found = found[part]
    return str(found).format(**values)
