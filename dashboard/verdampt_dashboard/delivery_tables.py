"""What came in and what became of it, as tables."""

import polars as pl

from verdampt_dashboard.exhibits import Column, Kind, Table, periods
from verdampt_dashboard.tables import said, wide_table
from verdampt_dashboard.texts import say


def link_quality(records: pl.DataFrame) -> Table:
    """Return what became of the records on both sides of each link."""
    outcomes = [
        say(f"chain.statuses.{row['status']}{row['link_class'].lower()}") for row in records.iter_rows(named=True)
    ]
    frame = said(records, "side", "chain.sides", name="side_name").with_columns(
        pl.Series("outcome", outcomes, dtype=pl.String)
    )
    return Table(
        frame=frame,
        columns=(
            Column(name="side_name", label=say("chain.side")),
            Column(name="outcome", label=say("chain.outcome")),
            Column(name="records", label=say("chain.records"), kind=Kind.COUNT),
            Column(name="share", label=say("chain.share"), kind=Kind.SHARE_DECIMAL),
        ),
    )


def _sources(frame: pl.DataFrame) -> pl.DataFrame:
    return said(frame, "source", "sources", name="source_name")


def deliveries(rows: pl.DataFrame) -> Table:
    """Return every source's deliveries: rows in are rows accepted plus rows rejected."""
    frame = said(_sources(rows.drop_nulls("kind")), "kind", "kinds", name="kind_name").with_columns(
        share=pl.col("rows_rejected") / pl.max_horizontal("rows_in", 1)
    )
    counts = ("files", "rows_in", "rows_accepted", "rows_rejected")
    return Table(
        frame=frame,
        columns=(
            Column(name="source_name", label=say("data.source")),
            Column(name="kind_name", label=say("data.kind")),
            *(Column(name=name, label=say(f"data.{name}"), kind=Kind.COUNT) for name in counts),
            Column(name="share", label=say("data.share"), kind=Kind.SHARE_DECIMAL),
        ),
    )


def rejects(rows: pl.DataFrame) -> Table:
    """Return why rows were rejected."""
    return Table(
        frame=_sources(rows),
        columns=(
            Column(name="source_name", label=say("data.source")),
            Column(name="column_name", label=say("data.column")),
            Column(name="reason", label=say("data.reason")),
            Column(name="rows_rejected", label=say("data.rows_rejected"), kind=Kind.COUNT),
        ),
    )


def breaks(rows: pl.DataFrame) -> Table:
    """Return the break register."""
    until = [say("data.now") if day.year == 9999 else str(day.year) for day in rows["last_date"]]
    frame = _sources(rows).with_columns(
        pl.col("first_date").dt.year().cast(pl.String).alias("since"), pl.Series("until", until, dtype=pl.String)
    )
    names = {
        "source_name": "data.source",
        "care_name": "table.care_type",
        "since": "data.from",
        "until": "data.until",
        "reason": "data.reason",
    }
    return Table(frame=frame, columns=tuple(Column(name=name, label=say(label)) for name, label in names.items()))


def delivered(events: pl.DataFrame) -> Table:
    """Return the rows delivered by month: a row per month, a column per kind."""
    summed = events.group_by("month_start", "kind", maintain_order=True).agg(pl.col("events").sum())
    labels = {kind: say(f"kinds.{kind}", otherwise=kind) for kind in events["kind"].unique(maintain_order=True)}
    wide = wide_table(summed, on="kind", labels=labels, values="events", kind=Kind.COUNT, period_type="month")
    columns = tuple(
        Column(name=one.name, label=one.label, kind=one.kind, absent="why") if one.kind is Kind.COUNT else one
        for one in wide.columns
    )
    return Table(frame=wide.frame.with_columns(why=pl.lit(say("table.no_delivery"))), columns=columns)


def completeness(months: pl.DataFrame) -> Table:
    """Return how complete the claims of the newest months are."""
    frame = said(_sources(periods(months, column="month_start", period_type="month")), "status", "data.completeness")
    counts = {"total": "data.will_be", "lower": "table.low_end", "upper": "table.high_end"}
    return Table(
        frame=frame,
        columns=(
            Column(name="source_name", label=say("data.source")),
            Column(name="period", label=say("data.month")),
            Column(name="lines", label=say("data.lines"), kind=Kind.COUNT),
            Column(name="completeness", label=say("data.complete"), kind=Kind.SHARE),
            *(Column(name=name, label=say(label), kind=Kind.COUNT) for name, label in counts.items()),
            Column(name="status", label=say("table.finding")),
        ),
    )


def dictionary(care_types: pl.DataFrame) -> Table:
    """Return every care type and indicator with its unit, source and reach."""
    named = said(
        said(_sources(care_types), "unit", "units", name="unit_name"), "period_type", "period", name="period_name"
    )
    frame = named.with_columns(pl.col("first_period", "last_period").cast(pl.String))
    labels = {
        "care_type": "table.code",
        "name": "table.care_type",
        "unit_name": "method.dictionary.unit",
        "period_name": "table.period",
        "first_period": "method.dictionary.first",
        "last_period": "method.dictionary.last",
        "source_name": "method.dictionary.source",
        "why": "method.dictionary.why",
    }
    return Table(frame=frame, columns=tuple(Column(name=name, label=say(label)) for name, label in labels.items()))
