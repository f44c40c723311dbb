"""The numbers of every exhibit as tables."""

from collections.abc import Mapping

import polars as pl

from verdampt_dashboard.exhibits import Column, Kind, Table, periods
from verdampt_dashboard.findings import group_name
from verdampt_dashboard.texts import say
from verdampt_dashboard.view import Choices

WITHHELD = ("no_delivery", "break", "small")


def amounts(unit: str) -> Kind:
    """Return how amounts of a unit are written."""
    return Kind.COUNT if unit == "count" else Kind.DECIMAL


def said(frame: pl.DataFrame, column: str, key: str, *, name: str | None = None) -> pl.DataFrame:
    """Add the texts of a column of codes."""
    words = {code: say(f"{key}.{code}", otherwise=str(code)) for code in frame[column].unique().drop_nulls()}
    return frame.with_columns(
        pl.col(column).replace_strict(words, default=None, return_dtype=pl.String).alias(name or column)
    )


def series(series: pl.DataFrame, *, period_type: str, unit: str) -> Table:
    """Return the numbers of the curve: a row per period."""
    kind = amounts(unit)
    words = {code: say(f"table.{code}") for code in WITHHELD}
    frame = periods(series, column="period_start", period_type=period_type).with_columns(
        why=pl.col("status").replace_strict(words, default=say("table.none"), return_dtype=pl.String)
    )
    names = ("observed", "expected", "lower", "upper")
    numbers = [Column(name=name, label=say(f"table.{name}"), kind=kind, absent="why") for name in names]
    return Table(
        frame=frame,
        columns=(
            Column(name="period", label=say("table.period")),
            Column(name="period_start", label=say("table.start"), only_in_files=True),
            *numbers,
            Column(name="ratio", label=say("table.ratio"), kind=Kind.SHARE),
            Column(name="status", label=say("table.status"), only_in_files=True),
        ),
    )


def cumulative(curve: pl.DataFrame, *, period_type: str, unit: str) -> Table:
    """Return the running total of what was observed less than expected."""
    kind = amounts(unit)
    return Table(
        frame=periods(curve, column="period_start", period_type=period_type),
        columns=(
            Column(name="period", label=say("table.period")),
            Column(name="period_start", label=say("table.start"), only_in_files=True),
            Column(name="deficit", label=say("table.deficit"), kind=kind),
            Column(name="running", label=say("table.running"), kind=kind),
        ),
    )


def regions(regions: pl.DataFrame, *, unit: str) -> Table:
    """Return the numbers of all regions."""
    kind = amounts(unit)
    frame = said(regions, "finding", "finding_words", name="in_words")
    frame = said(frame, "recovery_class", "recovery.class", name="recovery_words")
    return Table(
        frame=frame,
        columns=(
            Column(name="region_name", label=say("table.region")),
            Column(name="region_code", label=say("table.code"), only_in_files=True),
            Column(name="observed", label=say("table.observed"), kind=kind),
            Column(name="expected", label=say("table.expected"), kind=kind),
            Column(name="ratio", label=say("table.difference"), kind=Kind.RATIO),
            Column(name="normal_low", label=say("table.normal_low"), kind=Kind.RATIO),
            Column(name="normal_high", label=say("table.normal_high"), kind=Kind.RATIO),
            Column(name="in_words", label=say("table.finding")),
            Column(name="recovery_words", label=say("table.recovery")),
        ),
    )


def funnel(regions: pl.DataFrame) -> Table:
    """Return how regions differ from all together, with the limits of chance and the range of their rank."""
    count = regions.height
    ranks = [
        None if row["rank_low"] is None else rank(row, count=count)
        for row in regions.select("rank_low", "rank_high").iter_rows(named=True)
    ]
    return Table(
        frame=regions.with_columns(pl.Series("rank", ranks, dtype=pl.String)),
        columns=(
            Column(name="region_name", label=say("table.region")),
            Column(name="region_code", label=say("table.code"), only_in_files=True),
            Column(name="relative", label=say("table.relative"), kind=Kind.RATIO),
            Column(name="low_warning", label=say("table.chance_low"), kind=Kind.RATIO),
            Column(name="high_warning", label=say("table.chance_high"), kind=Kind.RATIO),
            Column(name="rank", label=say("table.rank")),
            Column(name="chance_of_worst", label=say("table.worst"), kind=Kind.SHARE),
        ),
    )


