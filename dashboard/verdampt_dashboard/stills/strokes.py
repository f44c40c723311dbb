"""Colours, lines and markers of plotly as matplotlib has them."""

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.colors import to_rgba

from verdampt_dashboard.stills.lettering import POINTS
from verdampt_dashboard.stills.reading import StillError, chosen

Colour = tuple[float, float, float, float]
NOTHING: Colour = (0.0, 0.0, 0.0, 0.0)

_RGB = re.compile(r"rgba?\(([^)]*)\)")
_DASHES: dict[str, tuple[float, ...]] = {
    "solid": (),
    "dot": (1, 1),
    "dash": (3, 3),
    "longdash": (5, 5),
    "dashdot": (3, 1, 1, 1),
    "longdashdot": (5, 2, 1, 2),
}
_THINNEST_DASH = 3.0
SYMBOLS = {
    "circle": "o",
    "square": "s",
    "diamond": "D",
    "triangle-up": "^",
    "triangle-down": "v",
    "cross": "P",
    "x": "X",
}
OPEN = "-open"


def colour(text: Any, *, opacity: float = 1.0) -> Colour:
    """Return a colour as shares of red, green, blue and opaqueness; raises StillError for what is none."""
    found = _RGB.fullmatch(str(text).replace(" ", ""))
    try:
        if found:
            red, green, blue, *alpha = (float(part) for part in found[1].split(","))
            return red / 255, green / 255, blue / 255, (alpha[0] if alpha else 1.0) * opacity
        if text == "transparent":
            return NOTHING
        red, green, blue, alone = to_rgba(text)
    except (ValueError, TypeError) as reason:
        raise StillError(f"{text!r} is no colour that is drawn on stills") from reason
    return red, green, blue, alone * opacity


def colours(found: Any, *, count: int, opacity: float = 1.0) -> list[Colour]:
    """Return a colour for each mark: one for all, or one each."""
    each = [found] * count if isinstance(found, str) or found is None else list(found)
    return [colour(one, opacity=opacity) for one in each]


def line_style(dash: str, *, width: float) -> str | tuple[float, tuple[float, ...]]:
    """Return a dash for matplotlib, which measures dashes in widths of the line; plotly's are never under 3 pixels."""
    pattern = chosen(dash, _DASHES, where="dash")
    if not pattern:
        # An empty pattern is written as an empty attribute, at which some readers of SVG leave the line out.
        return "solid"
    unit = max(width, _THINNEST_DASH) / width if width else 1.0
    return 0.0, tuple(part * unit for part in pattern)


def pen(line: dict[str, Any], *, width: float, opacity: float = 1.0) -> dict[str, Any]:
    """Return how a line is drawn, for matplotlib; `width` is what it is when the line does not say."""
    pixels = float(line.get("width", width))
    return {
        "color": colour(line.get("color"), opacity=opacity) if pixels else NOTHING,
        "linewidth": pixels * POINTS,
        "linestyle": line_style(line.get("dash", "solid"), width=pixels),
    }


def shades(values: Sequence[float], *, scale: Sequence[Sequence[Any]]) -> list[Colour]:
    """Return the colour of each value between 0 and 1 on a scale of places and colours."""
    places = [float(place) for place, _ in scale]
    channels = np.array([colour(one) for _, one in scale])
    mixed = np.column_stack([np.interp(values, places, channel) for channel in channels.T])
    return [(red, green, blue, alpha) for red, green, blue, alpha in mixed.tolist()]
