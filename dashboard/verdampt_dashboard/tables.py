"""The numbers under every chart, and what is told in tables only."""

import polars as pl
import streamlit as st

from verdampt_dashboard import published
from verdampt_dashboard.findings import difference, group_name, period_name
from verdampt_dashboard.numbers import number, percent
from verdampt_dashboard.texts import say
from verdampt_dashboard.view import Choices


def _cell(value: float | None, status: str, *, decimals: int) -> str:
    if value is not None:
        return number(value, decimals=decimals)
    return say(f"table.{status}") if status in ("no_delivery", "break", "small") else say("table.none")


def series(series: pl.DataFrame, *, period_type: str, unit: str) -> None:
    """Show the numbers of the curve as a table."""
    decimals = 0 if unit == "count" else 1
    rows = [
        {
            say("table.period"): period_name(row["period_start"], period_type),
            **{
                say(f"table.{name}"): _cell(row[name], row["status"], decimals=decimals)
                for name in ("observed", "expected", "lower", "upper")
            },
            say("table.ratio"): say("table.none") if row["ratio"] is None else percent(row["ratio"]),
        }
        for row in series.iter_rows(named=True)
    ]
    with st.expander(say("table.open")):
        st.table(rows)


def _rank(row: dict[str, float | None], *, count: int) -> str:
    """Return the range a region's rank lies in; ranks of places that differ by chance alone are wide."""
    if row["rank_low"] is None or row["rank_high"] is None:
        return say("table.none")
    return say("table.rank_range", low=int(row["rank_low"]), high=int(row["rank_high"]), count=count)


def funnel(regions: pl.DataFrame) -> None:
    """Show how regions differ from all together, with the limits of chance and the range of their rank, as a table."""
    rows = [
        {
            say("table.region"): row["region_name"],
            say("table.relative"): difference(row["relative"]),
            say("table.chance"): f"{difference(row['low_warning'])} – {difference(row['high_warning'])}",
            say("table.rank"): _rank(row, count=regions.height),
            say("table.worst"): say("table.none")
            if row["chance_of_worst"] is None
            else percent(row["chance_of_worst"]),
        }
        for row in regions.iter_rows(named=True)
    ]
    with st.expander(say("table.open")):
        st.table(rows)


def groups(groups: pl.DataFrame) -> None:
    """Show the numbers of groups of people as a table."""
    rows = [
        {
            say("groups.group"): group_name(row["dimension"], row["group_code"]),
            **{say(f"table.{name}"): number(row[name]) for name in ("observed", "expected", "lower", "upper")},
            say("table.difference"): difference(row["ratio"]),
        }
        for row in groups.iter_rows(named=True)
    ]
    with st.expander(say("table.open")):
        st.table(rows)


def regions(regions: pl.DataFrame, *, unit: str) -> None:
    """Show the numbers of all regions as a table."""
    decimals = 0 if unit == "count" else 1
    rows = [
        {
            say("table.region"): row["region_name"],
            say("table.observed"): _cell(row["observed"], "", decimals=decimals),
            say("table.expected"): _cell(row["expected"], "", decimals=decimals),
            say("table.difference"): difference(row["ratio"]),
            say("table.normal"): f"{difference(row['normal_low'])} – {difference(row['normal_high'])}",
            say("table.finding"): say(f"finding_words.{row['finding']}"),
            say("table.recovery"): say(f"recovery.class.{row['recovery_class']}")
            if row["recovery_class"]
            else say("table.none"),
        }
        for row in regions.iter_rows(named=True)
    ]
    with st.expander(say("table.open")):
        st.table(rows)


def curves(curves: pl.DataFrame, *, choices: Choices, period_type: str) -> None:
    """Show the numbers of the small curves as a table: a row per period, a column per care type."""
    wide = curves.pivot("care_type", index="period_start", values="ratio").sort("period_start")
    rows = [
        {
            say("table.period"): period_name(row["period_start"], period_type),
            **{
                choices.care_name(code): say("table.none") if row[code] is None else percent(row[code])
                for code in wide.columns[1:]
            },
        }
        for row in wide.iter_rows(named=True)
    ]
    with st.expander(say("table.open")):
        st.table(rows)


def deliveries() -> None:
    """Show every source's deliveries: rows in are rows accepted plus rows rejected."""
    st.table(
        [
            {
                say("data.source"): say(f"sources.{row['source']}", otherwise=row["source"]),
                say("data.kind"): say(f"kinds.{row['kind']}", otherwise=row["kind"]),
                **{say(f"data.{name}"): number(row[name]) for name in ("files", "rows_in", "rows_accepted")},
                say("data.rows_rejected"): number(row["rows_rejected"]),
                say("data.share"): percent(row["rows_rejected"] / max(row["rows_in"], 1), decimals=2),
            }
            for row in published.ask("deliveries").drop_nulls("kind").iter_rows(named=True)
        ]
    )


