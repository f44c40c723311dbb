"""What all figures share: colours, settings, and the strokes they are drawn with."""

import json
from dataclasses import dataclass
from textwrap import wrap
from typing import Any, Literal, TypeAlias, TypeVar

import plotly.graph_objects as go
import polars as pl

from verdampt_dashboard import reader
from verdampt_dashboard.numbers import is_dutch
from verdampt_dashboard.sketches import Settings, Sketch
from verdampt_dashboard.texts import say

Figure: TypeAlias = "go.Figure | Sketch"
AnyFigure = TypeVar("AnyFigure", bound="go.Figure | Sketch")
OBSERVED, EXPECTED, BAND = "#14557B", "#7A7A7A", "rgba(122,122,122,0.20)"
BELOW, ABOVE = "rgba(180,80,30,0.45)", "rgba(62,155,200,0.45)"
INK, MUTED, RULE, WAVE = "#1D2733", "#5F6B78", "#D9D5CA", "rgba(29,39,51,0.05)"
LONGEST_LINE = 28
"""Characters on a line of a name, so that a phone has room for the chart beside it."""
DIVERGING = ("#7A2E0B", "#B4501E", "#E3A57F", "#F3F0E8", "#9CC3D3", "#2B7593", "#0F4F6B")


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A line or colour of the curve, and the name of its text."""

    name: str
    kind: Literal["line", "dots", "area"]
    colour: str


LEGEND = (
    Mark(name="observed", kind="line", colour=OBSERVED),
    Mark(name="expected", kind="dots", colour=EXPECTED),
    Mark(name="band", kind="area", colour="#DEDEDE"),
    Mark(name="below", kind="area", colour="#DDB29C"),
    Mark(name="above", kind="area", colour="#A9D0E6"),
)

_EMPTY_WORLD = json.dumps(
    {
        "type": "Topology",
        "arcs": [],
        "objects": {
            name: {"type": "GeometryCollection", "geometries": []}
            for name in ("coastlines", "land", "ocean", "lakes", "rivers", "countries", "subunits")
        },
    }
)


def config() -> dict[str, Any]:
    """Return the settings of every chart in the browser: no bar of buttons, and dates in the reader's language."""
    months, days = say("months").split(), say("days").split()
    dutch = {"date": "%d-%m-%Y", "decimal": ",", "thousands": "."}
    english = {"date": "%d-%m-%Y", "decimal": ".", "thousands": ","}
    language = reader.current().language
    names = {
        "days": days,
        "shortDays": [day[:2] for day in days],
        "months": months,
        "shortMonths": [month[:3] for month in months],
    }
    own = {"dictionary": {}, "format": names | (dutch if is_dutch() else english)}
    return {
        "displaylogo": False,
        "displayModeBar": False,
        "locale": language,
        "locales": {language: own},
        # A map would fetch a world outline from outside; an empty one is given here, the name it adds is a fragment.
        "topojsonURL": f"data:application/json,{_EMPTY_WORLD}#",
    }


def folded(text: str, *, width: int = LONGEST_LINE) -> str:
    """Return a name in lines that leave room for the chart."""
    return "<br>".join(wrap(text, width)) or text


def dressed(figure: AnyFigure, *, height: int) -> AnyFigure:
    """Give a figure its size, type and axes, and return it."""
    figure.update_layout(
        height=height,
        margin={"l": 8, "r": 8, "t": 34, "b": 28},
        font={"family": "Source Sans, sans-serif", "size": 13, "color": INK},
        paper_bgcolor="white",
        plot_bgcolor="white",
        showlegend=False,
        separators=",." if is_dutch() else ".,",
        hoverlabel={"bgcolor": "white", "font": {"color": INK}},
        uirevision="keep",
    )
    figure.update_xaxes(
        showgrid=False, zeroline=False, linecolor=RULE, ticks="outside", tickcolor=RULE, automargin=True
    )
    figure.update_yaxes(gridcolor="#EDEAE2", zeroline=False, automargin=True)
    return figure


def line(series: pl.DataFrame, column: str, **options: Any) -> Settings:
    """Return a line of a column over time."""
    places = {"x": series["period_start"].to_list(), "y": series[column].to_list()}
    return {"type": "scatter", **places, "mode": "lines", **options}


def shade(figure: Figure, series: pl.DataFrame, *, between: tuple[str, str], colour: str) -> None:
    """Fill between two columns; both lines stay invisible."""
    nothing = {"width": 0}
    figure.add_trace(line(series, between[0], line=nothing, hoverinfo="skip"))
    figure.add_trace(line(series, between[1], line=nothing, hoverinfo="skip", fill="tonexty", fillcolor=colour))


def name_waves(figure: Figure, events: pl.DataFrame) -> None:
    """Shade the waves and put their names above."""
    for place, event in enumerate(events.filter(event_type="wave").iter_rows(named=True)):
        figure.add_vrect(
            x0=event["first_date"],
            x1=event["last_date"],
            fillcolor=WAVE,
            line={"width": 0},
            layer="below",
            annotation={
                "text": event["name"],
                "font": {"size": 11, "color": MUTED},
                "yanchor": "bottom",
                "y": 1,
                "yshift": 13 * (place % 2),
            },
        )


def name_policies(figure: Figure, events: pl.DataFrame) -> None:
    """Mark the policy dates with a thin line and their number at its foot; the names stand under the chart."""
    for number, event in enumerate(events.filter(event_type="policy").iter_rows(named=True), start=1):
        figure.add_vline(x=event["first_date"], line={"color": MUTED, "width": 1, "dash": "dot"}, layer="below")
        figure.add_annotation(
            x=event["first_date"],
            y=0.012 + 0.045 * (number % 2),
            yref="paper",
            text=str(number),
            hovertext=event["name"],
            showarrow=False,
            xanchor="left",
            yanchor="bottom",
            font={"size": 10, "color": MUTED},
        )
