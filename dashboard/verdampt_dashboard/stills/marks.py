"""Shapes and texts on a chart: at values of its axes, at parts of a panel, or at parts of the paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.offsetbox import AnnotationBbox
from matplotlib.patches import Rectangle
from matplotlib.transforms import Bbox, BboxTransformTo, Transform, blended_transform_factory

from verdampt_dashboard.stills.lettering import INCH, POINTS, box_of, widest, wrapped
from verdampt_dashboard.stills.plan import AxisPlan, domain
from verdampt_dashboard.stills.reaches import share_before
from verdampt_dashboard.stills.reading import Settings, StillError, chosen
from verdampt_dashboard.stills.strokes import NOTHING, colour, pen

DOMAIN, PAPER = " domain", "paper"
_LAYERS = {"below": 1.0, "above": 5.0}
_TEXT = 6.0
_NEAR = 1e-6
_TITLE_ROOM = 1.1
"""The part of the width of its panel that a title may take: a little more than the panel, for there is a gap."""
_SMALLEST = 0.8
_BEHIND_PANELS, _BEFORE_PANELS = -1.0, 1.0


@dataclass(frozen=True, kw_only=True)
class Board:
    """What shapes and texts are put on: the page, the box of its paper in parts of the page, and the panels by axis."""

    figure: Figure
    paper: Bbox
    panels: Mapping[str, Axes]
    axes: Mapping[str, AxisPlan]

    def panel(self, reference: str) -> Axes | None:
        """Return the panel a reference is to, or None for the paper."""
        if reference == PAPER:
            return None
        found = self.panels.get(reference.removesuffix(DOMAIN))
        if found is None:
            raise StillError(f"{reference!r}: a shape or text refers to an axis on which nothing is drawn")
        return found

    def transform(self, reference: str) -> Transform:
        """Return how the numbers of a reference become places on the page."""
        panel = self.panel(reference)
        if panel is None:
            return BboxTransformTo(self.paper) + self.figure.transFigure
        return panel.transAxes if reference.endswith(DOMAIN) else panel.transData

    def place(self, value: Any, reference: str) -> float:
        """Return where a value lies by its reference."""
        return self.axes[reference].scale.place(value) if reference in self.axes else float(value)

    def add(self, artist: Artist, references: tuple[str, str], *, order: float) -> None:
        """Put something on its panel, which cuts off what sticks out, or on the page."""
        artist.set_zorder(order)
        panel = self.panel(references[0]) or self.panel(references[1])
        if panel is None:
            artist.set_zorder(_BEHIND_PANELS if order < _LAYERS["above"] else _BEFORE_PANELS)
            self.figure.add_artist(artist)
        else:
            panel.add_artist(artist)


def draw_shape(board: Board, shape: Settings) -> None:
    """Draw a line or a rectangle; raises StillError for other shapes."""
    references = shape["xref"], shape["yref"]
    (x0, x1), (y0, y1) = (
        [board.place(shape[f"{letter}{end}"], reference) for end in (0, 1)]
        for letter, reference in zip("xy", references, strict=True)
    )
    across, up = (board.transform(reference) for reference in references)
    style = pen(shape["line"], width=2, opacity=shape.get("opacity", 1.0))
    drawn: Artist = (
        Line2D([x0, x1], [y0, y1], **style, dash_capstyle="butt")
        if chosen(shape.get("type"), {"line": True, "rect": False}, where="type of a shape")
        else _rectangle((x0, x1, y0, y1), style=style, shape=shape)
    )
    drawn.set_transform(blended_transform_factory(across, up))
    board.add(drawn, references, order=chosen(shape["layer"], _LAYERS, where="layer"))


def _rectangle(corners: tuple[float, float, float, float], *, style: Settings, shape: Settings) -> Rectangle:
    x0, x1, y0, y1 = corners
    filling = colour(shape["fillcolor"], opacity=shape.get("opacity", 1.0)) if "fillcolor" in shape else NOTHING
    line = {"edgecolor": style["color"], "linewidth": style["linewidth"], "linestyle": style["linestyle"]}
    return Rectangle((x0, y0), x1 - x0, y1 - y0, facecolor=filling, **line)


def draw_annotation(board: Board, text: Settings) -> None:
    """Write a text beside its point; raises StillError for one with an arrow."""
    if text["showarrow"]:
        raise StillError(f"{text['text']!r}: arrows are not drawn on stills; set showarrow to False")
    references = text["xref"], text["yref"]
    x, y = (board.place(text[letter], reference) for letter, reference in zip("xy", references, strict=True))
    if not (_is_within(board, x, references[0]) and _is_within(board, y, references[1])):
        return
    across, up = (board.transform(reference) for reference in references)
    fitted = _fitted(board, text)
    box = AnnotationBbox(
        box_of(fitted["text"], font=fitted["font"], align=text.get("align", "center")),
        (x, y),
        xybox=(text.get("xshift", 0) * POINTS, text.get("yshift", 0) * POINTS),
        xycoords=blended_transform_factory(across, up),
        boxcoords="offset points",
        box_alignment=(share_before(text, "x"), share_before(text, "y")),
        frameon=False,
        pad=0,
        annotation_clip=False,
    )
    box.set_clip_on(False)
    board.add(box, references, order=_TEXT)


def _fitted(board: Board, text: Settings) -> Settings:
    """Return a text; the title of a panel is broken into lines, or made smaller, where it would run into the next."""
    words, size = str(text["text"]), float(text["font"]["size"])
    room = _room(board, text)
    if room is None or "<" in words:
        return text
    lines = wrapped(words, width=room, size=size)
    smaller = max(_SMALLEST, min(1.0, room / widest(lines, size=size)))
    return {**text, "text": "<br>".join(lines), "font": {**text["font"], "size": size * smaller}}


def _room(board: Board, text: Settings) -> float | None:
    """Return how wide the title of a panel may be, in pixels; None for other texts."""
    for axis in board.axes.values():
        low, high = domain(axis.settings)
        is_narrow = axis.scale.name[0] == "x" and high - low < 1
        if is_narrow and text["xref"] == PAPER and abs((low + high) / 2 - float(text["x"])) < _NEAR:
            return (high - low) * board.paper.width * float(board.figure.get_figwidth()) * INCH * _TITLE_ROOM
    return None


def _is_within(board: Board, place: float, reference: str) -> bool:
    """Return whether a value is on its axis: like plotly, texts beside values that are out of sight are left out."""
    if reference not in board.axes:
        return True
    low, high = sorted(board.axes[reference].ends)
    slack = (high - low) * _NEAR
    return low - slack <= place <= high + slack
