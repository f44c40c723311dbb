"""Covariates of time, for weeks, months, quarters and years alike: trend, season, working days and holidays."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Literal

import holidays
import numpy as np
from dateutil.easter import easter
from numpy.typing import NDArray

from verdampt.statistics.irls import Floats

PeriodType = Literal["week", "month", "quarter", "year"]
Days = NDArray[np.datetime64]

DAYS_PER_YEAR = 365.25
HARMONICS: dict[PeriodType, int] = {"week": 3, "month": 2, "quarter": 1, "year": 0}
MONTHS: dict[PeriodType, int] = {"month": 1, "quarter": 3, "year": 12}
CALENDAR: dict[PeriodType, tuple[str, ...]] = {
    "week": ("working", "christmas", "bridge", "good_friday", "school"),
    "month": ("working", "school"),
    "quarter": ("working",),
    "year": (),
}
"""What of the calendar tells periods of this kind apart; the rest is the same in each or lost in it."""

HARMONIC_SD = 0.10
CALENDAR_SDS = {"working": 0.5, "christmas": 0.5, "bridge": 0.5, "good_friday": 0.5, "school": 0.3}
GOOD_FRIDAY, ASCENSION, BRIDGE = timedelta(days=-2), timedelta(days=39), timedelta(days=40)
"""Days from Easter. Care works on Good Friday; the Friday after Ascension many take off."""


def period_end(start: date, period_type: PeriodType) -> date:
    """Return the last day of the period that begins on `start` (methods.md 1.2)."""
    if period_type == "week":
        return start + timedelta(days=6)
    months = start.year * 12 + start.month - 1 + MONTHS[period_type]
    return date(months // 12, months % 12 + 1, 1) - timedelta(days=1)


def middle(start: date, period_type: PeriodType) -> date:
    """Return the day in the middle of a period; its year is the year the period belongs to (methods.md 1.2)."""
    return start + (period_end(start, period_type) - start) // 2


def years_since(starts: Sequence[date], origin: date, period_type: PeriodType) -> Floats:
    """Return the time of each period's middle in years after `origin`, shape (T,) (methods.md 1.2)."""
    return np.array([(middle(start, period_type) - origin).days / DAYS_PER_YEAR for start in starts])


@cache
def public_holidays(country: str, first_year: int, last_year: int) -> frozenset[date]:
    """Return the public holidays of a country on which care rests; in the Netherlands not Good Friday.

    5 May counts in lustrum years only. Without a country there are none.
    Source: methods.md 1.2.
    """
    years = range(first_year, last_year + 1)
    found = holidays.country_holidays(country, years=years) if country else {}
    working = {easter(year) + GOOD_FRIDAY for year in years} if country == "NL" else set()
    return frozenset(set(found) - working)


@cache
def school_holidays(country: str, zone: str, first_year: int, last_year: int) -> frozenset[date]:
    """Return the days of the school holidays of a zone; none where `holidays` does not list them (methods.md 1.2)."""
    try:
        years = range(first_year, last_year + 1)
        return frozenset(holidays.country_holidays(country, subdiv=zone, categories=("school",), years=years))
    except (NotImplementedError, ValueError):
        return frozenset()


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """The country whose holidays count, and the zones that have school holidays of their own."""

    country: str = "NL"
    zones: tuple[str, ...] = ("Noord", "Midden", "Zuid")

    def features(self, starts: Sequence[date], period_type: PeriodType) -> dict[str, Floats]:
        """Return what the calendar does to each period, shape (T,); `school` has shape (zones, T).

        working: logarithm of working days against usual; christmas and school: share of weekdays; bridge and
        good_friday: one for the week that holds that day, less in longer periods. Source: methods.md 1.2.
        """
        ends = [period_end(start, period_type) for start in starts]
        days: Days = np.datetime64(min(starts), "D") + np.arange((max(ends) - min(starts)).days + 1)
        years = range(min(starts).year, max(ends).year + 1)
        span = (years[0], years[-1])
        edges = np.array(starts, dtype="datetime64[D]"), np.array(ends, dtype="datetime64[D]")

        def count(which: NDArray[np.bool_]) -> Floats:
            """Return how many weekdays of each period are among these days."""
            sums = np.concatenate([[0], np.cumsum(which & np.is_busday(days))])
            first, last = ((edge - days[0]).astype(int) for edge in edges)
            return np.asarray(sums[last + 1] - sums[first], dtype=float)

        weekdays = count(np.full(len(days), fill_value=True))
        closed = public_holidays(self.country, *span)
        usual = 5.0 if period_type == "week" else MONTHS[period_type] * DAYS_PER_YEAR / 12 * 5 / 7
        turns = (date(year, 12, 24) + timedelta(days=day) for year in (years[0] - 1, *years) for day in range(10))
        return {
            "working": np.log(np.maximum(weekdays - count(_among(days, closed)), 0.5) / usual),
            "christmas": count(_among(days, turns)) / weekdays,
            "bridge": 5 * count(_among(days, (easter(year) + BRIDGE for year in years))) / weekdays,
            "good_friday": 5 * count(_among(days, (easter(year) + GOOD_FRIDAY for year in years))) / weekdays,
            "school": np.array(
                [count(_among(days, school_holidays(self.country, zone, *span))) / weekdays for zone in self.zones]
            ).reshape(len(self.zones), len(starts)),
        }


def _among(days: Days, chosen: object) -> NDArray[np.bool_]:
    return np.isin(days, np.array(sorted(chosen), dtype="datetime64[D]"))  # type: ignore[call-overload]


def harmonics(starts: Sequence[date], period_type: PeriodType, *, count: int) -> Floats:
    """Return sines and cosines of the day of the year, shape (T, 2 * count).

    The day comes from the middle of the period, so week 53 needs no special case (methods.md 1.2).
    """
    angle = np.array([2 * np.pi * middle(start, period_type).timetuple().tm_yday / DAYS_PER_YEAR for start in starts])
    columns = [wave(number * angle) for number in range(1, count + 1) for wave in (np.sin, np.cos)]
    return np.column_stack(columns) if columns else np.empty((len(starts), 0))


def parameters(period_type: PeriodType) -> int:
    """Return how many parameters a series of these periods has; a fit needs more periods than that (methods.md 1.2)."""
    return 2 + 2 * HARMONICS[period_type] + len(CALENDAR[period_type])
