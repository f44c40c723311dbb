"""Where an axis has its ticks, as plotly.js decides it, and how their labels are written in Dutch and English."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from verdampt_dashboard.stills.reading import Settings, StillError, chosen
from verdampt_dashboard.stills.scales import Kind, Scale, values_of

MINUS, NO_BREAK = "\N{MINUS SIGN}", "\N{NO-BREAK SPACE}"
_SEPARATORS = {"nl": str.maketrans(",.", ".,"), "en": {}}
_NUMBER = re.compile(r"(?P<sign>\+)?(?P<group>,)?(?:\.(?P<decimals>\d))?(?P<type>[f%])")
_DATE = re.compile(r"(%[Ymd]|[-/. ])+")
_YEAR, _MONTH, _MILLISECONDS = 365.25, 30.4375, 86_400_000.0
_ROUND, _MONTHS, _DAYS = (2, 5, 10), (1, 2, 3, 6, 12), (1, 2, 7, 14)
_NEAR = 1e-9
_ROOM = {"x": 80, "y": 40}
"""Pixels that plotly gives one tick where nothing is asked."""


@dataclass(frozen=True, kw_only=True)
class Tick:
    """A place on an axis and what is written there."""

    place: float
    label: str


def written(value: float, pattern: str, *, language: str) -> str:
    """Return a number by one of d3's patterns: 1.234,5 and −28 % in Dutch, 1,234.5 and −28% in English."""
    swap = chosen(language, _SEPARATORS, where="language")
    asked = _NUMBER.fullmatch(pattern)
    if asked is None:
        raise StillError(f"tickformat: {pattern!r} is not drawn on stills; only such as ',.0f', '.1f' and '+.0%'")
    is_share, decimals = asked["type"] == "%", int(asked["decimals"] or 6)
    shown = round(value * 100 if is_share else value, decimals) + 0.0
    text = f"{abs(shown):{asked['group'] or ''}.{decimals}f}".translate(swap)
    sign = MINUS if shown < 0 else ("±" if shown == 0 else "+") if asked["sign"] else ""
    return sign + text + ((NO_BREAK if language == "nl" else "") + "%" if is_share else "")


def ticks_of(
    scale: Scale, settings: Settings, *, ends: tuple[float, float], length: float, language: str
) -> list[Tick]:
    """Return the ticks of an axis between its ends; raises StillError for a format or step that is not drawn."""
    low, high = min(ends), max(ends)
    ticks = _asked(scale, settings, language=language)
    if ticks is None:
        ticks = _regular(scale, settings, low=low, high=high, length=length, language=language)
    slack = (high - low) * 1e-6
    return [one for one in ticks if low - slack <= one.place <= high + slack]


def _asked(scale: Scale, settings: Settings, *, language: str) -> list[Tick] | None:
    """Return the ticks that the figure names itself, if it does."""
    if scale.kind is Kind.CATEGORY and "tickvals" not in settings:
        return [Tick(place=float(place), label=name) for place, name in enumerate(scale.categories)]
    if "tickvals" not in settings:
        return None
    places = [float(place) for place in scale.places(settings["tickvals"])]
    texts = values_of(settings.get("ticktext")) or _labels(places, scale, settings, language=language)
    return [Tick(place=place, label=str(text)) for place, text in zip(places, texts, strict=True)]


def _labels(places: Sequence[float], scale: Scale, settings: Settings, *, language: str) -> list[str]:
    pattern = settings.get("tickformat", "")
    if scale.kind is Kind.CATEGORY:
        return [scale.categories[round(place)] for place in places]
    if scale.kind is Kind.DATE:
        if not _DATE.fullmatch(pattern):
            raise StillError(f"axis {scale.name}: dates as {pattern!r} are not drawn on stills, only %Y, %m and %d")
        return [f"{_moment(place):{pattern}}" for place in places]
    pattern = pattern or f",.{max(map(_decimals, places), default=0)}f"
    return [written(place, pattern, language=language) for place in places]


def _decimals(value: float) -> int:
    """Return how many decimals a round number has."""
    return max(0, len(f"{value:.6f}".rstrip("0").partition(".")[2]))


def _regular(scale: Scale, settings: Settings, *, low: float, high: float, length: float, language: str) -> list[Tick]:
    count = settings.get("nticks") or min(max(length / _ROOM[scale.name[0]], 4), 9) + 1
    rough = (high - low) / count
    if scale.kind is Kind.DATE:
        places = _dates(_date_step(max(rough, _finest_date(settings)), settings.get("dtick")), low=low, high=high)
    else:
        step = float(settings.get("dtick") or max(rounded_up(rough, _ROUND), _finest(settings)))
        first, last = math.ceil(low / step - _NEAR), math.floor(high / step + _NEAR)
        places = [round(place * step, 12) for place in range(first, last + 1)]
    labels = _labels(places, scale, settings, language=language)
    return [Tick(place=place, label=label) for place, label in zip(places, labels, strict=True)]


def _finest(settings: Settings) -> float:
    """Return the smallest step that the format can write: ticks at a half would both be written as one."""
    asked = _NUMBER.fullmatch(settings.get("tickformat", ""))
    decimals = int(asked["decimals"] or 6) + 2 * (asked["type"] == "%") if asked else 12
    return float(10.0**-decimals)


def rounded_up(rough: float, among: Sequence[int], *, base: float | None = None) -> float:
    """Return the first round number from a rough one upwards, of those given times a power of ten."""
    power = 10.0 ** math.floor(math.log10(rough)) if base is None else base
    return next((one * power for one in among if one * power >= rough * (1 - _NEAR)), among[-1] * power)


def _finest_date(settings: Settings) -> float:
    """Return the smallest number of days between dates that the format can tell apart."""
    pattern = settings.get("tickformat", "")
    return 1.0 if "%d" in pattern else _MONTH / 2 + 1 if "%m" in pattern else _YEAR / 2 + 1


def _date_step(rough: float, asked: Any) -> str | float:
    """Return the step between dates from the number of days there would be: months as 'M12', or days."""
    if asked is not None:
        return asked if isinstance(asked, str) else float(asked) / _MILLISECONDS
    if 2 * rough > _YEAR:
        return f"M{12 * rounded_up(rough / _YEAR, _ROUND):.0f}"
    if 2 * rough > _MONTH:
        return f"M{rounded_up(rough / _MONTH, _MONTHS, base=1.0):.0f}"
    return rounded_up(rough, _DAYS, base=1.0)


def _dates(step: str | float, *, low: float, high: float) -> list[float]:
    """Return the days of a step, counted from 1 January 2000 as plotly does."""
    if not isinstance(step, str):
        start = float(_day(date(2000, 1, 1)))
        first, last = math.ceil((low - start) / step), math.floor((high - start) / step)
        return [start + place * step for place in range(first, last + 1)]
    asked = re.fullmatch(r"M(\d+)", step)
    if asked is None:
        raise StillError(f"dtick: {step!r} is not drawn on stills, only months such as 'M12'")
    months = int(asked[1])
    first, last = (_months(_moment(end)) // months for end in (low, high))
    days = (date(2000 + place * months // 12, place * months % 12 + 1, 1) for place in range(first, last + 1))
    return [place for place in (float(_day(day)) for day in days) if low <= place <= high]


def _moment(place: float) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=place)


def _day(day: date) -> int:
    return (day - date(1970, 1, 1)).days


def _months(day: date) -> int:
    return (day.year - 2000) * 12 + day.month - 1
