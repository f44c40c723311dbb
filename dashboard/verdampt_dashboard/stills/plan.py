"""Where everything comes on the page: margins, the ranges of the axes and their ticks, in pixels of plotly."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import cos, radians, sin

from verdampt_dashboard.stills.lettering import extent_of, widest
from verdampt_dashboard.stills.reaches import reaches_of
from verdampt_dashboard.stills.reading import Chart, Settings, chosen
from verdampt_dashboard.stills.scales import Scale, autorange, is_reversed, scales_of
from verdampt_dashboard.stills.ticks import Tick, ticks_of

GAP, TICK_LENGTH, LINE_HEIGHT = 3.0, 5.0, 1.3
SLANT = 30.0
"""Degrees that names on a horizontal axis are turned when they do not fit beside each other."""
_EDGE = 1e-6
_BETWEEN_LABELS = 6.0
_SIDES = {"x": {"bottom": "bottom", "top": "top"}, "y": {"left": "left", "right": "right"}}
_PLOTLY_MARGINS = {"l": 80, "r": 80, "t": 100, "b": 80}


@dataclass(frozen=True, kw_only=True)
class Margins:
    """Pixels around what is plotted."""

    left: float
    right: float
    top: float
    bottom: float


@dataclass(frozen=True, kw_only=True)
class AxisPlan:
    """How an axis is drawn; the ends are in the order of drawing."""

    scale: Scale
    settings: Settings
    ends: tuple[float, float]
    ticks: tuple[Tick, ...]
    label_size: float
    side: str
    slanted: bool = False

    @property
    def tick_length(self) -> float:
        """The length of its ticks in pixels."""
        has_ticks = chosen(self.settings.get("ticks", ""), {"outside": True, "": False}, where="ticks")
        return float(self.settings.get("ticklen", TICK_LENGTH)) if has_ticks else 0.0

    @property
    def labels(self) -> list[str]:
        """What is written at its ticks."""
        shown = self.settings.get("showticklabels", True)
        return [tick.label if shown else "" for tick in self.ticks]

    @property
    def title(self) -> str:
        """What it measures, where the figure says so."""
        return str(self.settings.get("title", {}).get("text", ""))

    @property
    def title_size(self) -> float:
        """The size of its title in pixels."""
        return float(self.settings.get("title", {}).get("font", {}).get("size", self.label_size))

    @property
    def depth(self) -> float:
        """How far ticks and labels stick out from what is plotted, in pixels."""
        if not any(self.labels):
            return self.tick_length
        if self.side in ("left", "right"):
            size = widest(self.labels, size=self.label_size)
        elif self.slanted:
            size = widest(self.labels, size=self.label_size) * sin(radians(SLANT)) + self.label_size
        else:
            size = max(extent_of(label, size=self.label_size)[1] for label in self.labels)
        return self.tick_length + GAP + size

    @property
    def depth_with_title(self) -> float:
        """How far all of it sticks out."""
        return self.depth + (GAP + LINE_HEIGHT * self.title_size if self.title else 0.0)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Margins and axes of a chart of a width."""

    width: float
    height: float
    margins: Margins
    axes: Mapping[str, AxisPlan]

    @property
    def paper(self) -> tuple[float, float, float, float]:
        """What plotly calls paper, from the lower left: left, bottom, width and height in pixels."""
        one = self.margins
        return one.left, one.bottom, self.width - one.left - one.right, self.height - one.top - one.bottom


def plan(chart: Chart, *, width: float, language: str, below: float) -> Plan:
    """Return where everything comes; `below` is what something under the chart needs, in pixels."""
    scales = scales_of(chart)
    asked = {**_PLOTLY_MARGINS, **chart.layout.get("margin", {})}
    margins = Margins(left=asked["l"], right=asked["r"], top=asked["t"], bottom=max(asked["b"], below))
    for _ in range(3):
        made = Plan(
            width=width,
            height=chart.height,
            margins=margins,
            axes=_axes(chart, scales=scales, margins=margins, width=width, language=language),
        )
        needed = _needed(chart, made)
        if needed == margins:
            break
        margins = needed
    return made


def domain(settings: Settings) -> tuple[float, float]:
    """Return which part of the paper an axis takes."""
    low, high = settings.get("domain", (0.0, 1.0))
    return float(low), float(high)


