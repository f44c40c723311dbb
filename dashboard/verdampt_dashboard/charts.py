"""Tables in, figures out: nothing is asked or computed here but positions on the page."""

import json
import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import plotly.graph_objects as go
import polars as pl
from plotly.subplots import make_subplots

from verdampt_dashboard.drawing import (
    ABOVE,
    BAND,
    BELOW,
    DIVERGING,
    EXPECTED,
    INK,
    MUTED,
    OBSERVED,
    Figure,
    dressed,
    folded,
    line,
    name_policies,
    name_waves,
    shade,
)
from verdampt_dashboard.findings import difference
from verdampt_dashboard.sketches import Sketch
from verdampt_dashboard.texts import say


def _with_edges(series: pl.DataFrame) -> pl.DataFrame:
    """Add the edges of what lies below and above the band."""
    return series.with_columns(
        beneath=pl.min_horizontal("observed", "lower"), beyond=pl.max_horizontal("observed", "upper")
    )


def _mark_breaks(figure: Sketch, breaks: pl.DataFrame, *, until: Any) -> None:
    for one in breaks.iter_rows(named=True):
        figure.add_vrect(
            x0=one["first_date"],
            x1=max(min(one["last_date"], until), one["first_date"]),
            fillcolor="rgba(165,139,42,0.10)",
            line={"color": "#A58B2A", "width": 1, "dash": "dot"},
            layer="below",
            annotation={"text": say("chart.broken"), "font": {"size": 11, "color": MUTED}, "yanchor": "bottom", "y": 1},
        )


def drop_and_recovery(
    series: pl.DataFrame, *, events: pl.DataFrame, breaks: pl.DataFrame, provisional: Sequence[date], period_type: str
) -> Sketch:
    """Return observed against expected over time with its band, waves and breaks; what may still rise is open dots."""
    edged = _with_edges(series)
    figure = Sketch()
    shade(figure, edged, between=("lower", "upper"), colour=BAND)
    shade(figure, edged, between=("lower", "beneath"), colour=BELOW)
    shade(figure, edged, between=("upper", "beyond"), colour=ABOVE)
    style = {"color": EXPECTED, "width": 1.5, "dash": "dot"}
    figure.add_trace(line(edged, "expected", name=say("chart.expected"), line=style))
    figure.add_trace(line(edged, "observed", name=say("chart.observed"), line={"color": OBSERVED, "width": 2.2}))
    is_long = period_type in ("quarter", "year")
    if is_long:
        figure.data[-1].update(mode="lines+markers", marker={"size": 7, "color": OBSERVED})
    else:
        name_waves(figure, events)
        name_policies(figure, events)
    _open_dots(figure, series, provisional)
    _mark_breaks(figure, breaks, until=series["period_start"][-1])
    _over_time(figure, period_type=period_type, height=380)
    figure.update_yaxes(rangemode="tozero", tickformat=",.0f", hoverformat=",.1f" if is_long else ",.0f")
    return figure


def rates(rates: pl.DataFrame, *, region_code: str) -> go.Figure:
    """Return the rate of an indicator by year with its band, and that of the nation dotted."""
    own = rates.filter(region_code=region_code)
    figure = go.Figure()
    shade(figure, own, between=("lower", "upper"), colour=BAND)
    if region_code != "NL":
        nation = {"color": EXPECTED, "width": 1.5, "dash": "dot"}
        figure.add_trace(line(rates.filter(region_code="NL"), "rate", name=say("indicators.nation"), line=nation))
    figure.add_trace(line(own, "rate", name=say("indicators.here"), line={"color": OBSERVED, "width": 2.2}))
    figure.data[-1].update(mode="lines+markers", marker={"size": 7, "color": OBSERVED})
    _over_time(figure, period_type="year", height=340)
    figure.update_yaxes(rangemode="tozero", tickformat=",.1f", hoverformat=",.1f")
    return figure


HOVER = {"week": "week %-V, %G", "month": "%B %Y", "quarter": "%m-%Y", "year": "%Y"}