def rank(row: Mapping[str, float | None], *, count: int) -> str:
    """Return the range a region's rank lies in; ranks of places that differ by chance alone are wide."""
    return say("table.rank_range", low=int(row["rank_low"] or 0), high=int(row["rank_high"] or 0), count=count)


def groups(groups: pl.DataFrame) -> Table:
    """Return the numbers of groups of people."""
    names = [group_name(row["dimension"], row["group_code"]) for row in groups.iter_rows(named=True)]
    return Table(
        frame=groups.with_columns(pl.Series("group_name", names, dtype=pl.String)),
        columns=(
            Column(name="group_name", label=say("groups.group")),
            *(
                Column(name=name, label=say(f"table.{name}"), kind=Kind.COUNT)
                for name in ("observed", "expected", "lower", "upper")
            ),
            Column(name="ratio", label=say("table.difference"), kind=Kind.RATIO),
        ),
    )


def wide_table(
    frame: pl.DataFrame, *, on: str, labels: Mapping[str, str], values: str, kind: Kind, period_type: str
) -> Table:
    """Return a table with a row per period and a column per code."""
    start = "period_start" if "period_start" in frame.columns else "month_start"
    codes = [code for code in labels if code in set(frame[on].cast(pl.String))]
    wide = frame.with_columns(pl.col(on).cast(pl.String)).pivot(
        on, index=start, values=values, aggregate_function="first"
    )
    return Table(
        frame=periods(wide.sort(start), column=start, period_type=period_type),
        columns=(
            Column(name="period", label=say("table.period")),
            Column(name=start, label=say("table.start"), only_in_files=True),
            *(Column(name=code, label=labels[code], kind=kind) for code in codes),
        ),
    )


def curves(curves: pl.DataFrame, *, choices: Choices, period_type: str) -> Table:
    """Return the numbers of the small curves: a row per period, a column per care type."""
    labels = {code: choices.care_name(code) for code in curves["care_type"].unique(maintain_order=True)}
    return wide_table(curves, on="care_type", labels=labels, values="ratio", kind=Kind.SHARE, period_type=period_type)


def care_types(rows: pl.DataFrame) -> Table:
    """Return every care type of a region in a window."""
    frame = said(rows, "finding", "finding_words", name="in_words")
    frame = said(frame, "recovery_class", "recovery.class", name="recovery_words")
    kind = Kind.DECIMAL if (rows["unit"] != "count").any() else Kind.COUNT
    return Table(
        frame=frame,
        columns=(
            Column(name="care_name", label=say("table.care_type")),
            Column(name="care_type", label=say("table.code"), only_in_files=True),
            Column(name="observed", label=say("table.observed"), kind=kind),
            Column(name="expected", label=say("table.expected"), kind=kind),
            Column(name="ratio", label=say("table.difference"), kind=Kind.RATIO),
            Column(name="normal_low", label=say("table.normal_low"), kind=Kind.RATIO),
            Column(name="normal_high", label=say("table.normal_high"), kind=Kind.RATIO),
            Column(name="in_words", label=say("table.finding")),
            Column(name="recovery_words", label=say("table.recovery")),
        ),
    )


def chain(steps: pl.DataFrame) -> Table:
    """Return the numbers of the steps: observed, expected, and how long people waited."""
    names = {
        "observed": "table.observed",
        "observed_a": "chain.class_a",
        "expected": "table.expected",
        "wait_days": "chain.wait",
        "past_wait_days": "chain.past_wait",
    }
    return Table(
        frame=said(steps, "step", "chain.steps", name="step_name"),
        columns=(
            Column(name="step_name", label=say("chain.step")),
            Column(name="step", label=say("table.code"), only_in_files=True),
            *(Column(name=name, label=say(label), kind=Kind.COUNT) for name, label in names.items()),
        ),
    )


