"""What each axis must hold: traces with room around their marks, shapes, and texts that stand at a value."""

from collections.abc import Iterator

import numpy as np

from verdampt_dashboard.stills.lettering import INSET, extent_of
from verdampt_dashboard.stills.reading import Chart, Settings, axes_of, chosen
from verdampt_dashboard.stills.scales import Numbers, Reach, Scale, values_of

BEFORE = {
    "x": {"left": 0.0, "center": 0.5, "right": 1.0},
    "y": {"bottom": 0.0, "middle": 0.5, "top": 1.0},
}
"""The part of a text that lies before the point it stands at, by its anchor."""
MARKER_SIZE, BAR_WIDTH = 6.0, 0.8
_MARKER_ROOM = 1.6


def reaches_of(chart: Chart, name: str, *, scales: dict[str, Scale]) -> list[Reach]:
    """Return what an axis must hold."""
    found = [
        reach
        for trace in chart.traces
        if trace["type"] != "choropleth" and name in axes_of(trace)
        for reach in (_bar if trace["type"] == "bar" else _scatter)(trace, scales[name])
    ]
    found += [reach for shape in chart.shapes for reach in _shape(shape, scales[name])]
    return found + [reach for text in chart.annotations for reach in _annotation(text, scales[name])]


def finite(values: Numbers) -> Numbers:
    """Return the values that are there."""
    return values[np.isfinite(values)]


def _span(values: Numbers, *, room: float = 0.0, extra: bool = False) -> Iterator[Reach]:
    known = finite(values)
    if known.size:
        for value in (known.min(), known.max()):
            yield Reach(value=float(value), before=room, after=room, extra=extra)


def _scatter(trace: Settings, scale: Scale) -> Iterator[Reach]:
    letter, has_markers = scale.name[0], "markers" in trace.get("mode", "lines")
    values = scale.places(values_of(trace.get(letter)))
    sizes = np.atleast_1d(trace.get("marker", {}).get("size", MARKER_SIZE)) if has_markers else np.zeros(1)
    room = max(float(sizes.max()) / _MARKER_ROOM, 3.0) if has_markers else 0.0
    # A line may touch the edge of the page in the direction it runs; marks and heights may not.
    is_tight = letter == "x" and "error_y" not in trace and ("fill" in trace or not has_markers)
    yield from _span(values, room=0.0 if is_tight else room, extra=not is_tight)
    if f"error_{letter}" in trace:
        for ends in error_ends(values, trace[f"error_{letter}"]):
            yield from _span(ends, extra=True)


def error_ends(values: Numbers, error: Settings) -> tuple[Numbers, Numbers]:
    """Return the lower and upper ends of error bars; raises StillError for other kinds than given ones."""
    chosen(error.get("type", "data"), {"data": None}, where="error bars")
    above = np.array(values_of(error.get("array")), dtype=np.float64)
    is_given = "arrayminus" in error and not error.get("symmetric", False)
    below = np.array(values_of(error["arrayminus"]), dtype=np.float64) if is_given else above
    return values - below, values + above


def _bar(trace: Settings, scale: Scale) -> Iterator[Reach]:
    if scale.name[0] == size_letter(trace):
        base, end = bar_ends(trace, scale)
        for value in (*base, *end):
            # Plotly gives no room below bars that stand on zero.
            yield Reach(value=float(value), extra=bool(value != 0 or "base" in trace))
    else:
        places = scale.places(values_of(trace.get(scale.name[0])))
        half = np.maximum(bar_widths(trace, places) / 2, spacing(places) / 2)
        yield from _span(np.concatenate([places - half, places + half]))


def size_letter(trace: Settings) -> str:
    """Return along which axis bars are long."""
    return str(chosen(trace.get("orientation", "v"), {"h": "x", "v": "y"}, where="orientation"))


def bar_ends(trace: Settings, scale: Scale) -> tuple[Numbers, Numbers]:
    """Return where bars begin and end."""
    sizes = scale.places(values_of(trace.get(scale.name[0])))
    given = trace.get("base", 0.0)
    base = scale.places(np.broadcast_to(np.asarray(given, dtype=object), sizes.shape))
    return base, base + sizes


def spacing(places: Numbers) -> float:
    """Return the smallest distance between bars."""
    apart = np.diff(np.unique(finite(places)))
    return float(apart.min()) if apart.size else 1.0


def bar_widths(trace: Settings, places: Numbers) -> Numbers:
    """Return how wide bars are, in units of their axis."""
    given = np.asarray(trace.get("width", BAR_WIDTH * spacing(places)), dtype=np.float64)
    return np.broadcast_to(given, places.shape)


def _shape(shape: Settings, scale: Scale) -> Iterator[Reach]:
    letter = scale.name[0]
    if shape[f"{letter}ref"] == scale.name:
        room = float(shape["line"]["width"]) / 2
        yield from _span(scale.places([shape[f"{letter}0"], shape[f"{letter}1"]]), room=room)


def _annotation(text: Settings, scale: Scale) -> Iterator[Reach]:
    letter = scale.name[0]
    if text[f"{letter}ref"] != scale.name:
        return
    size = extent_of(text["text"], size=float(text["font"]["size"]))["xy".index(letter)] + 2 * INSET
    before = share_before(text, letter) * size
    shift = float(text.get(f"{letter}shift", 0))
    place = scale.place(text[letter])
    yield Reach(value=place, before=max(0.0, before - shift), after=max(0.0, size - before + shift))


def share_before(text: Settings, letter: str) -> float:
    """Return the part of a text that lies before its point; on paper, plotly looks for the nearest side itself."""
    asked = text.get(f"{letter}anchor", "auto")
    if asked != "auto":
        return float(chosen(asked, BEFORE[letter], where=f"{letter}anchor"))
    if text[f"{letter}ref"] != "paper":
        return 0.5
    place = float(text[letter])
    return 0.0 if place < 1 / 3 else 1.0 if place > 2 / 3 else 0.5