def _axes(
    chart: Chart, *, scales: dict[str, Scale], margins: Margins, width: float, language: str
) -> dict[str, AxisPlan]:
    room = {
        "x": max(1.0, width - margins.left - margins.right),
        "y": max(1.0, chart.height - margins.top - margins.bottom),
    }
    lengths = {name: room[name[0]] * (domain(chart.axis(name))[1] - domain(chart.axis(name))[0]) for name in scales}
    return {
        name: _axis(
            chart,
            scale,
            ends=_ends(chart, scale, scales=scales, length=lengths[name]),
            length=lengths[name],
            language=language,
        )
        for name, scale in scales.items()
    }


def _leader(settings: Settings, name: str) -> str:
    return str(settings.get("matches", name))


def _ends(chart: Chart, scale: Scale, *, scales: dict[str, Scale], length: float) -> tuple[float, float]:
    """Return the ends of an axis in the order of drawing; axes that match reach as far as the furthest of them."""
    leader = _leader(chart.axis(scale.name), scale.name)
    settings = chart.axis(leader) or chart.axis(scale.name)
    if "range" in settings:
        low, high = (scale.place(end) for end in settings["range"])
        return low, high
    group = [name for name in scales if _leader(chart.axis(name), name) == leader]
    reaches = [reach for name in group for reach in reaches_of(chart, name, scales=scales)]
    to_zero = chosen(settings.get("rangemode", "normal"), {"normal": False, "tozero": True}, where="rangemode")
    low, high = autorange(reaches, length=length, to_zero=to_zero)
    return (high, low) if is_reversed(settings) else (low, high)


def _axis(chart: Chart, scale: Scale, *, ends: tuple[float, float], length: float, language: str) -> AxisPlan:
    settings, letter = chart.axis(scale.name), scale.name[0]
    size = float(settings.get("tickfont", {}).get("size", chart.font["size"]))
    ticks = ticks_of(scale, settings, ends=ends, length=length, language=language)
    first = {"x": "bottom", "y": "left"}[letter]
    crowding = _crowding(ticks, ends=ends, length=length, size=size) if letter == "x" else 1
    return AxisPlan(
        scale=scale,
        settings=settings,
        ends=ends,
        ticks=tuple(ticks if scale.categories else ticks[::crowding]),
        label_size=size,
        side=chosen(settings.get("side", first), _SIDES[letter], where="side"),
        slanted=bool(scale.categories) and crowding > 1,
    )


def _crowding(ticks: list[Tick], *, ends: tuple[float, float], length: float, size: float) -> int:
    """Return which of the ticks can have a label so that labels do not run into each other: 2 is every second."""
    if len(ticks) < 2:
        return 1
    apart = min(abs(after.place - before.place) for before, after in pairwise(ticks))
    room = apart / abs(ends[1] - ends[0]) * length
    return int(-(-(widest([tick.label for tick in ticks], size=size) + _BETWEEN_LABELS) // max(room, 1.0)))


def _needed(chart: Chart, made: Plan) -> Margins:
    """Return the margins that hold all labels: at least those there are."""
    found: dict[str, float] = {side: getattr(made.margins, side) for side in ("left", "right", "top", "bottom")}
    for pair in chart.panels:
        for name, other in (pair, pair[::-1]):
            axis, across = made.axes[name], domain(chart.axis(other))
            if (across[0] < _EDGE) if axis.side in ("left", "bottom") else (across[1] > 1 - _EDGE):
                found[axis.side] = max(found[axis.side], axis.depth_with_title)
            if name[0] == "x":
                for side, beyond in _beyond(axis, made, within=domain(axis.settings)).items():
                    found[side] = max(found[side], beyond)
    return Margins(**found)


def _beyond(axis: AxisPlan, made: Plan, *, within: tuple[float, float]) -> dict[str, float]:
    """Return how far the outer labels of a horizontal axis stick out left and right of the paper."""
    _, _, paper, _ = made.paper
    low, high = axis.ends
    beyond = {"left": 0.0, "right": 0.0}
    for tick, label in zip(axis.ticks, axis.labels, strict=True):
        before, after = _sides(label, axis)
        place = (within[0] + (tick.place - low) / (high - low) * (within[1] - within[0])) * paper
        beyond["left"] = max(beyond["left"], before - place)
        beyond["right"] = max(beyond["right"], place + after - paper)
    return beyond


def _sides(label: str, axis: AxisPlan) -> tuple[float, float]:
    """Return how far a label of a horizontal axis reaches left and right of its tick."""
    width = extent_of(label, size=axis.label_size)[0]
    return (width * cos(radians(SLANT)), 0.0) if axis.slanted else (width / 2, width / 2)
