"""What an axis measures, where values lie on it, and how far it reaches: as plotly.js decides it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import numpy as np

from verdampt_dashboard.stills.reading import Chart, Settings, StillError, axes_of, chosen

Numbers = np.ndarray[tuple[int], np.dtype[np.float64]]

EXTRA = 0.05
"""The part of an axis that plotly leaves free beyond the last mark."""
_DAY = re.compile(r"\d{4}-\d{2}(-\d{2}([T ].*)?)?")


class Kind(StrEnum):
    """What an axis measures."""

    NUMBER = "linear"
    DATE = "date"
    CATEGORY = "category"


def values_of(found: Any) -> list[Any]:
    """Return a list, a tuple or an array as a list; nothing is an empty one."""
    return [] if found is None else list(found)


def _kind(values: Iterable[Any], *, where: str) -> Kind:
    for value in values:
        if isinstance(value, date | np.datetime64) or (isinstance(value, str) and _DAY.fullmatch(value)):
            return Kind.DATE
        if isinstance(value, str):
            if re.fullmatch(r"\s*[-+]?\d+([.,]\d+)?\s*", value):
                raise StillError(f"{where}: texts that are numbers; set the type of the axis to category")
            return Kind.CATEGORY
        if value is not None:
            return Kind.NUMBER
    return Kind.NUMBER


@dataclass(frozen=True, kw_only=True)
class Scale:
    """What an axis measures, and its categories in their order."""

    name: str
    kind: Kind
    categories: tuple[str, ...] = ()

    def places(self, values: Iterable[Any]) -> Numbers:
        """Return where values lie: numbers as they are, days since 1970, the order of categories; a gap is NaN."""
        if self.kind is Kind.DATE:
            moments = np.array(list(values), dtype="datetime64[us]")
            return np.asarray((moments - np.datetime64(0, "D")) / np.timedelta64(1, "D"), dtype=np.float64)
        return np.array([self.place(value) for value in values], dtype=np.float64)

    def place(self, value: Any) -> float:
        """Return where one value lies; raises StillError for one that the axis does not have."""
        if value is None:
            return np.nan
        if self.kind is Kind.DATE:
            return float(self.places([value])[0])
        if self.kind is Kind.CATEGORY and isinstance(value, str):
            if value not in self.categories:
                raise StillError(f"axis {self.name}: {value!r} is none of its categories")
            return float(self.categories.index(value))
        return float(value)


def scales_of(chart: Chart) -> dict[str, Scale]:
    """Return the scale of every axis that has a trace on it."""
    return {name: _scale(chart, name) for pair in chart.panels for name in pair}


def _scale(chart: Chart, name: str) -> Scale:
    settings, values = chart.axis(name), list(_values_on(chart, name))
    where = f"axis {name}"
    kind = chosen(settings["type"], {one.value: one for one in Kind}, where=where) if "type" in settings else None
    kind = kind or _kind(values, where=where)
    names = (str(value) for value in values if value is not None) if kind is Kind.CATEGORY else ()
    first = values_of(settings.get("categoryarray"))
    if chosen(settings.get("categoryorder", "array"), {"trace": True, "array": False}, where=where):
        first = []
    return Scale(name=name, kind=kind, categories=tuple(dict.fromkeys((*first, *names))))


def _values_on(chart: Chart, name: str) -> Iterator[Any]:
    for trace in chart.traces:
        if trace["type"] != "choropleth" and name in axes_of(trace):
            yield from values_of(trace.get(name[0]))


@dataclass(frozen=True, kw_only=True)
class Reach:
    """A value an axis must hold, and the pixels to keep free around it; `extra` keeps free a part of the axis too."""

    value: float
    before: float = 0.0
    after: float = 0.0
    extra: bool = False

    def padded(self, length: float) -> tuple[float, float]:
        """Return the pixels before and after, on an axis of a length."""
        share = EXTRA * length if self.extra else 0.0
        return self.before + share, self.after + share


def autorange(reaches: Sequence[Reach], *, length: float, to_zero: bool) -> tuple[float, float]:
    """Return the shortest range of an axis in which everything fits with the pixels around it."""
    if not reaches:
        return 0.0, 1.0
    lows = _reduced(reaches, length=length, side=0)
    highs = _reduced(reaches, length=length, side=1)
    if to_zero:
        lows = [(0.0, 0.0)] if min(value for value, _ in lows) >= 0 else lows
        highs = [(0.0, 0.0)] if max(value for value, _ in highs) <= 0 else highs
    fits = [
        ((high - low) / max(length - before - after, length / 10), low, before, high, after)
        for low, before in lows
        for high, after in highs
    ]
    unit, low, before, high, after = max(fits)
    if unit > 0:
        return low - unit * before, high + unit * after
    return (0.0, 1.0) if to_zero else (low - 1, low + 1)


def _reduced(reaches: Sequence[Reach], *, length: float, side: int) -> list[tuple[float, float]]:
    """Return the outermost value for each number of pixels around it: the others cannot matter."""
    outer: dict[float, float] = {}
    pick = (min, max)[side]
    for one in reaches:
        pad = one.padded(length)[side]
        outer[pad] = pick(outer.get(pad, one.value), one.value)
    return [(value, pad) for pad, value in outer.items()]


def is_reversed(settings: Settings) -> bool:
    """Return whether an axis runs the other way."""
    options = {True: False, "reversed": True, False: False}
    return bool(chosen(settings.get("autorange", True), options, where="autorange"))
