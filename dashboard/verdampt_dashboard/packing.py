"""Figures as they go to the browser: numbers as bytes, days by the first and their step, nothing that does nothing."""

import base64
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import numpy as np
import plotly.graph_objects as go
from plotly.basedatatypes import BaseFigure

from verdampt_dashboard.sketches import Settings, Sketch

FEWEST = 8
"""Below this, numbers are as small written out."""
EXACT = 2**24
"""Up to here, a number of four bytes is right to the unit."""
DAY = 86_400_000
"""In the milliseconds that plotly counts with."""


class Packed(BaseFigure):  # type: ignore[misc]
    """A figure that is only sent: Streamlit takes its settings as they are.

    What plotly's own figure would say of itself comes from `whole`, made anew each time.
    """

    def __init__(self, settings: Settings) -> None:  # that of plotly would build and check what is spared here
        self._packed = settings

    def to_dict(self) -> Settings:
        return self._packed

    to_plotly_json = to_dict

    def whole(self) -> go.Figure:
        """Return the figure as plotly's own, with all values written out."""
        return go.Figure({**self._packed, "data": [_unpacked(trace) for trace in self._packed["data"]]})

    @property
    def data(self) -> Any:
        return self.whole().data

    @property
    def layout(self) -> Any:
        return self.whole().layout


def packed(figure: Sketch | BaseFigure) -> Packed:
    """Return a figure as it goes to the browser.

    The template goes: it is nine tenths about figures we do not have, and ours say all their colours themselves.
    """
    if isinstance(figure, Packed):
        return figure
    settings = figure.to_dict()
    kept = {key: value for key, value in settings["layout"].items() if key != "template" and value not in ([], {})}
    return Packed({"data": [_trace(one) for one in settings["data"]], "layout": _plain(kept)})


def _plain(value: Any) -> Any:
    """Return settings with days as text."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def _trace(trace: Settings) -> Settings:
    made = dict(trace)
    for axis in ("x", "y"):
        values = trace.get(axis)
        if isinstance(values, list | tuple) and values:
            del made[axis]
            made |= _values(axis, values)
    return made


def _values(axis: str, values: Sequence[Any]) -> Settings:
    first = next((one for one in values if one is not None), None)
    if isinstance(first, date):
        return _days(axis, values)
    if isinstance(first, int | float) and len(values) >= FEWEST:
        return {axis: _bytes(values)}
    return {axis: values}


def _days(axis: str, days: Sequence[date]) -> Settings:
    """Return days by the first and the step where all steps are the same, as text otherwise."""
    steps = {(after - before).days for before, after in pairwise(days)}
    if len(days) >= FEWEST and len(steps) == 1:
        return {f"{axis}0": days[0].isoformat(), f"d{axis}": steps.pop() * DAY}
    return {axis: [day.isoformat() for day in days]}


def _bytes(values: Sequence[float | None]) -> Settings:
    """Return numbers as plotly reads them from bytes; what is absent is not a number."""
    exact = np.array(values, dtype=np.float64)
    is_small = np.nan_to_num(np.abs(exact)).max() < EXACT
    kind = "f4" if is_small else "f8"
    return {"dtype": kind, "bdata": base64.b64encode(exact.astype(f"<{kind}").tobytes()).decode("ascii")}


def _unpacked(trace: Settings) -> Settings:
    """Return a trace with its values written out."""
    made = {key: _numbers(value) if key in ("x", "y") else value for key, value in trace.items()}
    for axis, other in (("x", "y"), ("y", "x")):
        if f"{axis}0" in made and axis not in made:
            first, step = date.fromisoformat(made.pop(f"{axis}0")), made.pop(f"d{axis}") // DAY
            made[axis] = [first + timedelta(days=step * place) for place in range(len(made[other]))]
    return made


def _numbers(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    numbers = np.frombuffer(base64.b64decode(value["bdata"]), dtype=f"<{value['dtype']}")
    return [None if np.isnan(one) else one for one in numbers.tolist()]