def losses(steps: pl.DataFrame) -> Table:
    """Return what each step lost, with its interval."""
    names = {"lost": "chain.lost", "lower": "table.low_end", "upper": "table.high_end"}
    return Table(
        frame=said(steps, "step", "chain.steps", name="step_name"),
        columns=(
            Column(name="step_name", label=say("chain.step")),
            *(Column(name=name, label=say(label), kind=Kind.COUNT) for name, label in names.items()),
        ),
    )


def follow_through(curves: pl.DataFrame) -> Table:
    """Return the numbers of the curves of follow-through: a row per month; months too young say so."""
    labels = {str(days): say("chain.within", days=days) for days in sorted(curves["horizon_days"].unique())}
    wide = wide_table(
        curves.with_columns(pl.col("horizon_days").cast(pl.String)),
        on="horizon_days",
        labels=labels,
        values="share",
        kind=Kind.SHARE,
        period_type="month",
    )
    counts = curves.unique("month_start").select("month_start", "referrals")
    frame = wide.frame.join(counts, on="month_start", how="left").sort("month_start")
    shares = [
        Column(name=one.name, label=one.label, kind=one.kind, absent="too_young") if one.name in labels else one
        for one in wide.columns
    ]
    referrals = Column(name="referrals", label=say("chain.steps.referrals"), kind=Kind.COUNT)
    return Table(
        frame=frame.with_columns(too_young=pl.lit(say("chain.too_young_cell"))),
        columns=(*shares[:2], referrals, *shares[2:]),
    )


def back_tests(cards: pl.DataFrame, *, choices: Choices) -> Table:
    """Return how well the model foretold a baseline year, for every care type."""
    names = [choices.care_name(code) for code in cards["care_type"]]
    frame = said(cards, "verdict", "backtest.verdicts", name="in_words").with_columns(
        pl.Series("care_name", names, dtype=pl.String),
        pl.col("bias") + 1,
    )
    shares = {"mape": "backtest.mape", "coverage_80": "backtest.coverage_80", "coverage_95": "backtest.coverage_95"}
    return Table(
        frame=frame,
        columns=(
            Column(name="care_name", label=say("table.care_type")),
            Column(name="bias", label=say("backtest.bias"), kind=Kind.RATIO),
            *(Column(name=name, label=say(label), kind=Kind.SHARE) for name, label in shares.items()),
            Column(name="in_words", label=say("table.finding")),
        ),
    )


def selection(rows: pl.DataFrame) -> Table:
    """Return what was observed and expected of an own selection."""
    return Table(
        frame=rows,
        columns=(
            Column(name="selection", label=say("analyses.selection")),
            *(
                Column(name=name, label=say(f"table.{name}"), kind=Kind.COUNT)
                for name in ("observed", "expected", "lower", "upper")
            ),
            Column(name="ratio", label=say("table.difference"), kind=Kind.RATIO),
        ),
    )


def rates(rates: pl.DataFrame) -> Table:
    """Return the rate of an indicator by year and region."""
    counts = {"numerator": "indicators.numerator", "denominator": "indicators.denominator"}
    figures = {"rate": "indicators.rate", "lower": "table.low_end", "upper": "table.high_end"}
    return Table(
        frame=rates.with_columns(
            pl.col("calendar_year").cast(pl.String),
            small=pl.lit(say("table.small")),
            place=pl.when(region_code="NL")
            .then(pl.lit(say("indicators.nation")))
            .otherwise(pl.lit(say("indicators.here"))),
        ),
        columns=(
            Column(name="place", label=say("table.region")),
            Column(name="region_code", label=say("table.code"), only_in_files=True),
            Column(name="calendar_year", label=say("table.period")),
            *(Column(name=name, label=say(label), kind=Kind.COUNT, absent="small") for name, label in counts.items()),
            *(Column(name=name, label=say(label), kind=Kind.DECIMAL) for name, label in figures.items()),
        ),
    )
