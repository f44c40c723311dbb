"""Regions filled by their value, drawn as Mercator does, and the small bar that says what the colours mean."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.path import Path

from verdampt_dashboard.stills.axes import in_figure
from verdampt_dashboard.stills.lettering import POINTS, extent_of, face, plain
from verdampt_dashboard.stills.plan import GAP, Plan
from verdampt_dashboard.stills.reading import Chart, Settings, StillError, chosen
from verdampt_dashboard.stills.scales import Numbers, values_of
from verdampt_dashboard.stills.strokes import NOTHING, Colour, colour, shades

_STEPS = 120
"""Pieces of the bar of colours; each lies over the next, so no seams show."""
_AROUND = 0.01
Ring = Sequence[Sequence[float]]


def maps_of(chart: Chart) -> list[Settings]:
    """Return the traces that are maps."""
    return [trace for trace in chart.traces if trace["type"] == "choropleth"]


def draw_map(figure: Figure, chart: Chart, planned: Plan, *, at: tuple[float, float]) -> Axes:
    """Draw the maps of a chart on top of each other in one panel."""
    geo: Settings = chart.layout.get("geo", {})
    _check(geo)
    left, bottom, width, height = planned.paper
    axes = figure.add_axes(in_figure(figure, (at[0] + left, at[1] + bottom, width, height)), label="geo")
    axes.set_axis_off()
    for place, trace in enumerate(maps_of(chart)):
        _draw_regions(axes, trace, order=2 + place / 100)
    axes.set_aspect("equal", adjustable="datalim")
    axes.margins(_AROUND)
    return axes


def _check(geo: Settings) -> None:
    chosen(geo.get("projection", {}).get("type"), {"mercator": None}, where="geo.projection.type")
    chosen(geo.get("fitbounds"), {"locations": None, "geojson": None}, where="geo.fitbounds")
    chosen(geo.get("visible"), {False: None}, where="geo.visible")


def _draw_regions(axes: Axes, trace: Settings, *, order: float) -> None:
    known = dict(_features(trace))
    locations, values = values_of(trace.get("locations")), np.array(values_of(trace.get("z")), dtype=np.float64)
    missing = [code for code in locations if code not in known]
    if missing:
        raise StillError(f"map: {missing[0]!r} has no shape")
    drawn = [place for place, value in enumerate(values) if np.isfinite(value)]
    line: Settings = trace.get("marker", {}).get("line", {})
    regions = PathCollection(
        [_outline(known[locations[place]]) for place in drawn],
        facecolors=_fillings(trace, values[drawn]),
        edgecolors=colour(line.get("color", "#444")),
        linewidths=line.get("width", 1) * POINTS,
        joinstyle="round",
        zorder=order,
    )
    regions.set_label("/".join(str(locations[place]) for place in drawn))
    axes.add_collection(regions)


def _features(trace: Settings) -> Iterator[tuple[Any, Mapping[str, Any]]]:
    """Yield the shapes by the key that the figure names."""
    for feature in trace["geojson"]["features"]:
        found: Any = feature
        for part in trace.get("featureidkey", "id").split("."):
            found = found[part]
        yield found, feature["geometry"]


def _fillings(trace: Settings, values: Numbers) -> list[Colour]:
    """Return the colour of each value on the trace's own scale."""
    low = float(trace.get("zmin", values.min(initial=0.0)))
    high = float(trace.get("zmax", values.max(initial=0.0)))
    places = np.clip((values - low) / (high - low), 0, 1) if high > low else np.zeros_like(values)
    opacity = trace.get("marker", {}).get("opacity", 1.0)
    mixed = shades(places.tolist(), scale=trace["colorscale"])
    return [(red, green, blue, alpha * opacity) for red, green, blue, alpha in mixed] or [NOTHING]


def mercator(ring: Ring) -> Numbers:
    """Return longitudes and latitudes in degrees as Mercator's map has them, in degrees of the equator."""
    degrees = np.asarray([point[:2] for point in ring], dtype=np.float64)
    up = np.degrees(np.log(np.tan(math.pi / 4 + np.radians(degrees[:, 1]) / 2)))
    return np.column_stack([degrees[:, 0], up])


def _outline(geometry: Mapping[str, Any]) -> Path:
    """Return a region as one path; holes run against their outer ring, for that is what makes them holes."""
    kinds = {"Polygon": [geometry["coordinates"]], "MultiPolygon": geometry["coordinates"]}
    paths = []
    for polygon in chosen(geometry["type"], kinds, where="geometry"):
        for place, ring in enumerate(polygon):
            points = mercator(ring)
            paths.append(Path(points if (_area(points) > 0) == (place == 0) else points[::-1], closed=True))
    return Path.make_compound_path(*paths)


def _area(points: Numbers) -> float:
    x, y = points.T
    return float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))


def bars_of(chart: Chart) -> list[Settings]:
    """Return the maps whose colours are explained by a bar."""
    return [trace for trace in maps_of(chart) if trace.get("showscale", True)]


def below(chart: Chart) -> float:
    """Return the pixels that bars of colours need under a chart."""
    size = float(chart.font["size"])
    needed = [0.0]
    for trace in bars_of(chart):
        bar = _bar(trace)
        height = chart.height * max(0.0, -float(bar["y"]))
        needed.append(height + GAP + max(extent_of(str(text), size=size)[1] for text in bar["ticktext"]) + GAP)
    return max(needed)


def _bar(trace: Settings) -> Settings:
    bar: Settings = {
        "len": 1.0,
        "thickness": 30,
        "y": 1.02,
        "ticktext": (),
        "tickvals": (),
        **trace.get("colorbar", {}),
    }
    chosen(bar.get("orientation"), {"h": None}, where="colorbar.orientation")
    chosen(bar.get("outlinewidth"), {0: None}, where="colorbar.outlinewidth")
    if not bar["ticktext"] or len(bar["ticktext"]) != len(bar["tickvals"]):
        raise StillError("colorbar: only one with tickvals and ticktext is drawn on stills")
    return bar


def draw_bar(figure: Figure, chart: Chart, planned: Plan, *, trace: Settings, at: tuple[float, float]) -> Axes:
    """Draw the bar that says what the colours of a map mean."""
    bar = _bar(trace)
    left, bottom, width, height = planned.paper
    # On the dashboard a map stands in a narrow column; on a wide page its bar is no longer than the map is high.
    length = bar["len"] * min(width, height)
    start = at[0] + left + (width - length) / 2
    box = (start, at[1] + bottom + bar["y"] * height, length, bar["thickness"])
    axes = figure.add_axes(in_figure(figure, box), label="colorbar", facecolor="none")
    low, high = float(trace["zmin"]), float(trace["zmax"])
    edges = np.linspace(low, high, _STEPS + 1)
    middles = ((edges[:-1] + edges[1:]) / 2 - low) / (high - low)
    for edge, shade in zip(edges, shades(middles.tolist(), scale=trace["colorscale"]), strict=False):
        axes.add_patch(Rectangle((edge, 0), high - edge, 1, facecolor=shade, linewidth=0))
    axes.set(xlim=(low, high), ylim=(0, 1), yticks=[])
    axes.spines[:].set_visible(False)
    axes.set_xticks(list(bar["tickvals"]), labels=[plain(str(text)) for text in bar["ticktext"]])
    axes.tick_params(length=0, pad=GAP * POINTS, labelcolor=colour(chart.font["color"]))
    for label in axes.get_xticklabels():
        label.set_fontproperties(face(size=float(chart.font["size"])))
    return axes
