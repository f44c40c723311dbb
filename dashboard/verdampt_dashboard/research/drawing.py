"""Strokes that the research questions share: dots with their margins in panels, one under another."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from verdampt_dashboard.drawing import BAND, EXPECTED, INK, MUTED, OBSERVED, dressed, folded
from verdampt_dashboard.sketches import Settings, Sketch

LINE, TEXT_LINE, TITLE_LINE, AXIS, BOTTOM = 26, 17, 16, 38, 28
"""Pixels of a row, of a line of its name, of a line of a title, of the ticks between panels, and of the last ones."""
LONGEST_TITLE = 30


@dataclass(frozen=True, kw_only=True)
class Dot:
    """One figure on a row of its own, with its margin; open where it is a control, with a wide bar behind it."""

    name: str
    value: float
    lower: float | None = None
    upper: float | None = None
    said: str = ""
    is_open: bool = False
    is_chosen: bool = False
    band: tuple[float, float] | None = None


@dataclass(frozen=True, kw_only=True)
class Panel:
    """Rows on one scale; `null` is where there is no difference, `marks` are other values with a line."""

    dots: Sequence[Dot]
    title: str = ""
    null: float | None = None
    marks: Sequence[float] = ()
    tickformat: str = ".0%"


def stacked(heights: Sequence[int], *, titles: Sequence[str]) -> Sketch:
    """Return an empty figure with panels under one another, of so many pixels, each with its title."""
    heads = [folded(title, width=LONGEST_TITLE) for title in titles]
    gaps = [TITLE_LINE * (head.count("<br>") + 1) + AXIS for head in heads[1:]]
    whole = sum(heights) + sum(gaps)
    figure, top = Sketch(), float(whole)
    for place, (height, head, gap) in enumerate(zip(heights, heads, [*gaps, 0], strict=True), start=1):
        number = _number(place)
        figure.layout[f"xaxis{number}"] = {"anchor": f"y{number}", "domain": [0.0, 1.0]}
        low = max(0.0, (top - height) / whole)
        figure.layout[f"yaxis{number}"] = {"anchor": f"x{number}", "domain": [low, top / whole]}
        if head:
            words = {"text": f"<b>{head}</b>", "font": {"size": 12, "color": INK}}
            where = {"xref": "paper", "x": 0, "xanchor": "left", "yref": f"y{number} domain", "y": 1, "yshift": 4}
            figure.add_annotation(**where, yanchor="bottom", align="left", showarrow=False, **words)
        top -= height + gap
    above = TITLE_LINE * (heads[0].count("<br>") + 1) + 8 if heads and heads[0] else 12
    dressed(figure, height=whole + above + BOTTOM)
    figure.update_layout(barmode="overlay", margin={"t": above})
    return figure


def _number(place: int) -> str:
    return "" if place == 1 else str(place)


def axes_of(place: int) -> dict[str, str]:
    """Return the axes of the panel at a place, the first is 1."""
    return {"xaxis": f"x{_number(place)}", "yaxis": f"y{_number(place)}"}


def upright(figure: Sketch, *, x: float, place: int, dash: str = "dot", colour: str = EXPECTED) -> None:
    """Draw a line at a value across a panel."""
    axes = axes_of(place)
    line = {"color": colour, "width": 1, "dash": dash}
    ends = {"x0": x, "x1": x, "y0": 0, "y1": 1}
    shape = {"type": "line", "xref": axes["xaxis"], "yref": f"{axes['yaxis']} domain", **ends, "line": line}
    figure.layout["shapes"].append({**shape, "layer": "below"})


def dotted(panels: Sequence[Panel]) -> Sketch:
    """Return rows of dots with their margins, the first row on top."""
    heights = [len(panel.dots) * max(map(_height, panel.dots)) + 12 for panel in panels]
    figure = stacked(heights, titles=[panel.title for panel in panels])
    for place, panel in enumerate(panels, start=1):
        rows = list(reversed(panel.dots))
        _bands(figure, rows, place=place)
        _divide(figure, rows, place=place)
        for is_open in sorted({dot.is_open for dot in rows}):
            _marks(figure, [dot for dot in rows if dot.is_open == is_open], is_open=is_open, place=place)
        for value in (panel.null, *panel.marks):
            if value is not None:
                upright(figure, x=value, place=place, dash="solid" if value == panel.null else "dot")
        number = _number(place)
        order = {"categoryorder": "array", "categoryarray": [folded(dot.name) for dot in rows]}
        figure.layout[f"yaxis{number}"]["range"] = [-0.5, len(rows) - 0.5]
        figure.layout[f"xaxis{number}"] |= {
            "tickformat": panel.tickformat,
            "nticks": 5,
            "tickangle": 0,
            "range": _ends(panel),
        }
        figure.layout[f"yaxis{number}"] |= {"showgrid": False, "dtick": 1, **order}
    return figure


def _ends(panel: Panel) -> list[float]:
    """Return the ends of a scale that holds all that is drawn on it, also the lines, which plotly does not look at."""
    values = [one for dot in panel.dots for one in (dot.value, dot.lower, dot.upper, *(dot.band or ()))]
    found = [one for one in (*values, panel.null, *panel.marks) if one is not None]
    room = (max(found) - min(found)) * 0.06 or 0.01
    return [min(found) - room, max(found) + room]


def _height(dot: Dot) -> int:
    return max(LINE, TEXT_LINE * (folded(dot.name).count("<br>") + 1) + 6)


def _divide(figure: Sketch, rows: Sequence[Dot], *, place: int) -> None:
    """Draw a line between figures and the controls below them."""
    controls = sum(dot.is_open for dot in rows)
    if 0 < controls < len(rows):
        axes = axes_of(place)
        ends = {"x0": 0, "x1": 1, "y0": controls / len(rows), "y1": controls / len(rows)}
        line = {"color": MUTED, "width": 1}
        references = {"xref": f"{axes['xaxis']} domain", "yref": f"{axes['yaxis']} domain"}
        figure.layout["shapes"].append({"type": "line", **references, **ends, "line": line, "layer": "below"})


def _bands(figure: Sketch, rows: Sequence[Dot], *, place: int) -> None:
    """Draw the wide bars behind dots; on a row without one it has no length, and keeps the row its place."""
    spans = [dot.band or (dot.value, dot.value) for dot in rows]
    look: Settings = {"color": BAND, "line": {"width": 0}}
    lengths: Settings = {"x": [high - low for low, high in spans], "base": [low for low, _ in spans]}
    bars: Settings = {"type": "bar", "y": [folded(dot.name) for dot in rows], **lengths, "orientation": "h"}
    figure.add_trace({**bars, "width": 0.6, "marker": look, "hoverinfo": "skip", **axes_of(place)})


def _marks(figure: Sketch, rows: Sequence[Dot], *, is_open: bool, place: int) -> None:
    marker: Settings = {
        "color": [INK if dot.is_chosen else OBSERVED for dot in rows],
        "size": [12 if dot.is_chosen else 9 for dot in rows],
    }
    if is_open:
        marker |= {"symbol": "circle-open", "line": {"width": 1.6}}
    trace: dict[str, Any] = {
        "type": "scatter",
        "x": [dot.value for dot in rows],
        "y": [folded(dot.name) for dot in rows],
        "mode": "markers",
        "marker": marker,
        "error_x": margin([(dot.value, dot.lower, dot.upper) for dot in rows]),
        "text": [dot.said for dot in rows],
        "hovertemplate": "%{y}: %{text}<extra></extra>",
    }
    figure.add_trace({**trace, **axes_of(place)})


def margin(values: Sequence[tuple[float, float | None, float | None]]) -> Settings:
    """Return error bars from values with their lower and upper bound; no bar where there is no bound."""
    return {
        "type": "data",
        "symmetric": False,
        "array": [0.0 if upper is None else max(0.0, upper - value) for value, _, upper in values],
        "arrayminus": [0.0 if lower is None else max(0.0, value - lower) for value, lower, _ in values],
        "color": MUTED,
        "thickness": 1.8,
        "width": 0,
    }