def _over_time(figure: Figure, *, period_type: str, height: int) -> None:
    dressed(figure, height=height)
    figure.update_layout(hovermode="x unified")
    figure.update_xaxes(hoverformat=HOVER[period_type], tickformat="%Y", dtick="M12")


def _open_dots(figure: Sketch, series: pl.DataFrame, provisional: Sequence[date]) -> None:
    months = {(day.year, day.month) for day in provisional}
    young = [day for day in series["period_start"] if (day.year, day.month) in months]
    if not young:
        return
    dots = line(series.filter(pl.col("period_start").is_in(young)), "observed", name=say("chart.provisional"))
    marker = {"symbol": "circle-open", "size": 7, "color": OBSERVED, "line": {"width": 1.5}}
    figure.add_trace({**dots, "mode": "markers", "marker": marker})


def cumulative(curve: pl.DataFrame, *, events: pl.DataFrame, end: Mapping[str, Any] | None, period_type: str) -> Sketch:
    """Return the running total of the deficit since the first wave; its end has the margin of the net deficit."""
    figure = Sketch()
    edged = curve.with_columns(zero=pl.lit(0.0), missing=pl.max_horizontal("running", 0.0))
    shade(figure, edged, between=("zero", "missing"), colour=BELOW)
    running = line(edged, "running", name=say("chart.running"), line={"color": OBSERVED, "width": 2.2})
    figure.add_trace(running)
    if end is not None and end["lower"] is not None and end["net_deficit"] is not None:
        figure.add_trace(
            {
                "type": "scatter",
                "x": [curve["period_start"][-1]],
                "y": [curve["running"][-1]],
                "mode": "markers",
                "marker": {"color": OBSERVED, "size": 9},
                "error_y": {
                    "type": "data",
                    "symmetric": False,
                    "array": [max(0.0, end["upper"] - end["net_deficit"])],
                    "arrayminus": [max(0.0, end["net_deficit"] - end["lower"])],
                    "color": EXPECTED,
                    "thickness": 2,
                    "width": 5,
                },
                "hoverinfo": "skip",
            }
        )
    figure.add_hline(y=0, line={"color": EXPECTED, "width": 1, "dash": "dot"})
    if period_type in ("week", "month"):
        name_waves(figure, events)
    _over_time(figure, period_type=period_type, height=340)
    figure.update_yaxes(tickformat=",.0f", hoverformat=",.0f")
    return figure


