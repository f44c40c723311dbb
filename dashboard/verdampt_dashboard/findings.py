"""What the figures say, in words made from the data."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from verdampt_dashboard.numbers import number, percent, rounded, week
from verdampt_dashboard.texts import say
from verdampt_dashboard.view import Choices


def window_phrase(window_code: str) -> str:
    """Return a window as it stands in a sentence: 'in 2020'."""
    key = "year" if window_code.isdigit() else window_code
    return say(f"window_phrase.{key}", window=window_code)


def window_label(window_code: str) -> str:
    """Return a window as it stands on a button."""
    return window_code if window_code.isdigit() else say(f"windows.{window_code}")


def period_name(start: date, period_type: str) -> str:
    """Return a period in words: 'week 12, 2020' or '2020'."""
    if period_type == "week":
        return week(start)
    return {"year": f"{start:%Y}", "quarter": f"{start.year}-K{(start.month + 2) // 3}"}.get(
        period_type, f"{start:%m-%Y}"
    )


def _lowered(name: str) -> str:
    return name[:1].lower() + name[1:]


def finding(row: Mapping[str, Any]) -> str:
    """Return the finding of one region, care type and window as one sentence."""
    words = {
        "region": row["region_name"],
        "when": window_phrase(row["window_code"]),
        "care": _lowered(row["care_name"]),
        "nouns": row["noun_many"],
    }
    if row["finding"] == "unknown":
        return say("finding.broken" if row["break_reason"] else "finding.unknown", **words)
    amount = number(rounded(abs(row["deficit"])))
    return say(f"finding.{row['unit']}.{row['finding']}", amount=amount, **words)


def difference(ratio: float | None) -> str:
    """Return a share of expected as a signed difference: 0.72 is −28 %."""
    return say("table.none") if ratio is None else percent(ratio - 1, signed=True)


def normal_range(expected: float, lower: float, upper: float) -> str:
    """Return the normal spread around expected in words."""
    low, high = percent(lower / expected - 1, signed=True), percent(upper / expected - 1, signed=True)
    return say("figures.normal", low=low, high=high)


def curve_alt(series: pl.DataFrame, *, care: str, region: str, period_type: str, sentence: str) -> str:
    """Return what a line chart shows for who cannot see it."""
    words = {
        "care": _lowered(care),
        "region": region,
        "period": say(f"period.{period_type}"),
        "first": period_name(series["period_start"][0], period_type),
        "last": period_name(series["period_start"][-1], period_type),
    }
    after = series.filter(pl.col("status") == "delivered").drop_nulls("ratio")
    if after.is_empty():
        return say("chart.alt_no_expectation", **words)
    lowest = after.sort("ratio").row(0, named=True)
    return say(
        "chart.alt",
        finding=sentence,
        lowest=percent(lowest["ratio"]),
        lowest_period=period_name(lowest["period_start"], period_type),
        **words,
    )


def extremes_alt(key: str, regions: pl.DataFrame, *, when: str) -> str:
    """Return what a chart of all regions shows, by its lowest and highest region."""
    known = regions.drop_nulls("ratio").sort("ratio")
    if known.is_empty():
        return say("notes.no_baseline")
    low, high = known.row(0, named=True), known.row(-1, named=True)
    return say(
        key,
        when=when,
        low_region=low["region_name"],
        low=difference(low["ratio"]),
        high_region=high["region_name"],
        high=difference(high["ratio"]),
    )


def multiples_alt(curves: pl.DataFrame, choices: Choices, *, region: str) -> str:
    """Return what the small curves show: the deepest point of all."""
    known = curves.drop_nulls("ratio").sort("ratio")
    if known.is_empty():
        return say("notes.no_baseline")
    lowest = known.row(0, named=True)
    words = f"{choices.care_name(lowest['care_type'])}, {percent(lowest['ratio'])}"
    return say("chart.small_alt", region=region, lowest=words)


def chain_finding(steps: pl.DataFrame, *, region: str, wave: str, care: str) -> str:
    """Return as one sentence how much the chain lost in a wave, and which step explains most of it."""
    words = {"region": region, "wave": wave, "care": _lowered(care)}
    status = steps["status"][0] if steps.height else "too_few"
    if status != "shown":
        return say(f"chain.{status}", **words)
    end = steps.row(-1, named=True)
    lost = end["expected"] - end["observed"]
    most = steps.sort("lost", descending=True).row(0, named=True)
    amount = number(rounded(abs(lost)))
    noun = say(f"chain.nouns.{end['step']}")
    if most["lower"] is None or most["lower"] <= 0 or lost <= 0:
        return say("chain.unclear", noun=noun, **words)
    return say("chain.finding", amount=amount, noun=noun, reason=say(f"chain.reasons.{most['step']}"), **words)


def chain_alt(steps: pl.DataFrame) -> str:
    """Return what the bars of the chain show for who cannot see them."""
    parts = [
        say(f"chain.steps.{row['step']}") + " " + difference(row["observed"] / row["expected"])
        for row in steps.iter_rows(named=True)
    ]
    return say("chain.bars_alt", steps="; ".join(parts))


def follow_alt(curves: pl.DataFrame) -> str:
    """Return what the curves of follow-through show for who cannot see them."""
    newest = curves.sort("month_start").group_by("horizon_days", maintain_order=True).last().sort("horizon_days")
    parts = [
        say("chain.follow_part", days=row["horizon_days"], share=percent(row["share"]))
        for row in newest.iter_rows(named=True)
    ]
    return say("chain.follow_alt", newest="; ".join(parts))
