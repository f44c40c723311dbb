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


def month_name(day: date) -> str:
    """Return a month in words: 'juni 2020'."""
    return f"{say('months').split()[day.month - 1]} {day.year}"


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
        care=_lowered(row["care_name"]),
        since=period_name(row["recent_start"], row["period_type"]),
        ratio="" if row["recent_ratio"] is None else percent(row["recent_ratio"]),
    )


def recovery_facts(row: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Return label, value and margin of what is known of a drop; what may not be shown at this size says so."""
    period_type = row["period_type"]

    def when(day: date | None) -> str:
        return say("recovery.not_shown") if day is None else period_name(day, period_type)

    begin = when(row["onset"])
    set_of = (
        say("recovery.inherited")
        if row["onset_is_inherited"]
        else say(
            "recovery.between",
            first=period_name(row["onset_first"], period_type),
            last=period_name(row["onset_last"], period_type),
        )
        if row["onset"] and row["onset_first"] != row["onset_last"]
        else ""
    )
    depth = say("recovery.not_shown") if row["trough_ratio"] is None else percent(row["trough_ratio"])
    margin = (
        ""
        if row["trough_ratio"] is None
        else say(
            "recovery.trough_note",
            low=percent(row["trough_lower"]),
            high=percent(row["trough_upper"]),
            when=when(row["trough_start"]),
        )
    )
    return [
        (say("recovery.onset"), begin, set_of),
        (say("recovery.trough"), depth, margin),
        (say("recovery.back"), *_back(row)),
        (say("recovery.left"), *_left(row)),
    ]


def _back(row: Mapping[str, Any]) -> tuple[str, str]:
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


def _left(row: Mapping[str, Any]) -> tuple[str, str]:
    """Return the net deficit since the first wave, and its margin."""
    if row["net_deficit"] is None:
        return say("recovery.not_shown"), ""
    decimals = 0 if row["unit"] == "count" else 1
    value = number(rounded(row["net_deficit"]) if row["unit"] == "count" else row["net_deficit"], decimals=decimals)
    if row["lower"] is None:
        return value, say("recovery.indicative")
    low, high = (number(rounded(row[name]), decimals=0) for name in ("lower", "upper"))
    return value, say("recovery.left_note", low=low, high=high, lasting=say(f"recovery.lasting.{row['lasting']}"))


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


def groups_alt(groups: pl.DataFrame) -> str:
    """Return what the dots of groups show for who cannot see them."""
    parts = [
        f"{group_name(row['dimension'], row['group_code'])} {difference(row['ratio'])}"
        for row in groups.iter_rows(named=True)
    ]
    return say("groups.alt", groups="; ".join(parts))


def funnel_alt(regions: pl.DataFrame) -> str:
    """Return which regions lie beyond the limits of chance, for who cannot see the funnel."""
    beyond = regions.filter((pl.col("relative") < pl.col("low_alarm")) | (pl.col("relative") > pl.col("high_alarm")))
    names = ", ".join(beyond["region_name"]) or say("chart.funnel_nobody")
    return say("chart.funnel_alt", count=beyond.height, names=names)
