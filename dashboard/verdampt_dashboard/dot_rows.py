"""Dots for rows under one another, each on a bar of its normal spread."""

from itertools import accumulate

import plotly.graph_objects as go
import polars as pl

from verdampt_dashboard.drawing import BAND, EXPECTED, OBSERVED, dressed, folded
from verdampt_dashboard.findings import difference, group_name

BETWEEN, TEXT_LINE, BAR = 6, 17, 12
"""Pixels between rows, of a line of a row's name, and of its bar."""
ABOVE = 60


def groups(groups: pl.DataFrame) -> go.Figure:
    """Return a dot for each group's difference with expected on a bar of its normal spread."""
    listed = groups.drop_nulls("ratio").reverse()
    names = [group_name(row["dimension"], row["group_code"]) for row in listed.iter_rows(named=True)]
    lower, upper = ((listed[name] / listed["expected"] - 1).to_list() for name in ("lower", "upper"))
    return _dots(names, lower=lower, upper=upper, ratios=listed["ratio"].to_list())


def ranges(rows: pl.DataFrame, *, name: str) -> go.Figure:
    """Return a dot for each row's difference with expected on a bar of its normal spread, the first row on top."""
    listed = rows.reverse()
    lower, upper = ((listed[column] - 1).to_list() for column in ("normal_low", "normal_high"))
    return _dots(listed[name].to_list(), lower=lower, upper=upper, ratios=listed["ratio"].to_list())


def _dots(names: list[str], *, lower: list[float], upper: list[float], ratios: list[float]) -> go.Figure:
    """Return the rows from below, each as high as its name; long names are folded so that a phone has room."""
    labels = [folded(name) for name in names]
    heights = [TEXT_LINE * (label.count("<br>") + 1) + BETWEEN for label in labels]
    middles = [top - height / 2 for top, height in zip(accumulate(heights), heights, strict=True)]
    figure = go.Figure(
        go.Bar(
            y=middles,
            x=[high - low for low, high in zip(lower, upper, strict=True)],
            base=lower,
            orientation="h",
            marker={"color": BAND, "line": {"width": 0}},
            width=BAR,
            hoverinfo="skip",
        )
    )
    figure.add_trace(
        go.Scatter(
            y=middles,
            x=[ratio - 1 for ratio in ratios],
            mode="markers",
            marker={"color": OBSERVED, "size": 9},
            text=[f"{name}: {difference(ratio)}" for name, ratio in zip(names, ratios, strict=True)],
            hovertemplate="%{text}<extra></extra>",
        )
    )
    figure.add_vline(x=0, line={"color": EXPECTED, "width": 1, "dash": "dot"})
    dressed(figure, height=ABOVE + sum(heights))
    figure.update_xaxes(tickformat="+.0%", side="top", nticks=5, tickangle=0)
    figure.update_yaxes(showgrid=False, range=[0, sum(heights)], tickvals=middles, ticktext=labels)
    return figure
