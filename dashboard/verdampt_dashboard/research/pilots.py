"""V10, whether pilots work: before and after the start, beside practices without one. Source: methods.md 5."""

from typing import Any

import polars as pl

from verdampt_dashboard import published
from verdampt_dashboard.drawing import EXPECTED, INK, MUTED, OBSERVED, WAVE, dressed
from verdampt_dashboard.exhibits import Column, Exhibit, Kind, Statement, Table
from verdampt_dashboard.findings import lowered
from verdampt_dashboard.numbers import number, percent
from verdampt_dashboard.research.answer import (
    ABSENT,
    ANSWERED,
    CANNOT_SAY,
    PARTLY,
    Answer,
    alike_before,
    has,
    nation,
    nothing,
    rows_of,
    worst,
)
from verdampt_dashboard.research.drawing import Dot, Panel, dotted, margin
from verdampt_dashboard.research.pilot_costs import costs, said_of_costs
from verdampt_dashboard.research.pilot_regions import change, figures, margin_of, regions, told_of
from verdampt_dashboard.sheets import kept
from verdampt_dashboard.sketches import Settings, Sketch
from verdampt_dashboard.tables import said
from verdampt_dashboard.texts import say
from verdampt_dashboard.view import View

TABLES = ("pub_pilots", "pub_pilot_course", "pub_pilot_costs", "pub_pilot_regions")
MAIN = "did2s"
"""The estimator that is told; the others check it."""
Row = dict[str, Any]


def answer(view: View) -> Answer:
    """V10: what happened to the outcomes of each pilot, there and in the region, and what could have been seen."""
    if not has(*TABLES):
        return nothing(ABSENT, about=nation())
    rows = published.ask("pilots")
    if rows.is_empty():
        return nothing("no_pilot", about=nation())
    mains = rows_of(rows.filter(pl.col("is_guard_rail").not_(), estimator=MAIN))
    shown = [row for row in mains if row["status"] == "shown" and row["estimate"] is not None]
    if not shown:
        return nothing(worst(rows["status"]), about=nation())
    status = ANSWERED if len(shown) == len(mains) else PARTLY if shown else CANNOT_SAY
    return Answer(
        status=status,
        reason="shown" if status == ANSWERED else "some_pilots",
        about=nation(),
        sentence=" ".join(sentence(row) for row in shown),
        before=[Statement(text=" ".join(map(power, shown)), lead=say("research.power.lead"), tone="card")],
        after=[Statement(text=text, tone="line") for row in mains for text in _beside(row, view)],
        exhibits=_exhibits,
    )


def sentence(row: Row) -> str:
    """Return what a pilot did to its outcome as one sentence, with its margin."""
    return say(f"research.V10.{change(row)}", pilot=row["name"], outcome=outcome(row["outcome"]), **figures(row))


def outcome(code: str) -> str:
    """Return an outcome of a pilot as it stands in a sentence, or its code where it has no text."""
    return say(f"research.outcomes.{code}", otherwise=code)


def power(row: Row) -> str:
    """Return the smallest effect that could have been seen, and how large the pilot was."""
    words = {"pilot": row["name"], "size": row["size_class"], "quarters": row["quarters"]}
    if row["detectable"] is None:
        return say("research.V10.size", **words)
    change = percent(abs(row["detectable"]))
    return say("research.V10.power", change=change, **words)


def _beside(row: Row, view: View) -> list[str]:
    """Return what is said beside the effect: were practices alike before, does one decide, and how did regions go.

    Where there is no effect, why there is none.
    """
    if row["status"] == "failed_pretrend":
        return [say("research.V10.failed_pretrend", pilot=row["name"])]
    if row["status"] != "shown":
        return [say("research.V10.none", pilot=row["name"], why=lowered(say(f"research.statuses.{row['status']}")))]
    lines = []
    if row["pretrend_p"] is not None:
        lines.append(f"{row['name']}: {lowered(alike_before(row['pretrend_p']))}")
    lines += _checked(row)
    if row["lowest_without_one"] is not None:
        ends = {"low": "lowest_without_one", "high": "highest_without_one"}
        words = {name: percent(row[column], signed=True) for name, column in ends.items()}
        lines.append(say("research.V10.without_one", pilot=row["name"], **words))
    return [*lines, *told_of(row, view), *said_of_costs(row)]


