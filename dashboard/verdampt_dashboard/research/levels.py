"""V6, care that was given little before 2020: the level of a region beside its peers. Source: methods.md 2.6."""

from typing import Any

import polars as pl

from verdampt_dashboard import published
from verdampt_dashboard.exhibits import Column, Exhibit, Fact, Kind, Statement, Table
from verdampt_dashboard.findings import difference
from verdampt_dashboard.numbers import number, percent
from verdampt_dashboard.research.answer import (
    ABSENT,
    PARTLY,
    Answer,
    fitting,
    has,
    named,
    nothing,
    region_of,
    rows_of,
    worst,
)
from verdampt_dashboard.research.drawing import Dot, Panel, dotted
from verdampt_dashboard.sheets import kept
from verdampt_dashboard.tables import rank, said
from verdampt_dashboard.texts import say
from verdampt_dashboard.view import NATION, View, choices

TABLE = "pub_levels"
Row = dict[str, Any]


def answer(view: View) -> Answer:
    """V6: whether a region gave less of a kind of care than its peers before 2020, age and sex being equal."""
    if not has(TABLE):
        return nothing(ABSENT, about=region_of(view))
    known = choices()
    codes = published.ask("level_care_types")["care_type"].to_list()
    view, warnings = fitting(view, [code for code in codes if code in known.care_types])
    name, region = known.care_name(view.care_type), region_of(view)
    rows = _asked(view.scheme, view.care_type)
    about = named(region, name, *([year_name(rows["calendar_year"][0])] if rows.height else []))
    shown = rows.filter(status="shown").drop_nulls("ratio")
    own = rows_of(shown.filter(region_code=view.region_code))
    if shown.is_empty() or (view.region_code != NATION and not own):
        return nothing(worst(rows["status"]) if rows.height else "no_data", about=about)
    return Answer(
        status=PARTLY,
        reason="peers",
        sentence=sentence(shown, care=name),
        about=about,
        facts=_facts(own[0]) if own else (),
        after=[Statement(text=place(own[0], count=shown.height), tone="verdict")] if own else (),
        warnings=warnings,
        source=str(known.care(view.care_type)["source"]),
        exhibits=lambda: [_exhibit(view.scheme, view.care_type, view.region_code)],
    )


def _asked(scheme: str, care_type: str) -> pl.DataFrame:
    """Return the regions of a scheme in all years before 2020 together, or else in the last of them that there is."""
    return published.ask("levels", region_scheme=scheme, care_type=care_type)


def year_name(year: int) -> str:
    """Return a year in words: that of all baseline years together is 0."""
    first, last = published.baseline()
    return str(year) if year else say("research.V6.years", first=first, last=last)


def sentence(shown: pl.DataFrame, *, care: str) -> str:
    """Return what regions share as one sentence: how many lie clearly below or above the nation, how many do not."""
    below = shown.filter(pl.col("ratio_upper") < 1).height
    above = shown.filter(pl.col("ratio_lower") > 1).height
    words = {"year": year_name(shown["calendar_year"][0]), "care": care, "count": str(shown.height)}
    return say("research.V6.sentence", below=below, above=above, alike=shown.height - below - above, **words)


def place(row: Row, *, count: int) -> str:
    """Return how a region differs from the nation, with its margin and the range of its place, as one sentence."""
    words = {
        "region": row["region_name"],
        "difference": difference(row["ratio"]),
        "low": difference(row["ratio_lower"]),
        "high": difference(row["ratio_upper"]),
    }
    found = say("research.V6.differs", **words)
    if row["rank_low"] is None or row["chance_of_lowest"] is None:
        return found
    low, high = (number(row[name]) for name in ("rank_low", "rank_high"))
    return (
        f"{found} {say('research.V6.place', low=low, high=high, count=count, chance=percent(row['chance_of_lowest']))}"
    )


def _facts(row: Row) -> list[Fact]:
    low, high = (number(row[name], decimals=1) for name in ("lower", "upper"))
    nation = number(row["nation_rate"], decimals=1)
    note = f"{say('research.bounds', low=low, high=high)}; {say('research.V6.nation', rate=nation)}"
    return [Fact(label=say("research.V6.rate"), value=number(row["rate"], decimals=1), note=note)]


@kept
def _exhibit(scheme: str, care_type: str, region_code: str) -> Exhibit:
    rows = _asked(scheme, care_type)
    shown = rows.filter(status="shown").drop_nulls("ratio").sort("region_name")
    dots = [
        Dot(
            name=row["region_name"],
            value=row["ratio"] - 1,
            lower=row["ratio_lower"] - 1,
            upper=row["ratio_upper"] - 1,
            said=f"{difference(row['ratio'])} ({_margin(row)})",
            is_chosen=row["region_code"] == region_code,
        )
        for row in rows_of(shown)
    ]
    words = {"care": choices().care_name(care_type), "year": year_name(rows["calendar_year"][0])}
    return Exhibit(
        key="levels",
        title=say("research.V6.title", **words),
        note=say("research.V6.note"),
        alt=say("research.V6.alt", regions="; ".join(f"{dot.name} {dot.said}" for dot in dots), **words),
        figure=dotted([Panel(dots=dots, null=0.0, tickformat="+.0%")]),
        table=_table(rows, count=shown.height),
        caveat=say("research.fixed"),
    )


def _margin(row: Row) -> str:
    return say("research.bounds", low=difference(row["ratio_lower"]), high=difference(row["ratio_upper"]))


def _table(rows: pl.DataFrame, *, count: int) -> Table:
    ranks = [None if row["rank_low"] is None else rank(row, count=count) for row in rows_of(rows)]
    frame = said(rows, "status", "research.statuses", name="why").with_columns(
        pl.Series("rank", ranks, dtype=pl.String),
        pl.Series("calendar_year", [year_name(year) for year in rows["calendar_year"]], dtype=pl.String),
    )
    rates = {"rate": "research.V6.rate", "lower": "table.low_end", "upper": "table.high_end"}
    ratios = {
        "ratio": "research.V6.ratio",
        "ratio_lower": "research.V6.ratio_low",
        "ratio_upper": "research.V6.ratio_high",
    }
    return Table(
        frame=frame,
        columns=(
            Column(name="region_name", label=say("table.region")),
            Column(name="region_code", label=say("table.code"), only_in_files=True),
            Column(name="calendar_year", label=say("table.period")),
            *(Column(name=name, label=say(label), kind=Kind.DECIMAL, absent="why") for name, label in rates.items()),
            *(Column(name=name, label=say(label), kind=Kind.RATIO) for name, label in ratios.items()),
            Column(name="rank", label=say("table.rank")),
            Column(name="chance_of_lowest", label=say("research.V6.lowest"), kind=Kind.SHARE),
        ),
    )
