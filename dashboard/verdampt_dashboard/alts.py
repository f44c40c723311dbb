"""What a chart shows, in words, for who cannot see it."""

import polars as pl

from verdampt_dashboard.findings import difference, group_name, lowered
from verdampt_dashboard.numbers import number, percent, period_name, rounded
from verdampt_dashboard.texts import say
from verdampt_dashboard.view import Choices


def curve(series: pl.DataFrame, *, care: str, region: str, period_type: str, sentence: str) -> str:
    """Return what a line chart shows for who cannot see it."""
    words = {
        "care": lowered(care),
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


def rates(rates: pl.DataFrame, *, name: str, unit: str, region: str, region_code: str) -> str:
    """Return what the rate of an indicator shows: its first and its last year."""
    own = rates.filter(region_code=region_code).drop_nulls("rate")
    if own.is_empty():
        return say("indicators.rate_alt_none", name=name, region=region)
    first, last = own.row(0, named=True), own.row(-1, named=True)
    return say(
        "indicators.rate_alt",
        name=name,
        region=region,
        unit=unit,
        first=first["calendar_year"],
        last=last["calendar_year"],
        begin=number(first["rate"], decimals=1),
        end=number(last["rate"], decimals=1),
    )


def cumulative(running: pl.DataFrame, *, care: str, region: str, first: str, last: str, period_type: str) -> str:
    """Return what the running total of the deficit shows: its highest point and its end."""
    top = running.sort("running", descending=True).row(0, named=True)
    return say(
        "chart.cumulative_alt",
        care=care,
        region=region,
        first=first,
        last=last,
        most=number(rounded(top["running"])),
        most_period=period_name(top["period_start"], period_type),
        end=number(rounded(running["running"][-1])),
    )


def extremes(key: str, regions: pl.DataFrame, *, when: str) -> str:
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


def multiples(curves: pl.DataFrame, choices: Choices, *, region: str) -> str:
    """Return what the small curves show: the deepest point of all."""
    known = curves.drop_nulls("ratio").sort("ratio")
    if known.is_empty():
        return say("notes.no_baseline")
    lowest = known.row(0, named=True)
    words = f"{choices.care_name(lowest['care_type'])}, {percent(lowest['ratio'])}"
    return say("chart.small_alt", region=region, lowest=words)


def chain(steps: pl.DataFrame) -> str:
    """Return what the bars of the chain show for who cannot see them."""
    parts = [
        say(f"chain.steps.{row['step']}") + " " + difference(row["observed"] / row["expected"])
        for row in steps.iter_rows(named=True)
    ]
    return say("chain.bars_alt", steps="; ".join(parts))


def follow(curves: pl.DataFrame) -> str:
    """Return what the curves of follow-through show for who cannot see them."""
    newest = curves.sort("month_start").group_by("horizon_days", maintain_order=True).last().sort("horizon_days")
    parts = [
        say("chain.follow_part", days=row["horizon_days"], share=percent(row["share"]))
        for row in newest.iter_rows(named=True)
    ]
    return say("chain.follow_alt", newest="; ".join(parts))


def groups(groups: pl.DataFrame) -> str:
    """Return what the dots of groups show for who cannot see them."""
    parts = [
        f"{group_name(row['dimension'], row['group_code'])} {difference(row['ratio'])}"
        for row in groups.iter_rows(named=True)
    ]
    return say("groups.alt", groups="; ".join(parts))


def funnel(regions: pl.DataFrame) -> str:
    """Return which regions lie beyond the limits of chance, for who cannot see the funnel."""
    beyond = regions.filter((pl.col("relative") < pl.col("low_alarm")) | (pl.col("relative") > pl.col("high_alarm")))
    names = ", ".join(beyond["region_name"]) or say("chart.funnel_nobody")
    return say("chart.funnel_alt", count=beyond.height, names=names)
