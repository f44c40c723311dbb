"""V4, which care cannot be missed: outcomes chosen beforehand, by several estimators. Source: methods.md 4.3."""

from typing import Any

import polars as pl

from verdampt_dashboard import published
from verdampt_dashboard.exhibits import Column, Exhibit, Kind, Statement, Table
from verdampt_dashboard.findings import lowered
from verdampt_dashboard.numbers import number, percent
from verdampt_dashboard.research.answer import (
    ABSENT,
    ANSWERED,
    PARTLY,
    Answer,
    alike_before,
    has,
    named,
    nation,
    nothing,
    path_name,
    path_number,
    path_of,
    rows_of,
    worst,
)
from verdampt_dashboard.research.drawing import Dot, Panel, dotted
from verdampt_dashboard.sheets import kept
from verdampt_dashboard.tables import said
from verdampt_dashboard.texts import say
from verdampt_dashboard.view import View

TABLES = ("pub_harm", "pub_outcomes")
NO_DIFFERENCE = {"rate_ratio": 1.0, "slope": 0.0, "risk_difference": 0.0}
MARGIN = 0.05
"""The margin within which outcomes are called equal, of a rate."""
HARM, NEGATIVE, POSITIVE = "harm", "negative_control", "positive_control"
CHECK = "lockdown"
"""The estimator that only checks the others: nothing is concluded from it."""
JUDGED = ("excess", "cohort")
"""The estimators that the build looks for a signal with."""
Row = dict[str, Any]


def answer(view: View) -> Answer:
    """V4: whether outcomes of a care path were worse where or when more care was missing."""
    path = path_of(view)
    about = named(nation(), path)
    if not has(*TABLES):
        return nothing(ABSENT, about=about)
    rows = _asked(path_number(view)).filter(pl.col("estimator") != CHECK)
    shown = rows.filter(status="shown")
    if shown.filter(outcome_type=HARM).is_empty():
        return nothing(worst(rows["status"]) if rows.height else "no_outcomes", about=about)
    kind = _class(path_number(view), shown)
    return Answer(
        status=ANSWERED if kind in ("signal", "equivalent") else PARTLY,
        reason="shown" if kind in ("signal", "equivalent") else "undetermined",
        sentence=sentence(shown, kind=kind, path=path),
        about=about,
        before=[Statement(text=power(shown), lead=say("research.power.lead"), tone="card")],
        after=[Statement(text=text, tone="line") for text in _beside(shown) if text],
        exhibits=lambda: [_exhibit(path_number(view))],
    )


def _asked(number: int) -> pl.DataFrame:
    return published.ask("harm", path_number=number)


def _class(number: int, shown: pl.DataFrame) -> str:
    """Return the class of a care path as the build found it; without one nothing is settled here."""
    found = published.ask("placement").filter(path_number=number) if has("pub_placement") else pl.DataFrame()
    return str(found["harm_class"][0]) if found.height and found["harm_class"][0] else "undetermined"


def is_beyond(row: Row) -> bool:
    """Return whether the whole margin of an outcome lies on the side that was said beforehand to be harm."""
    null = NO_DIFFERENCE[row["measure"]]
    if row["lower"] is None or row["upper"] is None:
        return False
    return bool(row["upper"] < null if row["direction"] == "fewer" else row["lower"] > null)


def _moved(shown: pl.DataFrame, kind: str) -> list[str]:
    """Return the names of outcomes of a kind of which a margin leaves no difference out, each once."""
    names = [row["name"] for row in rows_of(shown.filter(outcome_type=kind)) if is_beyond(row)]
    return list(dict.fromkeys(names))


def sentence(shown: pl.DataFrame, *, kind: str, path: str) -> str:
    """Return as one sentence whether a harm signal was seen, equality was shown, or neither."""
    outcomes = shown.filter(outcome_type=HARM)["outcome"].n_unique()
    signals = shown.filter(pl.col("estimator").is_in(JUDGED))
    names = ", ".join(map(lowered, _moved(signals, HARM))) or say("research.V4.unnamed")
    return say(f"research.V4.{kind}", path=path, count=outcomes, names=names)


def power(shown: pl.DataFrame) -> str:
    """Return what could have been seen at all: to be read before the result."""
    found = shown.filter(outcome_type=HARM).drop_nulls("power")
    if found.is_empty():
        return say("research.power.unknown")
    least, most = (float(found["power"].sort()[place]) for place in (0, -1))
    best = found.filter(measure="rate_ratio").drop_nulls("detectable").sort(pl.col("detectable").sub(1).abs())
    seen = (
        say("research.power.detectable", change=percent(abs(float(best["detectable"][0]) - 1), decimals=1))
        if best.height
        else ""
    )
    words = {"margin": percent(MARGIN), "least": percent(least), "most": percent(most)}
    key = "research.power.one" if percent(least) == percent(most) else "research.power.range"
    return " ".join(part for part in (say(key, **words), seen) if part)


