"""V11, whether stated figures hold: what was said beside our own count, by every definition. Source: product.md V11."""

from typing import Any

import polars as pl

from verdampt_dashboard import published
from verdampt_dashboard.exhibits import Column, Exhibit, Kind, Statement, Table
from verdampt_dashboard.findings import lowered
from verdampt_dashboard.numbers import number, percent
from verdampt_dashboard.research.answer import ABSENT, ANSWERED, PARTLY, Answer, has, nation, nothing, rows_of, worst
from verdampt_dashboard.research.drawing import Dot, Panel, dotted
from verdampt_dashboard.sheets import kept
from verdampt_dashboard.tables import said
from verdampt_dashboard.texts import say
from verdampt_dashboard.view import View

TABLE = "pub_stated_figures"
Row = dict[str, Any]


def answer(_: View) -> Answer:
    """V11: each stated figure beside ours, with its margin and the range over regions."""
    if not has(TABLE):
        return nothing(ABSENT, about=nation())
    rows = published.ask("stated_figures")
    shown = _shown(rows)
    mains = shown.filter(pl.col("is_main"))
    if mains.is_empty():
        return nothing(worst(rows["status"]) if rows.height else "no_data", about=nation())
    count = rows["figure"].n_unique()
    status = ANSWERED if mains.height == count else PARTLY
    return Answer(
        status=status,
        reason="shown" if status == ANSWERED else "some_figures",
        sentence=sentence(mains),
        about=nation(),
        after=[Statement(text=card(row), tone="line") for row in rows_of(mains)],
        exhibits=lambda: [_exhibit()],
    )


def _shown(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.filter(status="shown").drop_nulls("value")


def is_within(row: Row) -> bool:
    """Return whether what was stated lies within the margin of our own; without a margin, whether it reads the same."""
    if row["lower"] is None or row["upper"] is None:
        return written(row["value"], row["unit"]) == written(row["stated"], row["unit"])
    return bool(row["lower"] <= row["stated"] <= row["upper"])


def sentence(mains: pl.DataFrame) -> str:
    """Return as one sentence how many stated figures lie within the margin of ours."""
    within = sum(is_within(row) for row in rows_of(mains))
    return say("research.V11.sentence", count=mains.height, within=within)


def written(value: float | None, unit: str) -> str:
    """Return a value as its unit is written: a share, euros a month, or a number a year."""
    if value is None:
        return say("table.none")
    return say(f"research.units.{unit}", otherwise=_bare(value, unit), value=_bare(value, unit))


def _bare(value: float, unit: str) -> str:
    """Return a value without the words of its unit."""
    return percent(value, decimals=1) if unit == "share" else number(value, decimals=2)


def _span(low: float, high: float, unit: str) -> str:
    """Return two values of which the last one has its unit: '14,94 tot 15,86 euro per maand'."""
    return say("research.bounds", low=_bare(low, unit), high=written(high, unit))


def card(row: Row) -> str:
    """Return a stated figure beside ours as one sentence, with our margin and the range over regions."""
    unit = row["unit"]
    words = {
        "name": _title(row),
        "stated": written(row["stated"], unit),
        "value": written(row["value"], unit),
        "margin": _margin(row),
    }
    found = say("research.V11.card", year=row["calendar_year"], **words)
    if row["region_low"] is None or row["region_high"] is None:
        return found
    return f"{found} {say('research.V11.range', span=_span(row['region_low'], row['region_high'], unit))}"


def _margin(row: Row) -> str:
    """Return the margin of our own count; where all there is was counted there is none."""
    if row["lower"] is None or row["upper"] is None:
        return say("research.V11.whole")
    return _span(row["lower"], row["upper"], row["unit"])


def _title(row: Row) -> str:
    """Return what a figure is about and what was counted; a figure without a text goes by what was counted alone."""
    own = str(row["name"])
    about = _figure_name(row)
    return own if about == own else f"{about}, {lowered(own)}"


@kept
def _exhibit() -> Exhibit:
    rows = published.ask("stated_figures")
    shown = _shown(rows)
    told = "; ".join(f"{row['name']} {_said(row)}" for row in rows_of(shown))
    return Exhibit(
        key="stated",
        title=say("research.V11.title"),
        note=say("research.V11.note"),
        alt=say("research.V11.alt", figures=told),
        figure=dotted(panels(shown)),
        table=_table(rows),
    )


def _figure_name(row: Row) -> str:
    """Return what a figure is about; one without a text of its own goes by the name of its main definition."""
    return say(f"research.figures.{row['figure']}", otherwise=str(row["name"]))


def _said(row: Row) -> str:
    return f"{written(row['value'], row['unit'])} ({_margin(row)})"


def panels(shown: pl.DataFrame) -> list[Panel]:
    """Return a panel for each stated figure: its variants, the main one first, and what was stated as a line."""
    made = []
    for part in shown.partition_by("figure", maintain_order=True):
        rows = rows_of(part.sort("is_main", "variant_number", descending=[True, False]))
        first = rows[0]
        stated = written(first["stated"], first["unit"])
        made.append(
            Panel(
                title=say("research.V11.panel", name=_figure_name(first), stated=stated),
                dots=[_dot(row) for row in rows],
                marks=(first["stated"],),
                tickformat=".0%" if first["unit"] == "share" else ",.1f",
            )
        )
    return made


def _dot(row: Row) -> Dot:
    spread = (
        None if row["region_low"] is None or row["region_high"] is None else (row["region_low"], row["region_high"])
    )
    return Dot(
        name=str(row["name"]),
        value=row["value"],
        lower=row["lower"],
        upper=row["upper"],
        said=_said(row),
        is_chosen=bool(row["is_main"]),
        band=spread,
    )


def _table(rows: pl.DataFrame) -> Table:
    names = ("stated", "value", "lower", "upper", "region_low", "region_high")
    frame = said(rows, "status", "research.statuses", name="why").with_columns(
        pl.Series(f"{name}_said", [written(row[name], row["unit"]) for row in rows_of(rows)], dtype=pl.String)
        for name in names
    )
    labels = {
        "stated": "research.V11.stated",
        "value": "research.V11.value",
        "lower": "table.low_end",
        "upper": "table.high_end",
        "region_low": "research.V11.region_low",
        "region_high": "research.V11.region_high",
    }
    counts = {"numerator": "indicators.numerator", "denominator": "indicators.denominator"}
    return Table(
        frame=frame.with_columns(pl.col("calendar_year").cast(pl.String)),
        columns=(
            Column(name="name", label=say("research.V11.definition")),
            Column(name="figure", label=say("table.code"), only_in_files=True),
            Column(name="variant", label=say("research.V11.variant"), only_in_files=True),
            *(Column(name=f"{name}_said", label=say(label)) for name, label in labels.items()),
            *(Column(name=name, label=say(label), kind=Kind.COUNT, absent="why") for name, label in counts.items()),
            Column(name="calendar_year", label=say("table.period")),
            *(Column(name=name, label=name, kind=Kind.EXACT, only_in_files=True) for name in names),
            Column(name="reference", label=say("research.reference")),
        ),
    )
