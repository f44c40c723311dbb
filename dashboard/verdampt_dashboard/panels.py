"""Small curves side by side, one panel each."""

import math
from copy import deepcopy
from datetime import date, timedelta
from functools import lru_cache

import polars as pl
from plotly.subplots import make_subplots

from verdampt_dashboard.drawing import BELOW, EXPECTED, INK, OBSERVED, dressed, folded, line, shade
from verdampt_dashboard.sketches import Settings, Sketch

COLUMNS, WIDEST_TITLE, MOST_LINES = 3, 20, 3
"""Panels beside each other, and characters and lines of a title, so that they fit on a phone."""
ABOVE = 56
"""Pixels above the first row, for its titles."""
FOUR_WEEKS = timedelta(weeks=4)


@lru_cache(maxsize=32)
def _grid(count: int) -> Settings:
    """Return where panels with a title stand; plotly takes long to find out, and it is the same for every reader."""
    rows = _rows(count)
    places = {"shared_yaxes": "all", "vertical_spacing": 0.42 / rows}
    grid = make_subplots(rows=rows, cols=COLUMNS, subplot_titles=["."] * count, **places)
    layout: Settings = grid.to_dict()["layout"]
    return layout


def _rows(count: int) -> int:
    return max(1, math.ceil(count / COLUMNS))


def _in_step(days: list[date]) -> list[date]:
    """Return starts of four weeks, the first of them too where the curve begins halfway its four weeks.

    Days that are all as far apart are sent as two numbers.
    """
    return [days[1] - FOUR_WEEKS, *days[1:]] if days[1:] and days[1] - days[0] < FOUR_WEEKS else days


def small_multiples(curves: pl.DataFrame, *, key: str, names: dict[str, str]) -> Sketch:
    """Return one small curve per care type: observed as a share of expected."""
    known = set(curves.drop_nulls("ratio")[key])
    codes = [code for code in names if code in known]
    edged = curves.with_columns(whole=pl.lit(1.0), low=pl.min_horizontal("ratio", 1.0))
    parts = edged.partition_by(key, as_dict=True)
    figure = Sketch(deepcopy(_grid(len(codes))))
    for place, code in enumerate(codes, start=1):
        number = "" if place == 1 else str(place)
        for trace in _curve(parts[(code,)]).data:
            axes = {"xaxis": f"x{number}", "yaxis": f"y{number}"}
            figure.add_trace({**trace, "x": _in_step(trace["x"]), **axes})
    dressed(figure, height=175 * _rows(len(codes)) + 60)
    figure.update_layout(margin={"t": ABOVE})
    figure.add_hline(y=1, line={"color": EXPECTED, "width": 1, "dash": "dot"})
    figure.update_xaxes(tickformat="%Y", nticks=3, tickangle=0)
    figure.update_yaxes(tickformat=".0%", rangemode="tozero")
    for title, code in zip(figure.layout["annotations"], codes, strict=True):
        title |= {"text": _short(names[code]), "font": {"size": 11, "color": INK}}
    return figure


def _curve(curve: pl.DataFrame) -> Sketch:
    small = Sketch()
    shade(small, curve, between=("whole", "low"), colour=BELOW)
    small.add_trace(line(curve, "ratio", line={"color": OBSERVED, "width": 1.6}, hoverinfo="skip"))
    return small


def _short(name: str) -> str:
    """Return a title in lines; what does not fit is left out, the table has it."""
    broken = [
        word if len(word) <= WIDEST_TITLE else f"{word[: WIDEST_TITLE - 1]}- {word[WIDEST_TITLE - 1 :]}"
        for word in name.split()
    ]
    lines = folded(" ".join(broken), width=WIDEST_TITLE).split("<br>")
    return "<br>".join(lines[:MOST_LINES]) + ("…" if len(lines) > MOST_LINES else "")
