"""A query as the start of an indicator: its file with the header that `verdampt check` asks for."""

import json
import re
from datetime import UTC, date, datetime

import polars as pl

from verdampt_dashboard import dictionary, published

PERIODS = ("month_start", "week_start", "quarter_start", "year_start")
TYPES = {pl.Date: "DATE", pl.Int64: "BIGINT", pl.Float64: "DOUBLE"}
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_NOTE = """\
-- Indicators read fct_stratified_volumes (protected counts) and ref_ tables, not pub_ tables: change the from-clause.
"""


def is_name(name: str) -> bool:
    """Return whether an indicator may have this name, after `ind_`."""
    return bool(_NAME.fullmatch(name))


def draft(sql: str, frame: pl.DataFrame) -> str:
    """Return the file of an indicator that starts from a query; what only a person can say stands there in capitals."""
    today = datetime.now(tz=UTC).date()
    numbers = [name for name, kind in frame.schema.items() if kind.is_numeric()]
    grain = [name for name in frame.columns if name == "region_code" or name in PERIODS]
    return "\n".join(
        [
            "/* +++",
            *_said(review_by=_in_a_year(today), grain=grain or ["region_code", "month_start"]),
            "",
            *_measure(numbers[:2] or ["AANTAL"]),
            "",
            "[columns]",
            *(_column(frame[name]) for name in frame.columns),
            "+++ */",
            "",
            _NOTE + sql.rstrip().removesuffix(";").rstrip(),
            "",
        ]
    )


def _in_a_year(day: date) -> date:
    return day.replace(year=day.year + 1, day=min(day.day, 28) if day.month == 2 else day.day)


def _said(*, review_by: date, grain: list[str]) -> list[str]:
    return [
        'title = "TITEL VAN DE INDICATOR"',
        'title_en = "TITLE OF THE INDICATOR"',
        'description = "WHAT IS COUNTED, BY WHAT, AND FROM WHICH SOURCE."',
        'why = "WAT DEZE INDICATOR LAAT ZIEN, EN WAAROM DAT TELT."',
        'why_en = "WHAT THIS INDICATOR SHOWS, AND WHY IT MATTERS."',
        'author = "WIE DIT MAAKTE"',
        'checked_by = "WIE DIT NAKEEK"',
        f"review_by = {review_by.isoformat()}",
        f"grain = [{', '.join(map(_quoted, grain))}]",
    ]


def _measure(counts: list[str]) -> list[str]:
    named = zip(("numerator", "denominator"), counts, strict=False)
    return [
        "[measure]",
        *(f"{key} = {_quoted(name)}" for key, name in named),
        'unit = "EENHEID"',
        'unit_en = "UNIT"',
        'noun = ["ENKELVOUD", "MEERVOUD"]',
        'noun_en = ["SINGULAR", "PLURAL"]',
    ]


def _column(column: pl.Series) -> str:
    kind = next((name for dtype, name in TYPES.items() if column.dtype == dtype), "VARCHAR")
    parts = [f'type = "{kind}"', f"description = {_quoted(_meaning(column.name))}"]
    parts += ["minimum = 0"] if column.dtype.is_numeric() else []
    parts += ["nullable = true"] if column.null_count() else []
    key = column.name if _BARE.fullmatch(column.name) else _quoted(column.name)
    return f"{key} = {{ {', '.join(parts)} }}"


def _meaning(name: str) -> str:
    """Return what a column of this name means in a published table, or where to write it."""
    known = (dictionary.meaning(table, name) for table in published.columns())
    return next((found for found in known if found), "WHAT THIS COLUMN HOLDS.")


def _quoted(text: str) -> str:
    """Return text as TOML writes it; it never ends the comment that the header stands in."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f").replace("*/", "*\\u002f")
