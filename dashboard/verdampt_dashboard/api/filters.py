"""What a request may ask of a table: the parameters of the pages, each checked against what the snapshot has."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from verdampt_dashboard import published
from verdampt_dashboard.texts import say
from verdampt_dashboard.view import INDICATOR, PARAMETERS, RESEARCH, Choices, choices, codes_in

MOST_ROWS = 100_000
"""One answer; more comes in pages."""
LIMIT, OFFSET = "aantal", "vanaf"
AROUND = (PARAMETERS["language"], PARAMETERS["snapshot"])
"""Parameters that choose no rows."""


class WrongQuestionError(Exception):
    """A parameter that the table does not have, or a code that the snapshot does not have; says which in words."""


@dataclass(frozen=True, kw_only=True)
class Filter:
    """A parameter of the pages: the columns it can choose by, the first that a table has, and the codes it knows."""

    columns: tuple[str, ...]
    codes: Callable[[Choices], Sequence[str]]
    is_list: bool = False
    compares: str = "="

    def column(self, columns: Mapping[str, str]) -> str | None:
        """Return the column of a table that is chosen by; None where it has none."""
        return next((name for name in self.columns if name in columns), None)


def _windows(known: Choices) -> list[str]:
    return sorted({*known.waves, *(code for codes in known.windows.values() for code in codes)})


def _groups(known: Choices) -> list[str]:
    return sorted({code for codes in known.groups.values() for code in codes})


def _care(known: Choices) -> list[str]:
    return list(known.care_types)


def _regions(known: Choices) -> list[str]:
    return list(known.regions)


DAYS = ("period_start", "month_start")
FILTERS: Mapping[str, Filter] = {
    PARAMETERS["scheme"]: Filter(columns=("region_scheme",), codes=lambda known: ["land", *known.schemes]),
    PARAMETERS["region_code"]: Filter(columns=("region_code",), codes=_regions),
    PARAMETERS["own_regions"]: Filter(columns=("region_code",), codes=_regions, is_list=True),
    PARAMETERS["care_type"]: Filter(columns=("care_type",), codes=_care),
    PARAMETERS["own_care"]: Filter(columns=("care_type",), codes=_care, is_list=True),
    PARAMETERS["indicator"]: Filter(
        columns=("care_type",), codes=lambda known: [code for code in known.care_types if code.startswith(INDICATOR)]
    ),
    PARAMETERS["window_code"]: Filter(columns=("window_code",), codes=_windows),
    PARAMETERS["wave"]: Filter(columns=("window_code",), codes=lambda known: list(known.waves)),
    PARAMETERS["care_path"]: Filter(columns=("care_path", "path_number"), codes=lambda known: list(known.care_paths)),
    PARAMETERS["urgency"]: Filter(columns=("urgency",), codes=lambda known: known.urgencies),
    PARAMETERS["question"]: Filter(columns=("question",), codes=lambda known: RESEARCH),
    PARAMETERS["group"]: Filter(columns=("group_code",), codes=_groups),
    PARAMETERS["own_first"]: Filter(columns=DAYS, codes=lambda known: (), compares=">="),
    PARAMETERS["own_last"]: Filter(columns=DAYS, codes=lambda known: (), compares="<="),
}
"""The filters by the name of their parameter."""


def of_table(columns: Mapping[str, str]) -> dict[str, Filter]:
    """Return the filters that a table with these columns has."""
    return {name: one for name, one in FILTERS.items() if one.column(columns)}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which rows of a table: conditions with their values, and which part of what is left."""

    conditions: tuple[str, ...] = ()
    values: tuple[tuple[str, Any], ...] = ()
    limit: int = MOST_ROWS
    offset: int = 0


def _day(name: str, text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise WrongQuestionError(say("api.no_day", name=name))
    return day


def _number(name: str, text: str, *, least: int, most: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(most)) and least <= int(text) <= most):
        raise WrongQuestionError(say("api.no_number", name=name, least=least, most=most))
    return int(text)


def _conditions(name: str, one: Filter, text: str, columns: Mapping[str, str]) -> tuple[list[str], dict[str, Any]]:
    """Return the conditions of one parameter with their values; raises WrongQuestionError for an unknown code."""
    known, column = choices(), one.column(columns)
    if one.columns == DAYS:
        return [f"{column} {one.compares} ${name}"], {name: _day(name, text)}
    codes = codes_in(text) if one.is_list else [text]
    if not codes or not set(codes) <= set(one.codes(known)):
        raise WrongQuestionError(say("api.no_code", name=name))
    if column == "group_code":
        dimension, _, code = text.partition(":")
        given = {"dimension": dimension, "group_code": code}
        return [f"{key} = ${key}" for key in given], dict(given)
    if column == "path_number":
        return [f"{column} = ${name}"], {name: known.care_paths[text]["path_number"]}
    return [f"list_contains(${name}, {column})"], {name: codes}


MOST_OFFSET = 10**9


def read(given: Mapping[str, str], *, columns: Mapping[str, str]) -> Asked:
    """Return what is asked of a table with these columns; raises WrongQuestionError."""
    has = of_table(columns)
    conditions: list[str] = []
    values: dict[str, Any] = {}
    for name, text in given.items():
        if name in has:
            more, named = _conditions(name, has[name], text, columns)
            conditions += more
            values |= named
        elif name not in (*AROUND, LIMIT, OFFSET):
            raise WrongQuestionError(say("api.no_filter", names=", ".join([*has, LIMIT, OFFSET])))
    return Asked(
        conditions=tuple(conditions),
        values=tuple(values.items()),
        limit=_number(LIMIT, given.get(LIMIT, str(MOST_ROWS)), least=1, most=MOST_ROWS),
        offset=_number(OFFSET, given.get(OFFSET, "0"), least=0, most=MOST_OFFSET),
    )


def codes_of(one: Filter) -> list[str]:
    """Return the codes that a filter knows in the snapshot that is read now; none where it takes a day."""
    return [] if one.columns == DAYS else list(one.codes(choices()))


def columns_of(table: str) -> dict[str, str]:
    """Return the columns of a published table with their types; raises KeyError where there is none."""
    return published.columns()[table]
