"""What the figures say, in sentences made from the data."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from verdampt_dashboard.numbers import number, percent, period_name, rounded
from verdampt_dashboard.texts import say


def window_phrase(window_code: str) -> str:
    """Return a window as it stands in a sentence: 'in 2020'."""
    key = "year" if window_code.isdigit() else window_code
    return say(f"window_phrase.{key}", window=window_code)


def window_label(window_code: str) -> str:
    """Return a window as it stands on a button."""
    return window_code if window_code.isdigit() else say(f"windows.{window_code}")


def lowered(name: str) -> str:
    """Return a name as it stands within a sentence; abbreviations keep their capitals."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def finding(row: Mapping[str, Any], *, who: str = "") -> str:
    """Return the finding of one region (or `who`), care type and window as one sentence."""
    words = {
        "region": who or row["region_name"],
        "when": window_phrase(row["window_code"]),
        "care": lowered(row["care_name"]),
        "nouns": row["noun_many"],
    }
    if row["finding"] == "unknown":
        return say("finding.broken" if row["break_reason"] else "finding.unknown", **words)
    if row["finding"] == "indicative":
        return say("finding.indicative", **words)
    amount = number(rounded(abs(row["deficit"])))
    return say(f"finding.{row['unit']}.{row['finding']}", amount=amount, **words)


def difference(ratio: float | None) -> str:
    """Return a share of expected as a signed difference: 0.72 is −28 %."""
    return say("table.none") if ratio is None else percent(ratio - 1, signed=True)


def normal_range(expected: float, lower: float, upper: float) -> str:
    """Return the normal spread around expected in words."""
    low, high = percent(lower / expected - 1, signed=True), percent(upper / expected - 1, signed=True)
    return say("figures.normal", low=low, high=high)


def chain_finding(steps: pl.DataFrame, *, region: str, wave: str, care: str) -> str:
    """Return as one sentence how much the chain lost in a wave, and which step explains most of it.

    Where the margins of two steps overlap, the largest is called one of several reasons.
    """
    words = {"region": region, "wave": wave, "care": lowered(care)}
    status = steps["status"][0] if steps.height else "too_few"
    if status != "shown":
        return say(f"chain.{status}", **words)
    end = steps.row(-1, named=True)
    lost = end["expected"] - end["observed"]
    most, *others = steps.sort("lost", descending=True).iter_rows(named=True)
    amount = number(rounded(abs(lost)))
    noun = say(f"chain.nouns.{end['step']}")
    if most["lower"] is None or most["lower"] <= 0 or lost <= 0:
        return say("chain.unclear", noun=noun, **words)
    is_alone = all(one["upper"] is not None and one["upper"] < most["lower"] for one in others)
    key = "chain.finding" if is_alone else "chain.finding_shared"
    return say(key, amount=amount, noun=noun, reason=say(f"chain.reasons.{most['step']}"), **words)


def policies(events: pl.DataFrame) -> str:
    """Return the names and days of the policy dates by the numbers they have on the axis."""
    dates = events.filter(event_type="policy").iter_rows(named=True)
    names = [
        say("chart.policy", number=place, name=row["name"], day=f"{row['first_date']:%d-%m-%Y}")
        for place, row in enumerate(dates, start=1)
    ]
    return say("chart.policies", names="; ".join(names))


def recovery_class(row: Mapping[str, Any]) -> str:
    """Return the class of a series as one sentence."""
    return say(
        f"recovery.sentence.{row['recovery_class']}",
        care=lowered(row["care_name"]),
        since=period_name(row["recent_start"], row["period_type"]),
        ratio="" if row["recent_ratio"] is None else percent(row["recent_ratio"]),
    )


def scenarios(row: Mapping[str, Any]) -> str:
    """Return what the other two scenarios of the trend say of the same window."""
    if row["observed"] is None or row["expected_full"] is None or row["expected_flat"] is None:
        return say("scenarios.none")
    flat, full = (row["observed"] / row[name] if row[name] else None for name in ("expected_flat", "expected_full"))
    held = "holds" if row["holds"] else "differs"
    return say(f"scenarios.{held}", main=difference(row["ratio"]), flat=difference(flat), full=difference(full))


def back_test(card: Mapping[str, Any] | None, *, is_region: bool) -> str:
    """Return the back-test as one sentence: how far off the model was in a year without a pandemic."""
    if card is None or card["bias"] is None:
        return say("backtest.none")
    level = say("backtest.region" if is_region else "backtest.nation")
    words = {
        "level": level,
        "error": percent(card["mape"] or 0.0, decimals=1),
        "bias": percent(card["bias"], decimals=1, signed=True),
        "held": percent(card["coverage_95"]),
    }
    return say("backtest.sentence", **words) + " " + say(f"backtest.{card['verdict']}")


def inequality(groups: pl.DataFrame) -> str:
    """Return how unequal a drop was over neighbourhoods, as one sentence."""
    found = groups.filter(dimension="deprivation").drop_nulls("slope_index")
    if found.is_empty():
        return say("groups.unknown")
    row = found.row(0, named=True)
    words = {
        "points": number(abs(row["slope_index"]) * 100, decimals=0),
        "low": number(row["slope_low"] * 100, decimals=0, signed=True),
        "high": number(row["slope_high"] * 100, decimals=0, signed=True),
    }
    if row["slope_low"] <= 0 <= row["slope_high"]:
        return say("groups.equal", **words)
    return say("groups.deprived_more" if row["slope_index"] > 0 else "groups.deprived_less", **words)


def group_name(dimension: str, code: str) -> str:
    """Return a group of people in words: 'buurten met de minste achterstand'."""
    return say(f"groups.{dimension}.{code}", otherwise=code)


def withheld(statuses: Sequence[str]) -> str:
    """Return how many periods of a curve have no figure, and why, as one sentence; blank when all have one."""
    parts = [
        say(f"chart.withheld.{status}", count=statuses.count(status))
        for status in ("small", "no_delivery", "break")
        if status in statuses
    ]
    return say("chart.withheld.sentence", parts="; ".join(parts)) if parts else ""


def shared(regions: pl.DataFrame, *, when: str) -> str:
    """Return what regions share, as one sentence: how many fell clearly, and how many did not."""
    fewer, more = (regions.filter(pl.col("finding") == f"clearly_{way}").height for way in ("fewer", "more"))
    return say("regions.shared", when=when, count=regions.height, fewer=fewer, more=more)
