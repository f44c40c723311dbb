"""What every answer to a research question has: how far it goes, one sentence, its figures, and what comes first."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from verdampt_dashboard import published
from verdampt_dashboard.exhibits import Exhibit, Fact, Statement
from verdampt_dashboard.findings import lowered
from verdampt_dashboard.numbers import number, percent
from verdampt_dashboard.sheets import common
from verdampt_dashboard.texts import say
from verdampt_dashboard.view import NATION, View, choices

ANSWERED, PARTLY, CANNOT_SAY = "answered", "partly", "cannot_say"
SIGNS = {ANSWERED: "●", PARTLY: "◐", CANNOT_SAY: "○"}
"""A sign beside the words of a status, so that it is never told by a colour."""
UNLIKELY = 0.05
ABSENT = "not_in_snapshot"
"""Why a snapshot that was made before a table existed says nothing."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the data say to one question; `exhibits` are made when somebody looks."""

    status: str
    reason: str = "shown"
    sentence: str = ""
    about: str = ""
    facts: Sequence[Fact] = ()
    before: Sequence[Statement] = ()
    """What must be known before the result is read, such as what could have been seen at all."""
    after: Sequence[Statement] = ()
    warnings: Sequence[str] = ()
    source: str = "chain"
    exhibits: Callable[[], Iterable[Exhibit | None]] = tuple
    is_undetermined: bool = False
    """There are figures, but they rule nothing out."""


def nothing(reason: str, *, about: str = "") -> Answer:
    """Return the answer that nothing can be said, and why."""
    return Answer(status=CANNOT_SAY, reason=reason, about=about)


def has(*tables: str) -> bool:
    """Return whether the snapshot that is read now has these tables."""
    return set(tables) <= set(published.columns())


def worst(statuses: pl.Series) -> str:
    """Return why rows have no figures, by the first status that is not `shown`."""
    found = [str(one) for one in statuses if one != "shown"]
    return found[0] if found else "no_data"


def named(region: str, *others: str) -> str:
    """Return choices in words, with points between."""
    return " · ".join(part for part in (region, *others) if part)


def nation() -> str:
    """Return the name of the nation, of which some answers are only."""
    return choices().region_name(NATION)


def region_of(view: View) -> str:
    """Return the name of the view's region."""
    return choices().region_name(view.region_code)


def path_name(number: int) -> str:
    """Return the name of a care path by its number; the number where the snapshot has no such path."""
    names = {row["path_number"]: str(row["name"]) for row in choices().care_paths.values()}
    return names.get(number, str(number))


def path_of(view: View) -> str:
    """Return the name of the view's care path; blank where a snapshot has none."""
    return str(choices().path(view)["name"]) if view.care_path in choices().care_paths else ""


def path_number(view: View) -> int:
    """Return the number of the view's care path; zero where a snapshot has none."""
    return int(choices().path(view)["path_number"]) if view.care_path in choices().care_paths else 0


def bounds(low: float, high: float, *, decimals: int = 0) -> str:
    """Return both bounds of a share in words: '10 % tot 38 %'."""
    return say("research.bounds", low=percent(low, decimals=decimals), high=percent(high, decimals=decimals))


def fitting(view: View, codes: Sequence[str]) -> tuple[View, list[str]]:
    """Return the view with a care type that has figures, and what is said where that is another than was chosen."""
    if view.care_type in codes or not codes:
        return view, []
    known = choices()
    words = {"asked": lowered(known.care_name(view.care_type)), "shown": lowered(known.care_name(codes[0]))}
    return known.change(view, "care_type", codes[0]), [say("research.other_care", **words)]


def window_of(codes: Sequence[str], *wanted: str) -> str:
    """Return the first window that is wanted and there; else since March 2020, else the first there is."""
    return next(code for code in (*wanted, "sinds-2020-03", *codes) if code in codes)


def window_name(code: str) -> str:
    """Return a window in words: that of a wave, of a year, or of a longer time."""
    known = choices()
    if code in known.waves:
        return known.wave_name(code)
    return code if code.isdigit() else say(f"windows.{code}", otherwise=code)


def tested(view: View) -> list[Statement]:
    """Return the back-test of the volumes that the chain's figures are made from; nothing without a chain."""
    code = next((code for code, row in choices().care_types.items() if row["source"] == "chain"), None)
    if code is None:
        return []
    return [common.back_test(replace(view, care_type=code), level=common.level_of(view))]


def alike_before(chance: float) -> str:
    """Return whether lines ran alike before a start, by the chance of as much difference if they did."""
    key = "research.pretrend.apart" if chance < UNLIKELY else "research.pretrend.alike"
    return say(key, chance=number(chance, decimals=2))


Row = dict[str, Any]


def rows_of(frame: pl.DataFrame) -> list[Row]:
    """Return the rows of a table by name of column."""
    return list(frame.iter_rows(named=True))
