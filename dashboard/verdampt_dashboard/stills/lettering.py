"""Type on stills: families, how wide a text is, lines of a paragraph, and the few marks plotly's texts may hold."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from html import unescape
from typing import Any

from matplotlib.artist import Artist
from matplotlib.font_manager import FontProperties, fontManager
from matplotlib.offsetbox import HPacker, OffsetBox, TextArea, VPacker
from matplotlib.textpath import TextToPath

from verdampt_dashboard.fonts import BOLD, REGULAR, SANS, SERIF, font_files
from verdampt_dashboard.stills.reading import Settings, StillError, chosen

INCH = 96.0
"""Pixels of plotly and of style sheets in an inch."""
POINTS = 72.0 / INCH
"""Points in a pixel."""

_OTHERWISE = ("DejaVu Sans",)
_LINE = 1.33
"""The height of a line, in sizes of its text; that of the families of the pages."""
INSET = 2.0
"""Pixels that plotly keeps around a text."""


@cache
def _families() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what sans and serif are here; a character that is not in them comes from the family behind it."""
    files = font_files()
    for path in files:
        fontManager.addfont(path)
    return ((SANS, *_OTHERWISE), (SERIF, *_OTHERWISE)) if files else (_OTHERWISE, _OTHERWISE)


@lru_cache(maxsize=256)
def face(*, size: float, bold: bool = False, serif: bool = False) -> FontProperties:
    """Return a font of a size in pixels."""
    weight = BOLD if bold else REGULAR
    return FontProperties(family=list(_families()[serif]), size=size * POINTS, weight=weight)


@lru_cache(maxsize=4096)
def _extent(text: str, size: float, bold: bool, serif: bool) -> tuple[float, float]:
    width, height, _ = TextToPath().get_text_width_height_descent(
        text, face(size=size, bold=bold, serif=serif), ismath=False
    )
    return width / POINTS, height / POINTS


def width_of(text: str, *, size: float, bold: bool = False, serif: bool = False) -> float:
    """Return how wide a text is, in pixels as its size is."""
    return _extent(text, size, bold, serif)[0]


def wrapped(text: str, *, width: float, size: float, bold: bool = False, serif: bool = False) -> list[str]:
    """Return the lines of a text that is a width wide; only a word that is wider still sticks out."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines.append("")
        # Not split(): that also breaks at the no-break space before a per cent sign.
        for word in paragraph.split(" "):
            longer = f"{lines[-1]} {word}".strip(" ")
            if lines[-1] and width_of(longer, size=size, bold=bold, serif=serif) > width:
                lines.append(word)
            else:
                lines[-1] = longer
    return lines


def runs_of(text: str) -> list[list[tuple[str, bool]]]:
    """Return the lines of a marked-up text as runs that are bold or not; raises StillError for marks but b and br."""
    lines: list[list[tuple[str, bool]]] = [[]]
    bold = False
    for part in re.split(r"(<[^<>]+>)", text):
        match re.sub(r"[\s/]+>$", ">", part.lower()) if part.startswith("<") else "":
            case "<br>":
                lines.append([])
            case "<b>" | "</b>" as mark:
                bold = mark == "<b>"
            case "" if part:
                lines[-1].append((unescape(part), bold))
            case "":
                pass
            case _:
                raise StillError(f"{text!r}: {part} is not drawn on stills, only <b> and <br>")
    return lines


def box_of(text: str, *, font: Settings, align: str) -> OffsetBox:
    """Return a marked-up text as a box that can be placed."""
    side: Any = chosen(align, {one: one for one in ("left", "center", "right")}, where="align")
    size = float(font["size"])
    lines: list[Artist] = [
        HPacker(children=[_area(run, size=size, bold=bold, colour=font["color"]) for run, bold in line], pad=0, sep=0)
        for line in (runs or [(" ", False)] for runs in runs_of(text))
    ]
    return VPacker(children=lines, pad=INSET * POINTS, sep=0, align=side)


def _area(text: str, *, size: float, bold: bool, colour: Any) -> TextArea:
    return TextArea(text, textprops={"fontproperties": face(size=size, bold=bold), "color": colour})


def extent_of(text: str, *, size: float) -> tuple[float, float]:
    """Return the width and height of a marked-up text in pixels."""
    lines = runs_of(text)
    widths = [sum(width_of(run, size=size, bold=bold) for run, bold in line) for line in lines]
    return max(widths), len(lines) * size * _LINE


def widest(texts: Sequence[str], *, size: float) -> float:
    """Return how wide the widest text is; nothing is as wide as nothing."""
    return max((extent_of(text, size=size)[0] for text in texts), default=0.0)


def plain(text: str) -> str:
    """Return a marked-up text without bold in it as lines; raises StillError when there is."""
    lines = runs_of(text)
    if any(bold for line in lines for _, bold in line):
        raise StillError(f"{text!r}: bold is not drawn in the labels of axes on stills")
    return "\n".join("".join(run for run, _ in line) for line in lines)