def _checked(row: Row) -> list[str]:
    """Return which other estimators find another thing than the one that is told; nothing where they all agree."""
    checks = published.ask("pilots").filter(pilot=row["pilot"], outcome=row["outcome"]).drop_nulls(["lower", "upper"])
    others = [
        f"{say('research.estimators.' + one['estimator'])} ({margin_of(one)})"
        for one in rows_of(checks)
        if change(one) != change(row)
    ]
    return [say("research.V10.disagrees", pilot=row["name"], names=", ".join(others))] if others else []


def _exhibits() -> list[Exhibit | None]:
    pilots = published.ask("pilots").filter(pl.col("is_guard_rail").not_(), estimator=MAIN, status="shown")
    firsts = pilots.unique("pilot", maintain_order=True)["pilot"].to_list()
    made: list[Exhibit | None] = []
    for place, pilot in enumerate(firsts, start=1):
        made += [_course(place, pilot), costs(place, pilot), regions(place, pilot)]
    return [*made, _estimates()]


@kept
def _course(place: int, pilot: str) -> Exhibit | None:
    """Return the event study of a pilot's first outcome that has one: each quarter before and after its start."""
    rows = rows_of(published.ask("pilots").filter(estimator=MAIN, pilot=pilot))
    courses = ((row, published.ask("pilot_course", pilot=pilot, outcome=row["outcome"])) for row in rows)
    found = next(((row, one) for row, one in courses if one["estimate"].drop_nulls().len()), None)
    if found is None:
        return None
    row, course = found
    together = say(f"research.V10.together_{course['quarters_together'][0]}")
    words = {"pilot": row["name"], "outcome": outcome(row["outcome"]), "together": together}
    before, after = (course.filter(part)["estimate"].drop_nulls() for part in _sides())
    told = {
        "before": percent(max(before.abs(), default=0.0)),
        "last": percent(float(after[-1]), signed=True) if after.len() else say("table.none"),
    }
    return Exhibit(
        key=f"course{place}",
        title=say("research.V10.title", **words),
        note=say("research.V10.note"),
        alt=say("research.V10.alt", **words, **told),
        figure=course_chart(course.drop_nulls("estimate")),
        table=_course_table(course),
        caveat=say("research.fixed"),
    )


def _sides() -> tuple[pl.Expr, pl.Expr]:
    return pl.col("quarter_number") < 0, pl.col("quarter_number") >= 0


def course_chart(course: pl.DataFrame) -> Sketch:
    """Return the difference in each quarter with its margin, zero as a line, and the quarters before as a shade."""
    rows = rows_of(course.sort("quarter_number"))
    wide = (rows[0]["quarters_together"] - 1) / 2
    quarters = [row["quarter_number"] + wide for row in rows]
    figure = Sketch()
    marker = {"color": OBSERVED, "size": 9}
    trace: Settings = {"type": "scatter", "x": quarters, "y": [row["estimate"] for row in rows], "mode": "markers"}
    bars = margin([(row["estimate"], row["lower"], row["upper"]) for row in rows])
    figure.add_trace({**trace, "marker": marker, "error_y": bars, "hovertemplate": "%{x}: %{y:+.0%}<extra></extra>"})
    dressed(figure, height=340)
    first, last = quarters[0] - wide - 0.6, quarters[-1] + wide + 0.6
    words = {"text": say("research.V10.pre"), "font": {"size": 11, "color": MUTED}, "yanchor": "bottom", "y": 1}
    figure.add_vrect(x0=first, x1=-0.5, fillcolor=WAVE, line={"width": 0}, layer="below", annotation=words)
    figure.add_vline(x=-0.5, line={"color": INK, "width": 1, "dash": "dot"}, layer="below")
    figure.add_hline(y=0, line={"color": EXPECTED, "width": 1.2})
    figure.update_xaxes(
        range=[first, last], dtick=2, title={"text": say("research.V10.quarters"), "font": {"size": 12}}
    )
    figure.update_yaxes(tickformat="+.0%")
    return figure


