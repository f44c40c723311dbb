"""V5, whether all care was equally worthwhile: care paths by lasting deficit and harm. Source: methods.md 4.4."""

from typing import Any

import polars as pl

from verdampt.statistics.places import LARGE, PLACES
from verdampt_dashboard import published
from verdampt_dashboard.exhibits import Column, Exhibit, Kind, Statement, Table
from verdampt_dashboard.findings import lowered
from verdampt_dashboard.numbers import number, percent
from verdampt_dashboard.research.answer import (
    ABSENT,
    ANSWERED,
    CANNOT_SAY,
    PARTLY,
    Answer,
    bounds,
    has,
    nation,
    nothing,
    path_name,
    rows_of,
)
from verdampt_dashboard.research.drawing import Dot, Panel, dotted
from verdampt_dashboard.sheets import kept
from verdampt_dashboard.tables import said
from verdampt_dashboard.texts import say
from verdampt_dashboard.view import View

ALL_PATHS = 300
"""All specialisms together: no care path of its own."""
DEFICITS = ("large", "small", "undetermined")
HARMS = ("signal", "equivalent", "undetermined")
OPEN = ("to_find_out", "recovered_unknown", "undetermined")
Row = dict[str, Any]


def answer(_: View) -> Answer:
    """V5: where care paths lie by lasting deficit and harm, and how pairs of low and high value recovered."""
    if not has("pub_placement"):
        return nothing(ABSENT, about=nation())
    rows = published.ask("placement").filter(pl.col("path_number") != ALL_PATHS, status="shown")
    if rows.is_empty():
        return nothing("too_few", about=nation())
    settled = rows.filter(~pl.col("placement").is_in(OPEN)).height
    status = ANSWERED if settled == rows.height else PARTLY if settled else CANNOT_SAY
    return Answer(
        status=PARTLY if status == CANNOT_SAY else status,
        reason="shown" if status == ANSWERED else "undetermined",
        sentence=sentence(rows),
        about=nation(),
        after=[Statement(text=pairs_sentence(), tone="line")] if has("pub_pairs") else [],
        exhibits=lambda: [_grid(), _pairs(), _paths()],
    )


def sentence(rows: pl.DataFrame) -> str:
    """Return as one sentence how many care paths keep a large deficit, and of how many it is not settled."""
    large = rows.filter(deficit_class="large").height
    unknown = rows.filter(~pl.col("deficit_class").is_in(["large", "small"])).height
    is_open = rows.filter(pl.col("placement").is_in(OPEN)).height
    key = "unsettled" if unknown == rows.height else "sentence"
    return say(f"research.V5.{key}", count=rows.height, large=large, unknown=unknown, open=is_open)


def _shown_pairs() -> pl.DataFrame:
    return published.ask("pairs").filter(status="shown").drop_nulls("ratio")


def pairs_sentence() -> str:
    """Return how pairs recovered as one sentence; what differs is what lies outside its margin."""
    rows = _shown_pairs()
    if rows.is_empty():
        return say("research.V5.no_pairs")
    less = rows.filter(pl.col("upper") < 1).height
    more = rows.filter(pl.col("lower") > 1).height
    return say("research.V5.pairs", count=rows.height, less=less, more=more)


@kept
def _grid() -> Exhibit:
    """Return the grid: a row for each class of deficit, a column for each of harm, names of care paths in the cells."""
    rows = rows_of(published.ask("placement").filter(status="shown"))
    kinds = [one for one in DEFICITS if one != "undetermined" or any(_deficit(row) == one for row in rows)]
    cells = [
        {"deficit": say(f"research.V5.deficits.{kind}"), **{harm: _cell(rows, kind, harm) for harm in HARMS}}
        for kind in kinds
    ]
    columns = [Column(name=harm, label=say(f"research.V5.harms.{harm}")) for harm in HARMS]
    return Exhibit(
        key="placement",
        title=say("research.V5.title"),
        note=say("research.V5.note", large=percent(LARGE)),
        table=Table(
            frame=pl.DataFrame(cells),
            columns=(Column(name="deficit", label=say("research.V5.deficit")), *columns),
        ),
        caveat=say("research.fixed"),
    )


def _deficit(row: Row) -> str:
    return row["deficit_class"] if row["deficit_class"] in DEFICITS else "undetermined"


def _cell(rows: list[Row], deficit: str, harm: str) -> str:
    place = PLACES.get((deficit, harm), "undetermined")
    own = [
        path_name(row["path_number"])
        for row in rows
        if _deficit(row) == deficit and (row["harm_class"] or "undetermined") == harm
    ]
    names = "; ".join(own) or say("table.none")
    return names if place == "undetermined" and not own else f"{say(f'research.placements.{place}')}: {names}"


