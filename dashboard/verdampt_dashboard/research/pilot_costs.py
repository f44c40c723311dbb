"""What a pilot cost and saved for each enrolled person since its start (V10). Source: methods.md 5."""

import polars as pl

from verdampt_dashboard import published
from verdampt_dashboard.drawing import BAND, EXPECTED, MUTED, OBSERVED, dressed
from verdampt_dashboard.exhibits import Column, Exhibit, Kind, Table
from verdampt_dashboard.numbers import number
from verdampt_dashboard.research.answer import Row
from verdampt_dashboard.sheets import kept
from verdampt_dashboard.sketches import Settings, Sketch
from verdampt_dashboard.texts import say


def said_of_costs(pilot: Row) -> list[str]:
    """Return what was spent and saved so far as a sentence; nothing where costs are not known."""
    rows = _known(pilot["pilot"])
    if rows.is_empty():
        return []
    last = rows.row(-1, named=True)
    euros = {"invested": "invested_eur", "saved": "saved_eur", "low": "saved_lower", "high": "saved_upper"}
    words = {name: number(last[column], decimals=0) for name, column in euros.items()}
    return [say("research.V10.costs", pilot=pilot["name"], quarter=last["quarter_number"] + 1, **words)]


def _known(pilot: str) -> pl.DataFrame:
    return published.ask("pilot_costs", pilot=pilot).drop_nulls(["invested_eur", "saved_eur"])


@kept
def costs(place: int, pilot: str) -> Exhibit | None:
    """Return what was invested and saved since the start for each enrolled person; None where costs are not known."""
    rows = _known(pilot)
    names = published.ask("pilots").filter(pilot=pilot)["name"]
    if rows.is_empty() or names.is_empty():
        return None
    last = rows.row(-1, named=True)
    words = {
        "pilot": names[0],
        "quarter": last["quarter_number"] + 1,
        "invested": number(last["invested_eur"], decimals=0),
        "saved": number(last["saved_eur"], decimals=0),
    }
    euros = {
        "invested_eur": "research.V10.invested",
        "saved_eur": "research.V10.saved",
        "saved_lower": "table.low_end",
        "saved_upper": "table.high_end",
    }
    return Exhibit(
        key=f"costs{place}",
        title=say("research.V10.costs_title", pilot=names[0]),
        note=say("research.V10.costs_note"),
        alt=say("research.V10.costs_alt", **words),
        figure=costs_chart(rows),
        table=Table(
            frame=rows.with_columns(quarter=pl.col("quarter_number").cast(pl.String)),
            columns=(
                Column(name="quarter", label=say("research.V10.quarter")),
                *(Column(name=name, label=say(label), kind=Kind.DECIMAL) for name, label in euros.items()),
            ),
        ),
    )


def costs_chart(rows: pl.DataFrame) -> Sketch:
    """Return running totals of what was invested, dotted, and saved, with its margin as a band."""
    frame = rows.sort("quarter_number")
    quarters = frame["quarter_number"].to_list()
    figure = Sketch()
    flat: Settings = {"type": "scatter", "x": quarters, "mode": "lines"}
    nothing_seen = {"line": {"width": 0}, "hoverinfo": "skip"}
    figure.add_trace({**flat, "y": frame["saved_lower"].to_list(), **nothing_seen})
    fill = {"fill": "tonexty", "fillcolor": BAND}
    figure.add_trace({**flat, "y": frame["saved_upper"].to_list(), **nothing_seen, **fill})
    lines = {
        "invested_eur": ("invested", {"color": EXPECTED, "width": 1.8, "dash": "dot"}),
        "saved_eur": ("saved", {"color": OBSERVED, "width": 2.2}),
    }
    highest = max(lines, key=lambda column: float(frame[column][-1]))
    for column, (word, look) in lines.items():
        name = say(f"research.V10.{word}")
        figure.add_trace({**flat, "y": frame[column].to_list(), "line": look, "name": name})
        end = {"x": quarters[-1], "y": frame[column][-1], "xanchor": "left", "xshift": 6, "showarrow": False}
        # The names of lines that end near each other stay apart.
        end["yanchor"] = "bottom" if column == highest else "top"
        figure.add_annotation(**end, text=name, font={"size": 11, "color": MUTED})
    dressed(figure, height=300)
    figure.update_layout(hovermode="x unified", margin={"r": 100})
    figure.update_xaxes(title={"text": say("research.V10.quarters"), "font": {"size": 12}})
    figure.update_yaxes(tickformat=",.0f", hoverformat=",.1f", rangemode="tozero")
    return figure
