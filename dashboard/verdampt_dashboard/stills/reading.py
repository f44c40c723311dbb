"""A plotly figure as plain settings; what stills do not draw is refused here, so that nothing is lost unseen."""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import plotly.graph_objects as go

from verdampt.errors import VerdamptError
from verdampt_dashboard.packing import Packed

Settings = dict[str, Any]


class StillError(VerdamptError):
    """A figure holds something that stills do not draw."""


def _known(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Names, and what only shows or happens under a pointer. `hover…` goes without saying.
_UNSEEN = _known("type name visible showlegend legendgroup uid meta customdata ids uirevision")
_FONT = "font.color font.size font.family"
_TICKS = "tickformat tickvals ticktext tickfont.color tickfont.size tickfont.family"
TRACES = {
    "scatter": _UNSEEN
    | _known(
        "x y xaxis yaxis mode text opacity fill fillcolor connectgaps line.color line.width line.dash line.shape "
        "marker.color marker.size marker.symbol marker.opacity marker.line.color marker.line.width "
    )
    | {
        f"error_{one}.{key}"
        for one in "xy"
        for key in ["type", "symmetric", "array", "arrayminus", "color", "thickness", "width", "visible"]
    },
    "bar": _UNSEEN
    | _known(
        "x y xaxis yaxis orientation base width opacity marker.color marker.line.color marker.line.width "
        "marker.pattern.shape marker.pattern.fgcolor marker.pattern.size"
    ),
    "choropleth": _UNSEEN
    | _known(
        "geojson featureidkey locations z zmin zmax colorscale showscale text geo marker.line.color marker.line.width "
        "marker.opacity selected.marker.opacity unselected.marker.opacity colorbar.orientation colorbar.thickness "
        "colorbar.len colorbar.y colorbar.tickvals colorbar.ticktext colorbar.outlinewidth"
    ),
}
_LAYOUT = _known(
    f"height width autosize margin.l margin.r margin.t margin.b {_FONT} paper_bgcolor plot_bgcolor showlegend "
    "separators uirevision barmode bargap dragmode clickmode modebar legend template shapes annotations"
)
# Ticks are always upright here.
AXIS = _known(
    "tickangle "
    f"anchor domain type range rangemode autorange matches automargin side showgrid gridcolor gridwidth showline "
    f"linecolor linewidth ticks ticklen tickcolor showticklabels {_TICKS} dtick nticks zeroline zerolinecolor "
    f"zerolinewidth fixedrange categoryorder categoryarray title.text title.{' title.'.join(_FONT.split())}"
)
SHAPE = _known("type xref yref x0 x1 y0 y1 fillcolor line.color line.width line.dash layer opacity name")
ANNOTATION = _known(
    f"text x y xref yref xshift yshift xanchor yanchor align showarrow {_FONT} name captureevents opacity"
)
_GEO = _known("visible fitbounds projection.type bgcolor domain.x domain.y")


def _paths(settings: Mapping[str, Any], *, known: frozenset[str], above: str = "") -> Iterator[str]:
    for key, value in settings.items():
        path = above + key
        if isinstance(value, dict) and path not in known:
            yield from _paths(value, known=known, above=f"{path}.")
        elif value is not None:
            yield path


def refuse_unknown(settings: Mapping[str, Any], *, known: frozenset[str], where: str) -> None:
    """Raise StillError when settings hold something that is not drawn."""
    for path in _paths(settings, known=known):
        if path not in known and not path.startswith("hover"):
            raise StillError(f"{where}: {path} is not drawn on stills; teach the stills or leave it out")


def chosen(value: Any, among: Mapping[Any, Any], *, where: str) -> Any:
    """Return what stands for a value; raises StillError for a value that is not drawn."""
    if not isinstance(value, Hashable) or value not in among:
        raise StillError(f"{where}: {value!r} is not drawn on stills, only {', '.join(map(str, among))}")
    return among[value]


@dataclass(frozen=True, kw_only=True)
class Chart:
    """What a figure shows: its traces, and how its axes, shapes and annotations are set."""

    traces: tuple[Settings, ...]
    layout: Settings

    @property
    def height(self) -> float:
        """The height in pixels of a 96th of an inch."""
        return float(self.layout.get("height", 450))

    @property
    def font(self) -> Settings:
        """The size and colour of all that does not say otherwise."""
        return {"size": 12, "color": "#444444", **self.layout.get("font", {})}

    @cached_property
    def panels(self) -> tuple[tuple[str, str], ...]:
        """The pairs of axes that have something on them; a cell of a grid without traces stays empty."""
        pairs = dict.fromkeys(axes_of(one) for one in self.traces if one["type"] != "choropleth")
        names = [name for pair in pairs for name in pair]
        if len(names) > len(set(names)):
            raise StillError("axes: one axis in two panels is not drawn on stills")
        return tuple(pairs)

    @property
    def shapes(self) -> list[Settings]:
        """The shapes, with what plotly takes for granted."""
        usual = {"xref": "x", "yref": "y", "layer": "above"}
        given = self.layout.get("shapes", ())
        return [{**usual, **one, "line": {"width": 2, "color": "#444", **one.get("line", {})}} for one in given]

    @property
    def annotations(self) -> list[Settings]:
        """The annotations, with what plotly takes for granted."""
        usual = {"xref": "x", "yref": "y", "showarrow": True}
        given = self.layout.get("annotations", ())
        return [{**usual, **one, "font": {**self.font, **one.get("font", {})}} for one in given]

    def axis(self, name: str) -> Settings:
        """Return the settings of an axis by its short name, such as x2."""
        found: Settings = self.layout.get(f"{name[0]}axis{name[1:]}", {})
        return found


def axes_of(trace: Settings) -> tuple[str, str]:
    """Return the short names of the axes a trace is drawn on."""
    return str(trace.get("xaxis", "x")), str(trace.get("yaxis", "y"))


def read(figure: go.Figure) -> Chart:
    """Return what a figure shows; raises StillError when there is more to it than stills can draw."""
    whole = figure.whole() if isinstance(figure, Packed) else figure
    traces = tuple(one.to_plotly_json() for one in whole.data)
    layout = whole.layout.to_plotly_json()
    for place, trace in enumerate(traces):
        where = f"trace {place + 1} ({trace['type']})"
        refuse_unknown(trace, known=chosen(trace["type"], TRACES, where=where), where=where)
    _check(layout)
    shown = tuple(one for one in traces if chosen(one.get("visible", True), _SHOWN, where="visible"))
    if layout.get("showlegend", len(shown) > 1):
        raise StillError("layout: a legend is not drawn on stills; give the caption keys, or set showlegend to False")
    return Chart(traces=shown, layout=layout)


_SHOWN = {True: True, False: False, "legendonly": False}


def _check(layout: Settings) -> None:
    for key, value in layout.items():
        if key.startswith(("xaxis", "yaxis")):
            refuse_unknown(value, known=AXIS, where=key)
        elif key == "geo":
            refuse_unknown(value, known=_GEO, where=key)
        elif not key.startswith("hover"):
            refuse_unknown({key: value}, known=_LAYOUT, where="layout")
    for key, known in (("shapes", SHAPE), ("annotations", ANNOTATION)):
        for place, one in enumerate(layout.get(key, ())):
            refuse_unknown(one, known=known, where=f"{key} {place + 1}")
