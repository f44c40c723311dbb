"""The panels of a chart: where they stand, and their grid, ticks, labels and titles."""

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from verdampt_dashboard.stills.lettering import INCH, POINTS, face, plain
from verdampt_dashboard.stills.plan import GAP, LINE_HEIGHT, SLANT, AxisPlan, Plan, domain
from verdampt_dashboard.stills.reading import Chart, Settings
from verdampt_dashboard.stills.scales import Kind
from verdampt_dashboard.stills.strokes import colour

_GRID, _ZERO = 0.5, 0.8
_DARK, _LIGHT = "#444", "#eee"


def panel(figure: Figure, chart: Chart, planned: Plan, *, pair: tuple[str, str], at: tuple[float, float]) -> Axes:
    """Return the empty panel of a pair of axes; the chart's lower left corner is at some pixels of the page."""
    left, bottom, width, height = planned.paper
    (x0, x1), (y0, y1) = (domain(chart.axis(name)) for name in pair)
    box = (at[0] + left + x0 * width, at[1] + bottom + y0 * height, (x1 - x0) * width, (y1 - y0) * height)
    axes = figure.add_axes(in_figure(figure, box), label="/".join(pair), facecolor="none")
    axes.set_axisbelow(True)
    axes.spines[:].set_visible(False)
    axes.set(xlim=planned.axes[pair[0]].ends, ylim=planned.axes[pair[1]].ends, autoscale_on=False)
    for name in pair:
        _dress(axes, planned.axes[name], ink=chart.font["color"])
    return axes


def in_figure(figure: Figure, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """Return a box of left, bottom, width and height in pixels as parts of the page."""
    across, up = (float(one) for one in figure.get_size_inches() * INCH)
    # A figure without rows may be lower than its margins; its panel is then as good as nothing, but not less.
    return box[0] / across, box[1] / up, max(box[2], 1.0) / across, max(box[3], 1.0) / up


def _dress(axes: Axes, axis: AxisPlan, *, ink: str) -> None:
    letter = axis.scale.name[0]
    drawn: Any = axes.xaxis if letter == "x" else axes.yaxis
    settings = axis.settings
    drawn.set_ticks_position(axis.side)
    drawn.set_ticks([tick.place for tick in axis.ticks], labels=[plain(label) for label in axis.labels])
    drawn.set_tick_params(length=axis.tick_length * POINTS, pad=GAP * POINTS, width=POINTS, **_tick_colours(axis, ink))
    for label in drawn.get_ticklabels():
        label.set_fontproperties(face(size=axis.label_size))
        if axis.slanted:
            label.set(rotation=SLANT, ha="right", rotation_mode="anchor")
    _draw_lines(axes, axis, drawn=drawn, letter=letter)
    if axis.title:
        _draw_title(axes, axis, drawn=drawn, ink=settings["title"].get("font", {}).get("color", ink))


def _tick_colours(axis: AxisPlan, ink: str) -> Settings:
    return {
        "color": colour(axis.settings.get("tickcolor", _DARK)),
        "labelcolor": colour(axis.settings.get("tickfont", {}).get("color", ink)),
    }


def _draw_lines(axes: Axes, axis: AxisPlan, *, drawn: Any, letter: str) -> None:
    """Draw the grid, the line of the axis itself, and the one at zero of the other direction."""
    settings = axis.settings
    if settings.get("showgrid", True):
        drawn.grid(
            visible=True,
            color=colour(settings.get("gridcolor", _LIGHT)),
            linewidth=settings.get("gridwidth", 1) * POINTS,
            linestyle="-",
            zorder=_GRID,
        )
    if settings.get("showline", "linecolor" in settings or "linewidth" in settings):
        spine = axes.spines[axis.side]
        spine.set(visible=True, color=colour(settings.get("linecolor", _DARK)))
        spine.set_linewidth(settings.get("linewidth", 1) * POINTS)
    low, high = sorted(axis.ends)
    if settings.get("zeroline", True) and axis.scale.kind is Kind.NUMBER and low <= 0 <= high:
        at_zero = axes.axvline if letter == "x" else axes.axhline
        shade = colour(settings.get("zerolinecolor", _DARK))
        at_zero(0, color=shade, linewidth=settings.get("zerolinewidth", 1) * POINTS, zorder=_ZERO)


def _draw_title(axes: Axes, axis: AxisPlan, *, drawn: Any, ink: str) -> None:
    """Write what an axis measures beyond its labels."""
    far = (axis.depth + GAP + LINE_HEIGHT * axis.title_size / 2) * POINTS
    across, up, turn = {
        "bottom": (0.5, 0.0, 0),
        "top": (0.5, 1.0, 0),
        "left": (0.0, 0.5, 90),
        "right": (1.0, 0.5, 270),
    }[axis.side]
    shift = {"bottom": (0, -far), "top": (0, far), "left": (-far, 0), "right": (far, 0)}[axis.side]
    axes.annotate(
        plain(axis.title),
        (across, up),
        xycoords="axes fraction",
        xytext=shift,
        textcoords="offset points",
        ha="center",
        va="center",
        rotation=turn,
        color=colour(ink),
        fontproperties=face(size=axis.title_size),
    )