def rejects() -> None:
    """Show why rows were rejected, or that none were."""
    rejects = published.ask("rejects")
    if rejects.is_empty():
        st.info(say("data.no_rejects"))
        return
    names = {"source": "source", "column_name": "column", "reason": "reason"}
    st.table(
        [
            {
                **{say(f"data.{label}"): row[name] for name, label in names.items()},
                say("data.rows_rejected"): number(row["rows_rejected"]),
            }
            for row in rejects.iter_rows(named=True)
        ]
    )


def breaks() -> None:
    """Show the break register."""
    st.table(
        [
            {
                say("data.source"): say(f"sources.{row['source']}", otherwise=row["source"]),
                say("table.care_type"): row["care_name"],
                say("data.from"): str(row["first_date"].year),
                say("data.until"): say("data.now") if row["last_date"].year == 9999 else str(row["last_date"].year),
                say("data.reason"): row["reason"],
            }
            for row in published.ask("all_breaks").iter_rows(named=True)
        ]
    )


def events(events: pl.DataFrame) -> None:
    """Show the rows delivered by month as a table: a row per month, a column per kind."""
    wide = events.pivot("kind", index="month_start", values="events", aggregate_function="sum").sort("month_start")
    with st.expander(say("table.open")):
        st.table(
            [
                {
                    say("data.month"): f"{row['month_start']:%m-%Y}",
                    **{
                        say(f"kinds.{kind}", otherwise=kind): say("table.no_delivery")
                        if row[kind] is None
                        else number(row[kind])
                        for kind in wide.columns[1:]
                    },
                }
                for row in wide.iter_rows(named=True)
            ]
        )


def chain(steps: pl.DataFrame) -> None:
    """Show the numbers of the steps: observed, expected, and how long people waited."""
    names = {
        "observed": "table.observed",
        "observed_a": "chain.class_a",
        "expected": "table.expected",
        "wait_days": "chain.wait",
        "past_wait_days": "chain.past_wait",
    }
    rows = [
        {
            say("chain.step"): say(f"chain.steps.{row['step']}"),
            **{say(label): _cell(row[name], "", decimals=0) for name, label in names.items()},
        }
        for row in steps.iter_rows(named=True)
    ]
    with st.expander(say("table.open")):
        st.table(rows)


def losses(steps: pl.DataFrame) -> None:
    """Show what each step lost, with its interval."""
    rows = [
        {
            say("chain.step"): say(f"chain.steps.{row['step']}"),
            say("chain.lost"): number(row["lost"]),
            say("table.normal"): f"{number(row['lower'])} – {number(row['upper'])}",
        }
        for row in steps.iter_rows(named=True)
    ]
    with st.expander(say("table.open")):
        st.table(rows)


def follow_through(curves: pl.DataFrame) -> None:
    """Show the numbers of the curves of follow-through: a row per month."""
    wide = curves.sort("horizon_days").pivot("horizon_days", index=["month_start", "referrals"], values="share")
    with st.expander(say("table.open")):
        st.table(
            [
                {
                    say("data.month"): f"{row['month_start']:%m-%Y}",
                    say("chain.steps.referrals"): number(row["referrals"]),
                    **{
                        say("chain.within", days=days): say("chain.too_young_cell")
                        if row[days] is None
                        else percent(row[days])
                        for days in wide.columns[2:]
                    },
                }
                for row in wide.sort("month_start").iter_rows(named=True)
            ]
        )


def link_quality(records: pl.DataFrame) -> None:
    """Show what became of the records on both sides of each link."""
    st.table(
        [
            {
                say("chain.side"): say(f"chain.sides.{row['side']}"),
                say("chain.outcome"): say(f"chain.statuses.{row['status']}{row['link_class'].lower()}"),
                say("chain.records"): number(row["records"]),
                say("chain.share"): percent(row["share"], decimals=1),
            }
            for row in records.iter_rows(named=True)
        ]
    )


def completeness(months: pl.DataFrame) -> None:
    """Show how complete the claims of the newest months are."""
    rows = [
        {
            say("data.source"): say(f"sources.{row['source']}", otherwise=row["source"]),
            say("data.month"): f"{row['month_start']:%m-%Y}",
            say("data.lines"): number(row["lines"]),
            say("data.complete"): percent(row["completeness"]),
            say("data.will_be"): say("table.none")
            if row["total"] is None
            else say(
                "data.between",
                total=number(row["total"]),
                lower=_cell(row["lower"], "", decimals=0),
                upper=_cell(row["upper"], "", decimals=0),
            ),
            say("table.finding"): say(f"data.completeness.{row['status']}"),
        }
        for row in months.iter_rows(named=True)
    ]
    st.table(rows)