def _beside(shown: pl.DataFrame) -> list[str]:
    """Return what the controls did, whether lines ran alike before, and whether slopes were corrected."""
    controls = shown.filter(outcome_type=NEGATIVE)
    moved = ", ".join(map(lowered, _moved(shown, NEGATIVE)))
    lines = [
        ""
        if controls.is_empty()
        else say("research.V4.controls_moved", names=moved)
        if moved
        else say("research.V4.controls_still", count=controls["outcome"].n_unique())
    ]
    lines += _known(shown)
    trends = shown.filter(outcome_type=HARM).drop_nulls("pretrend_p")
    if trends.height:
        lines.append(alike_before(float(trends["pretrend_p"].sort()[0])))
    slopes = shown.filter(estimator="dose_response")
    if slopes.height:
        is_whole = bool(slopes["is_corrected"].fill_null(value=False).all())
        lines.append(say("research.V4.corrected" if is_whole else "research.V4.attenuated"))
    return lines


def _known(shown: pl.DataFrame) -> list[str]:
    """Return with which estimators what surely moved is seen to move, and with which it is not."""
    rows = rows_of(shown.filter(outcome_type=POSITIVE))
    if not rows:
        return []
    words = {one: say(f"research.estimators.{one}") for one in dict.fromkeys(row["estimator"] for row in rows)}
    seen = [words[row["estimator"]] for row in rows if is_beyond(row)]
    unseen = [words[row["estimator"]] for row in rows if not is_beyond(row)]
    key = "known_some" if seen and unseen else "known_seen" if seen else "known_unseen"
    names = lowered(rows[0]["name"])
    return [say(f"research.V4.{key}", names=names, seen=", ".join(seen), unseen=", ".join(unseen))]


@kept
def _exhibit(number: int) -> Exhibit:
    rows = _asked(number)
    shown = rows.filter(status="shown")
    told = "; ".join(f"{_name(row)} {value_of(row)} ({margin_of(row)})" for row in rows_of(shown))
    return Exhibit(
        key="harm",
        title=say("research.V4.title", path=lowered(path_name(number))),
        note=say("research.V4.note"),
        alt=say("research.V4.alt", path=lowered(path_name(number)), figures=told),
        figure=dotted(panels(shown)),
        table=_table(rows),
        below=say("research.V4.below", count=rows.height - shown.height) if rows.height > shown.height else "",
        caveat=say("research.fixed"),
    )


def panels(shown: pl.DataFrame) -> list[Panel]:
    """Return a panel for each measure: the outcomes, and below a line the controls."""
    made = []
    for measure, null in NO_DIFFERENCE.items():
        rows = rows_of(shown.filter(measure=measure).drop_nulls("estimate"))
        if not rows:
            continue
        made.append(
            Panel(
                title=say(f"research.measures.{measure}"),
                dots=[_dot(row) for kind in (True, False) for row in rows if (row["outcome_type"] == HARM) == kind],
                null=null,
                marks=(null + MARGIN,) if measure == "rate_ratio" else (),
                tickformat=".2f" if measure != "risk_difference" else ".1%",
            )
        )
    return made


def _name(row: Row) -> str:
    estimator = row["estimator"]
    return f"{row['name']}, {say(f'research.estimators.{estimator}')}"


def _dot(row: Row) -> Dot:
    return Dot(
        name=_name(row),
        value=row["estimate"],
        lower=row["lower"],
        upper=row["upper"],
        said=f"{value_of(row)} ({margin_of(row)})",
        is_open=row["outcome_type"] != HARM,
    )


def _written(value: float, measure: str) -> str:
    return percent(value, decimals=1) if measure == "risk_difference" else number(value, decimals=2)


def value_of(row: Row) -> str:
    """Return an estimate as its measure is written."""
    return say("table.none") if row["estimate"] is None else _written(row["estimate"], row["measure"])


def margin_of(row: Row) -> str:
    """Return the margin of an estimate as its measure is written."""
    if row["lower"] is None or row["upper"] is None:
        return say("table.none")
    low, high = (_written(row[name], row["measure"]) for name in ("lower", "upper"))
    return say("research.bounds", low=low, high=high)


def _table(rows: pl.DataFrame) -> Table:
    frame = said(rows, "outcome_type", "research.outcome_types", name="outcome_type_name")
    frame = said(frame, "estimator", "research.estimators", name="estimator_name")
    frame = said(frame, "measure", "research.measure_names", name="measure_name")
    frame = said(frame, "status", "research.statuses", name="status_name")
    numbers = {"lower": "table.low_end", "upper": "table.high_end", "e_value": "research.V4.e_value"}
    in_files = {"e_value_limit": "research.V4.e_value_limit", "pretrend_p": "research.pretrend_p"}
    return Table(
        frame=frame,
        columns=(
            Column(name="name", label=say("research.V4.outcome")),
            Column(name="outcome", label=say("table.code"), only_in_files=True),
            Column(name="outcome_type_name", label=say("research.kind")),
            Column(name="estimator_name", label=say("research.estimator")),
            Column(name="measure_name", label=say("research.measure"), only_in_files=True),
            Column(name="estimate", label=say("research.estimate"), kind=Kind.FINE, absent="status_name"),
            *(Column(name=name, label=say(label), kind=Kind.FINE) for name, label in numbers.items()),
            Column(name="detectable", label=say("research.detectable"), kind=Kind.FINE),
            Column(name="power", label=say("research.power.column"), kind=Kind.SHARE),
            *(
                Column(name=name, label=say(label), kind=Kind.FINE, only_in_files=True)
                for name, label in in_files.items()
            ),
            Column(name="reference", label=say("research.reference"), only_in_files=True),
        ),
    )
