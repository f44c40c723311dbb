"""The figures under a finding, each with its margin; what may not be shown at a size says so."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from verdampt_dashboard.exhibits import Fact
from verdampt_dashboard.findings import difference, normal_range
from verdampt_dashboard.numbers import month_name, number, percent, period_name, rounded
from verdampt_dashboard.texts import say

Row = Mapping[str, Any]


def window(row: Row, nation: Row | None) -> list[Fact]:
    """Return the difference with expected in a window, and what was observed."""
    decimals = 0 if row["unit"] == "count" else 1
    facts = [
        Fact(
            label=say("figures.difference"),
            value=difference(row["ratio"]),
            note=_normal(row) + _beside(row, nation),
            tone="fewer" if row["finding"].endswith("fewer") else "",
        )
    ]
    if row["observed"] is None:
        return facts
    words = {
        name: number(row[name], decimals=decimals) for name in ("expected", "lower", "upper") if row[name] is not None
    }
    note = say("figures.expected" if row["lower"] is None else "figures.expected_range", **words)
    observed = number(row["observed"], decimals=decimals)
    return [*facts, Fact(label=say("figures.observed"), value=observed, note=note)]


def _normal(row: Row) -> str:
    if row["lower"] is None or row["ratio"] is None:
        return say("figures.indicative")
    return normal_range(row["expected"], row["lower"], row["upper"])


def _beside(row: Row, nation: Row | None) -> str:
    if nation is None or nation["region_code"] == row["region_code"]:
        return ""
    return "; " + say("figures.nation", difference=difference(nation["ratio"]))


def recovery(row: Row, nation: Row | None = None) -> list[Fact]:
    """Return when care was back, beside the nation where one is given, and what is left of the deficit."""
    back, left = _back(row), _left(row)
    beside = say("recovery.nation", when=_back(nation)[0]) if nation else ""
    return [
        Fact(label=say("recovery.back"), value=back[0], note="; ".join(part for part in (back[1], beside) if part)),
        Fact(label=say("recovery.left"), value=left[0], note=left[1]),
    ]


def _back(row: Row) -> tuple[str, str]:
    """Return when 95 % was held again, and the range that date lies in."""
    if row["detail"] == "totals" or row["recovery_class"] in ("break", "too_little_data", "not_dropped"):
        return say("recovery.not_shown"), ""
    if row["recovered_at_95"] is None:
        return say("recovery.not_yet"), ""
    first, last = row["recovered_at_95_first"], row["recovered_at_95_last"]
    if last is None:
        return month_name(row["recovered_at_95"]), say("recovery.perhaps_later")
    if first == last:
        return month_name(row["recovered_at_95"]), ""
    between = say("recovery.between", first=month_name(first or row["recovered_at_95"]), last=month_name(last))
    return month_name(row["recovered_at_95"]), between


def _left(row: Row) -> tuple[str, str]:
    """Return the net deficit since the first wave, and its margin."""
    if row["net_deficit"] is None:
        return say("recovery.not_shown"), ""
    decimals = 0 if row["unit"] == "count" else 1
    value = number(rounded(row["net_deficit"]) if row["unit"] == "count" else row["net_deficit"], decimals=decimals)
    if row["lower"] is None:
        return value, say("recovery.indicative")
    low, high = (number(rounded(row[name]), decimals=0) for name in ("lower", "upper"))
    return value, say("recovery.left_note", low=low, high=high, lasting=say(f"recovery.lasting.{row['lasting']}"))


def drop(row: Row) -> str:
    """Return when care fell and how deep, as one sentence; blank where that may not be told at this size."""
    if row["onset"] is None or row["trough_ratio"] is None:
        return ""
    period_type = row["period_type"]
    words = {
        "onset": _between(row["onset"], row["onset_first"], row["onset_last"], period_type=period_type),
        "depth": percent(row["trough_ratio"]),
        "low": percent(row["trough_lower"]),
        "high": percent(row["trough_upper"]),
        "when": period_name(row["trough_start"], period_type),
    }
    return say("recovery.drop_inherited" if row["onset_is_inherited"] else "recovery.drop", **words)


def _between(day: date, first: date | None, last: date | None, *, period_type: str) -> str:
    begin = period_name(day, period_type)
    if first is None or last is None or first == last:
        return begin
    words = {"first": period_name(first, period_type), "last": period_name(last, period_type)}
    return f"{begin} ({say('recovery.between', **words)})"


def place(row: Row | None, *, count: int) -> str:
    """Return the range of a region's place among all, as one sentence; blank where regions were not compared."""
    if row is None or row["rank_low"] is None or row["chance_of_worst"] is None:
        return ""
    low, high = (number(row[name]) for name in ("rank_low", "rank_high"))
    return say("regions.place", low=low, high=high, count=count, chance=percent(row["chance_of_worst"]))
