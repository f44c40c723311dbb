"""Lines, fills, markers, error bars and bars on the axes of matplotlib."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from verdampt_dashboard.stills.lettering import POINTS
from verdampt_dashboard.stills.reaches import MARKER_SIZE, bar_ends, bar_widths, error_ends, size_letter
from verdampt_dashboard.stills.reading import Settings, StillError, chosen
from verdampt_dashboard.stills.scales import Numbers, Scale, values_of
from verdampt_dashboard.stills.strokes import NOTHING, OPEN, SYMBOLS, colours, pen

FRONT = 2.0
"""Where traces begin in the order of drawing; each next one lies on top."""
_MODES = {"lines": (True, False), "markers": (False, True), "lines+markers": (True, True), "none": (False, False)}
_LINE_WIDTH = 2.0
_HATCHES = {"": "", "/": "////"}


def draw_traces(axes: Axes, traces: Sequence[Settings], *, across: Scale, up: Scale, barmode: str) -> None:
    """Draw the traces of a panel in their order."""
    bars = [one for one in traces if one["type"] == "bar"]
    if len(bars) > 1:
        chosen(barmode, {"overlay": None}, where="barmode of several bars")
    before: tuple[Numbers, Numbers] | None = None
    for place, trace in enumerate(traces):
        order = FRONT + place / 100
        if trace["type"] == "bar":
            _draw_bars(axes, trace, across=across, up=up, order=order)
            continue
        x, y = across.places(values_of(trace.get("x"))), up.places(values_of(trace.get("y")))
        _draw_fill(axes, trace, x=x, y=y, before=before, order=order)
        _draw_scatter(axes, trace, x=x, y=y, order=order)
        before = x, y


def _draw_fill(
    axes: Axes, trace: Settings, *, x: Numbers, y: Numbers, before: tuple[Numbers, Numbers] | None, order: float
) -> None:
    """Fill between a line and the one before it."""
    if not chosen(trace.get("fill", "none"), {"tonexty": True, "none": False}, where="fill"):
        return
    if before is None or not np.array_equal(before[0], x):
        raise StillError("fill: between lines that have other x values is not drawn on stills")
    shade = colours(trace.get("fillcolor"), count=1, opacity=trace.get("opacity", 1.0))[0]
    axes.fill_between(x, before[1], y, facecolor=shade, edgecolor="none", linewidth=0, zorder=order)


def _draw_scatter(axes: Axes, trace: Settings, *, x: Numbers, y: Numbers, order: float) -> None:
    has_line, has_markers = chosen(trace.get("mode", "lines"), _MODES, where="mode")
    line = trace.get("line", {})
    chosen(line.get("shape", "linear"), {"linear": None}, where="line.shape")
    if has_line and line.get("width", _LINE_WIDTH):
        x_drawn, y_drawn = _without_gaps(x, y) if trace.get("connectgaps") else (x, y)
        style = pen(line, width=_LINE_WIDTH, opacity=trace.get("opacity", 1.0))
        axes.plot(x_drawn, y_drawn, **style, zorder=order, solid_joinstyle="round", dash_capstyle="butt")
    for letter, values in (("x", x), ("y", y)):
        error = trace.get(f"error_{letter}")
        if error and error.get("visible", True):
            _draw_error(axes, error, x=x, y=y, values=values, letter=letter, order=order)
    if has_markers:
        _draw_markers(axes, trace, x=x, y=y, order=order)


def _without_gaps(x: Numbers, y: Numbers) -> tuple[Numbers, Numbers]:
    known = np.isfinite(x) & np.isfinite(y)
    return x[known], y[known]


def _draw_error(
    axes: Axes, error: Settings, *, x: Numbers, y: Numbers, values: Numbers, letter: str, order: float
) -> None:
    low, high = error_ends(values, error)
    thickness = error.get("thickness", 2) * POINTS
    style: dict[str, Any] = {
        f"{letter}err": np.abs(np.vstack([values - low, high - values])),
        "ecolor": colours(error.get("color"), count=1)[0],
        "elinewidth": thickness,
        "capthick": thickness,
        "capsize": error.get("width", 4) * POINTS,
    }
    axes.errorbar(x, y, fmt="none", zorder=order, **style)


def _draw_markers(axes: Axes, trace: Settings, *, x: Numbers, y: Numbers, order: float) -> None:
    marker: Settings = trace.get("marker", {})
    symbol = str(marker.get("symbol", "circle"))
    shape = chosen(symbol.removesuffix(OPEN), SYMBOLS, where="marker.symbol")
    opacity = trace.get("opacity", 1.0) * marker.get("opacity", 1.0)
    filling = colours(marker.get("color"), count=len(x), opacity=opacity)
    edge, width = _outline(marker, filling, is_open=symbol.endswith(OPEN), opacity=opacity)
    sizes = np.broadcast_to(np.asarray(marker.get("size", MARKER_SIZE), dtype=np.float64), x.shape) * POINTS
    axes.scatter(
        x,
        y,
        s=sizes**2,
        marker=shape,
        facecolors=[NOTHING] * len(x) if symbol.endswith(OPEN) else filling,
        edgecolors=edge,
        linewidths=width,
        zorder=order,
    )


def _outline(marker: Settings, filling: Any, *, is_open: bool, opacity: float) -> tuple[Any, Any]:
    """Return the colours and widths of outlines; an open marker is its outline."""
    line: Settings = marker.get("line", {})
    width = line.get("width", 1 if is_open else 0)
    points = np.asarray(width, dtype=np.float64) * POINTS
    if is_open:
        return filling, np.where(points > 0, points, POINTS)
    if not np.any(points):
        return "none", 0.0
    return colours(line.get("color", "#444"), count=len(filling), opacity=opacity), points


def _draw_bars(axes: Axes, trace: Settings, *, across: Scale, up: Scale, order: float) -> None:
    is_flat = size_letter(trace) == "x"
    along, beside = (across, up) if is_flat else (up, across)
    base, end = bar_ends(trace, along)
    places = beside.places(values_of(trace.get(beside.name[0])))
    marker: Settings = trace.get("marker", {})
    opacity = trace.get("opacity", 1.0)
    filling = colours(marker.get("color"), count=len(places), opacity=opacity)
    edge, width = _outline(marker, filling, is_open=False, opacity=opacity)
    draw = axes.barh if is_flat else axes.bar
    box: dict[str, Any] = {
        "width" if is_flat else "height": end - base,
        "height" if is_flat else "width": bar_widths(trace, places),
        "left" if is_flat else "bottom": base,
    }
    draw(places, **box, color=filling, edgecolor=edge, linewidth=width, zorder=order)
    pattern: Settings = marker.get("pattern", {})
    hatch = chosen(pattern.get("shape", ""), _HATCHES, where="marker.pattern.shape")
    if hatch:
        ink = colours(pattern.get("fgcolor"), count=1)[0]
        draw(places, **box, color=NOTHING, edgecolor=ink, linewidth=0, hatch=hatch, zorder=order)