def _span(row: Row) -> str:
    """Return a quarter since the start, or the first and last of several together."""
    first, last = row["quarter_number"], row["quarter_number"] + row["quarters_together"] - 1
    return number(first) if first == last else say("research.bounds", low=number(first), high=number(last))


def _course_table(course: pl.DataFrame) -> Table:
    frame = course.sort("quarter_number").with_columns(
        quarter=pl.Series([_span(row) for row in rows_of(course.sort("quarter_number"))], dtype=pl.String)
    )
    return Table(
        frame=frame,
        columns=(
            Column(name="quarter", label=say("research.V10.quarter")),
            Column(name="quarter_number", label=say("table.code"), only_in_files=True),
            Column(name="estimate", label=say("table.difference"), kind=Kind.SHARE),
            Column(name="lower", label=say("table.low_end"), kind=Kind.SHARE),
            Column(name="upper", label=say("table.high_end"), kind=Kind.SHARE),
        ),
    )


def panels(rows: pl.DataFrame) -> list[Panel]:
    """Return a panel for each pilot: what it is about, and below a line the outcomes that guard against harm."""
    shown = rows.filter(status="shown").drop_nulls(["estimate", "lower", "upper"])
    return [
        Panel(
            title=part["name"][0],
            dots=[_dot(row) for row in rows_of(part.sort("is_guard_rail", maintain_order=True))],
            null=0.0,
            tickformat="+.0%",
        )
        for part in shown.partition_by("pilot", maintain_order=True)
    ]


def _dot(row: Row) -> Dot:
    estimator = row["estimator"]
    return Dot(
        name=f"{outcome(row['outcome'])}, {say(f'research.estimators.{estimator}')}",
        value=row["estimate"],
        lower=row["lower"],
        upper=row["upper"],
        said=f"{percent(row['estimate'], signed=True)} ({margin_of(row)})",
        is_open=bool(row["is_guard_rail"]),
    )


def _told(rows: pl.DataFrame) -> str:
    return "; ".join(f"{panel.title} {dot.name} {dot.said}" for panel in panels(rows) for dot in panel.dots)


@kept
def _estimates() -> Exhibit:
    """Return every outcome of every pilot by every estimator, the outcomes that guard against harm too."""
    rows = published.ask("pilots")
    frame = said(rows, "estimator", "research.estimators", name="estimator_name")
    frame = said(frame, "status", "research.statuses", name="why")
    kinds = {True: say("research.V10.guard"), False: say("research.V10.aim")}
    frame = frame.with_columns(
        pl.Series("outcome_name", [outcome(code) for code in rows["outcome"]], dtype=pl.String),
        pl.Series("kind", [kinds[bool(one)] for one in rows["is_guard_rail"]], dtype=pl.String),
    )
    return Exhibit(
        key="pilots",
        title=say("research.V10.table_title"),
        note=say("research.V10.table_note"),
        alt=say("research.V10.table_alt", figures=_told(rows)),
        figure=dotted(panels(rows)),
        table=Table(
            frame=frame,
            columns=(
                Column(name="name", label=say("research.V10.pilot")),
                Column(name="outcome_name", label=say("research.V4.outcome")),
                Column(name="kind", label=say("research.kind")),
                Column(name="estimator_name", label=say("research.estimator")),
                Column(name="estimate", label=say("table.difference"), kind=Kind.SHARE, absent="why"),
                Column(name="lower", label=say("table.low_end"), kind=Kind.SHARE),
                Column(name="upper", label=say("table.high_end"), kind=Kind.SHARE),
                Column(name="detectable", label=say("research.detectable"), kind=Kind.SHARE),
                Column(name="pretrend_p", label=say("research.pretrend_p"), kind=Kind.FINE),
                Column(name="size_class", label=say("research.V10.practices")),
            ),
        ),
        caveat=say("research.fixed"),
    )