@kept
def _pairs() -> Exhibit | None:
    """Return how much the care of low value recovered for each part that of high value did; None without pairs."""
    if not has("pub_pairs"):
        return None
    shown = _shown_pairs()
    if shown.is_empty():
        return None
    dots = [
        Dot(name=row["name"], value=row["ratio"], lower=row["lower"], upper=row["upper"], said=_ratio(row))
        for row in rows_of(shown)
    ]
    told = "; ".join(f"{lowered(row['name'])} {_ratio(row)}" for row in rows_of(shown))
    return Exhibit(
        key="pairs",
        title=say("research.V5.pairs_title"),
        note=say("research.V5.pairs_note"),
        alt=say("research.V5.pairs_alt", pairs=told),
        figure=dotted([Panel(dots=dots, null=1.0, tickformat=".2f")]),
        table=_pairs_table(),
        caveat=say("research.fixed"),
    )


def _ratio(row: Row) -> str:
    low, high = (number(row[name], decimals=2) for name in ("lower", "upper"))
    return f"{number(row['ratio'], decimals=2)} ({say('research.bounds', low=low, high=high)})"


def _pairs_table() -> Table:
    rows = said(published.ask("pairs"), "status", "research.statuses", name="why")
    frame = rows.with_columns(
        pl.Series(f"{end}_name", [path_name(number) for number in rows[f"{end}_path"]], dtype=pl.String)
        for end in ("low", "high")
    )
    return Table(
        frame=frame,
        columns=(
            Column(name="name", label=say("research.V5.pair")),
            Column(name="low_name", label=say("research.V5.low")),
            Column(name="high_name", label=say("research.V5.high")),
            Column(name="low_recovery", label=say("research.V5.low_recovery"), kind=Kind.SHARE, absent="why"),
            Column(name="high_recovery", label=say("research.V5.high_recovery"), kind=Kind.SHARE, absent="why"),
            Column(name="ratio", label=say("research.V5.ratio"), kind=Kind.FINE, absent="why"),
            Column(name="lower", label=say("table.low_end"), kind=Kind.FINE),
            Column(name="upper", label=say("table.high_end"), kind=Kind.FINE),
            Column(name="reference", label=say("research.reference")),
        ),
    )


@kept
def _paths() -> Exhibit | None:
    """Return the lasting deficit of every care path with its margin, those without a figure in the table only."""
    rows = published.ask("placement")
    shown = rows.filter(status="shown").drop_nulls(["deficit", "lower", "upper"])
    if shown.is_empty():
        return None
    dots = [
        Dot(
            name=path_name(row["path_number"]),
            value=row["deficit"],
            lower=row["lower"],
            upper=row["upper"],
            said=f"{percent(row['deficit'])} ({bounds(row['lower'], row['upper'])})",
        )
        for row in rows_of(shown)
    ]
    return Exhibit(
        key="paths",
        title=say("research.V5.paths_title"),
        note=say("research.V5.paths_note", large=percent(LARGE)),
        alt=say("research.V5.paths_alt", paths="; ".join(f"{dot.name} {dot.said}" for dot in dots)),
        figure=dotted([Panel(dots=dots, null=0.0, marks=(LARGE,))]),
        table=_paths_table(rows),
        caveat=say("research.fixed"),
    )


def _paths_table(rows: pl.DataFrame) -> Table:
    names = [path_name(number) for number in rows["path_number"]]
    frame = rows.with_columns(pl.Series("path_name", names, dtype=pl.String))
    frame = said(frame, "deficit_class", "research.V5.deficits", name="deficit_class_name")
    frame = said(frame, "harm_class", "research.V5.harms", name="harm_class_name")
    frame = said(frame, "placement", "research.placements", name="placement_name")
    frame = said(frame, "status", "research.statuses", name="status_name")
    return Table(
        frame=frame,
        columns=(
            Column(name="path_name", label=say("filters.care_path")),
            Column(name="deficit", label=say("research.V5.lasting"), kind=Kind.SHARE, absent="status_name"),
            Column(name="lower", label=say("table.low_end"), kind=Kind.SHARE),
            Column(name="upper", label=say("table.high_end"), kind=Kind.SHARE),
            Column(name="deficit_class_name", label=say("research.V5.deficit")),
            Column(name="harm_class_name", label=say("research.V5.harm")),
            Column(name="detectable", label=say("research.detectable"), kind=Kind.SHARE_DECIMAL),
            Column(name="placement_name", label=say("research.V5.placement")),
        ),
    )
