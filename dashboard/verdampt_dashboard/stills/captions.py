"""The words around a chart: title, filter, what the colours mean, and where the figures come from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.transforms import Affine2D, Transform

from verdampt_dashboard.drawing import INK, MUTED, RULE
from verdampt_dashboard.stills.lettering import POINTS, face, width_of, wrapped
from verdampt_dashboard.stills.reading import StillError
from verdampt_dashboard.stills.strokes import colour, line_style

PAD = 18.0
"""Pixels between the edge of the page and what is on it."""
_KEY_SIZE, _SWATCH, _SWATCH_GAP, _KEY_GAP, _KEY_LINE = 13.0, 24.0, 6.0, 20.0, 22.0
_ASCENT = 0.98
"""The part of the size of a text by which its line of writing lies under its top."""


@dataclass(frozen=True, kw_only=True)
class Key:
    """What a line or colour means."""

    label: str
    colour: str
    kind: Literal["line", "dots", "area"]


@dataclass(frozen=True, kw_only=True)
class Caption:
    """The words around a chart; the keys stand between subtitle and chart, as the legend does on the page."""

    title: str
    subtitle: str
    footer: str
    keys: Sequence[Key] = ()


@dataclass(frozen=True, kw_only=True)
class _Style:
    size: float
    line: float
    ink: str
    after: float
    bold: bool = False
    serif: bool = False


_TITLE = _Style(size=21, line=27, ink=INK, after=3, bold=True, serif=True)
_SUBTITLE = _Style(size=13, line=19, ink=MUTED, after=7)
_FOOTER = _Style(size=11, line=16, ink=MUTED, after=0)
_RULE_GAP = 8.0


@dataclass(frozen=True, kw_only=True)
class Set:
    """A caption set in lines, with the pixels it takes above and below the chart."""

    head: tuple[tuple[_Style, tuple[str, ...]], ...]
    keys: tuple[tuple[Key, ...], ...]
    foot: tuple[str, ...]

    @property
    def above(self) -> float:
        """The pixels from the top of the page to the chart."""
        text = sum(len(lines) * style.line + style.after for style, lines in self.head)
        return PAD + text + len(self.keys) * _KEY_LINE

    @property
    def below(self) -> float:
        """The pixels from the chart to the bottom of the page."""
        return 2 * _RULE_GAP + len(self.foot) * _FOOTER.line + PAD - _RULE_GAP


def set_caption(caption: Caption, *, width: float) -> Set:
    """Return a caption in lines that fit between the edges of a page."""
    room = width - 2 * PAD

    def lines(text: str, style: _Style) -> tuple[str, ...]:
        return tuple(wrapped(text, width=room, size=style.size, bold=style.bold, serif=style.serif)) if text else ()

    head = ((_TITLE, lines(caption.title, _TITLE)), (_SUBTITLE, lines(caption.subtitle, _SUBTITLE)))
    keys = tuple(tuple(row) for row in _rows(caption.keys, room=room))
    return Set(head=head, keys=keys, foot=lines(caption.footer, _FOOTER))


def _key_width(key: Key) -> float:
    return _SWATCH + _SWATCH_GAP + width_of(key.label, size=_KEY_SIZE) + _KEY_GAP


def _rows(keys: Sequence[Key], *, room: float) -> Iterator[list[Key]]:
    row: list[Key] = []
    for key in keys:
        if row and sum(map(_key_width, [*row, key])) - _KEY_GAP > room:
            yield row
            row = []
        row.append(key)
    if row:
        yield row


def write_caption(page: Figure, caption: Set, *, width: float, height: float) -> None:
    """Write a caption on a page of a size in pixels."""
    # Pixels from the upper left, as one reads: the page itself counts from the lower left, in parts of itself.
    place = Affine2D().scale(1 / width, -1 / height).translate(0, 1) + page.transFigure
    top = PAD
    for style, lines in caption.head:
        _write(page, lines, style=style, top=top, place=place)
        top += len(lines) * style.line + style.after
    for row in caption.keys:
        _write_keys(page, row, middle=top + _KEY_LINE / 2, place=place)
        top += _KEY_LINE
    rule = height - caption.below + _RULE_GAP
    page.add_artist(Line2D([PAD, width - PAD], [rule, rule], color=RULE, linewidth=POINTS, transform=place))
    _write(page, caption.foot, style=_FOOTER, top=rule + _RULE_GAP, place=place)


def _write(page: Figure, lines: Sequence[str], *, style: _Style, top: float, place: Transform) -> None:
    font = face(size=style.size, bold=style.bold, serif=style.serif)
    for number, line in enumerate(lines):
        under = top + number * style.line + (style.line - style.size) / 2 + style.size * _ASCENT * 0.86
        page.text(PAD, under, line, transform=place, color=style.ink, fontproperties=font, va="baseline")


def _write_keys(page: Figure, row: Sequence[Key], *, middle: float, place: Transform) -> None:
    left = PAD
    for key in row:
        swatch = _swatch(key, left=left, middle=middle)
        swatch.set_transform(place)
        page.add_artist(swatch)
        under = middle + _KEY_SIZE * 0.34
        beside = left + _SWATCH + _SWATCH_GAP
        page.text(beside, under, key.label, transform=place, color=MUTED, fontproperties=face(size=_KEY_SIZE))
        left += _key_width(key)


def _swatch(key: Key, *, left: float, middle: float) -> Artist:
    match key.kind:
        case "area":
            return Rectangle((left, middle - 5), _SWATCH, 10, facecolor=colour(key.colour), linewidth=0)
        case "line" | "dots":
            width = 2.4 if key.kind == "line" else 1.6
            dash = line_style("solid" if key.kind == "line" else "dot", width=width)
            style: dict[str, Any] = {"color": colour(key.colour), "linewidth": width * POINTS, "linestyle": dash}
            return Line2D([left, left + _SWATCH], [middle, middle], **style, solid_capstyle="butt")
        case _:
            raise StillError(f"{key.kind!r}: a key is a line, dots or an area")