def delivered(events: pl.DataFrame, *, names: dict[str, str]) -> go.Figure:
    """Return one small curve per kind of extract: rows delivered by month of the event."""
    kinds = events["kind"].unique(maintain_order=True).to_list()
    columns = 2
    rows = max(1, math.ceil(len(kinds) / columns))
    titles = [folded(names.get(kind, kind)) for kind in kinds]
    figure = make_subplots(rows=rows, cols=columns, subplot_titles=titles, vertical_spacing=0.36 / rows)
    for place, kind in enumerate(kinds):
        months = events.filter(kind=kind).group_by("month_start").agg(pl.col("events").sum()).sort("month_start")
        line = go.Scatter(
            x=months["month_start"].to_list(),
            y=months["events"].to_list(),
            mode="lines",
            line={"color": OBSERVED, "width": 1.8},
            hovertemplate="%{x|%m-%Y}: %{y:,.0f}<extra></extra>",
        )
        figure.add_trace(line, row=place // columns + 1, col=place % columns + 1)
    dressed(figure, height=170 * rows + 60)
    figure.update_xaxes(tickformat="%Y", nticks=5, tickangle=0)
    figure.update_yaxes(rangemode="tozero", tickformat=",.0f", nticks=4)
    figure.update_annotations(font={"size": 12, "color": INK})
    return figure


def _reach(ratios: pl.Series) -> float:
    """Return the end of a symmetric colour scale: the largest difference, rounded up to 5 %."""
    largest = max((abs(ratio - 1) for ratio in ratios.drop_nulls()), default=0.05)
    return max(0.05, math.ceil(largest * 20) / 20)


def _shrunken() -> pl.Expr:
    """Return the share of expected with what is chance taken off: drawn towards that of all regions together."""
    return pl.col("shrunken") * (pl.col("observed").sum() / pl.col("expected").sum())


def region_map(regions: pl.DataFrame, *, geometry: pl.DataFrame, chosen: str) -> go.Figure:
    """Return a map of the difference with expected; the chosen region has a dark outline."""
    features = {
        row["region_code"]: {
            "type": "Feature",
            "id": row["region_code"],
            "properties": {},
            "geometry": json.loads(row["geometry"]),
        }
        for row in geometry.iter_rows(named=True)
    }
    outlined = [chosen] if chosen in features and chosen in set(regions["region_code"]) else []
    drawn = regions.filter(pl.col("region_code").is_in(geometry["region_code"].to_list()))
    drawn = drawn.with_columns(shown=pl.coalesce(_shrunken(), "ratio"))
    reach = _reach(drawn["shown"])
    figure = go.Figure(
        go.Choropleth(
            geojson={"type": "FeatureCollection", "features": list(features.values())},
            locations=drawn["region_code"].to_list(),
            z=(drawn["shown"] - 1).to_list(),
            zmin=-reach,
            zmax=reach,
            colorscale=[[place / 6, colour] for place, colour in enumerate(DIVERGING)],
            marker={"line": {"color": "white", "width": 0.8}},
            selected={"marker": {"opacity": 1}},
            unselected={"marker": {"opacity": 1}},
            text=[f"{row['region_name']}: {difference(row['ratio'])}" for row in drawn.iter_rows(named=True)],
            hovertemplate="%{text}<extra></extra>",
            colorbar={
                "orientation": "h",
                "thickness": 10,
                "len": 0.8,
                "y": -0.06,
                "tickvals": [-reach, 0, reach],
                "ticktext": [difference(1 - reach), say("chart.as_expected"), difference(1 + reach)],
                "outlinewidth": 0,
            },
        )
    )
    figure.add_trace(
        go.Choropleth(
            geojson={"type": "FeatureCollection", "features": [features[code] for code in outlined]},
            locations=outlined,
            z=[0] * len(outlined),
            colorscale=[[0, "rgba(0,0,0,0)"], [1, "rgba(0,0,0,0)"]],
            showscale=False,
            marker={"line": {"color": INK, "width": 2.4}},
            hoverinfo="skip",
        )
    )
    figure.update_geos(visible=False, fitbounds="locations", projection_type="mercator", bgcolor="white")
    return dressed(figure, height=420)


TICKS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 10.0, 1e9)
"""Steps of an axis of shares, the smallest that a whole percentage can tell apart first."""


def funnel(regions: pl.DataFrame) -> go.Figure:
    """Return how regions differ from all together, by how much was expected, between the limits of chance."""
    listed = regions.drop_nulls("relative").sort("expected")
    sizes = listed["expected"].to_list()
    figure = go.Figure()
    for name, dash in (("alarm", "dot"), ("warning", "solid")):
        for side in ("low", "high"):
            limits = (listed[f"{side}_{name}"] - 1).to_list()
            style = {"color": EXPECTED, "width": 1, "dash": dash}
            figure.add_trace(go.Scatter(x=sizes, y=limits, mode="lines", line=style, hoverinfo="skip"))
    figure.add_trace(
        go.Scatter(
            x=sizes,
            y=(listed["relative"] - 1).to_list(),
            mode="markers",
            marker={"color": OBSERVED, "size": 9},
            text=[f"{row['region_name']}: {difference(row['relative'])}" for row in listed.iter_rows(named=True)],
            hovertemplate="%{text}<extra></extra>",
        )
    )
    figure.add_hline(y=0, line={"color": EXPECTED, "width": 1})
    dressed(figure, height=360)
    reach = max(abs(share - 1) for name in ("relative", "high_alarm") for share in listed[name])
    figure.update_xaxes(tickformat=",.0f", title=say("chart.funnel_size"))
    figure.update_yaxes(tickformat="+.0%", dtick=next(step for step in TICKS if reach / step < 5))
    return figure
