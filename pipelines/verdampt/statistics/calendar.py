"""Covariates of time: trend, season and Christmas, for weeks, months, quarters and years alike."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

import numpy as np

from verdampt.statistics.irls import Floats

PeriodType = Literal["week", "month", "quarter", "year"]

DAYS_PER_YEAR = 365.25
HARMONICS: dict[PeriodType, int] = {"week": 2, "month": 2, "quarter": 1, "year": 0}
MONTHS: dict[PeriodType, int] = {"month": 1, "quarter": 3, "year": 12}

SLOPE_SD = 0.03
HARMONIC_SD = 0.10
CALENDAR_SD = 0.5


def period_end(start: date, period_type: PeriodType) -> date:
    """Return the last day of the period that begins on `start`."""
    if period_type == "week":
        return start + timedelta(days=6)
    months = start.year * 12 + start.month - 1 + MONTHS[period_type]
    return date(months // 12, months % 12 + 1, 1) - timedelta(days=1)


def middle(start: date, period_type: PeriodType) -> date:
    """Return the day in the middle of a period; its year is the year the period belongs to."""
    return start + (period_end(start, period_type) - start) // 2


def years_since(starts: Sequence[date], origin: date, period_type: PeriodType) -> Floats:
    """Return the time of each period's middle in years after `origin`, shape (T,)."""
    return np.array([(middle(start, period_type) - origin).days / DAYS_PER_YEAR for start in starts])


def _christmas_share(monday: date) -> float:
    weekdays = [monday + timedelta(days=day) for day in range(5)]
    return sum((day.month, day.day) >= (12, 24) or (day.month, day.day) <= (1, 2) for day in weekdays) / 5


def parameters(period_type: PeriodType) -> int:
    """Return how many parameters a series of these periods has; a fit needs more periods than that."""
    return 2 + 2 * HARMONICS[period_type] + (period_type == "week")


def design(starts: Sequence[date], *, period_type: PeriodType, origin: date) -> tuple[Floats, Floats]:
    """Return the design (T, p) and its penalty (p, p): level, trend, harmonics and, for weeks, Christmas.

    The day of the year comes from the middle of the period, so week 53 needs no special case.
    Source: methods.md 1.2.
    """
    angle = np.array([2 * np.pi * middle(start, period_type).timetuple().tm_yday / DAYS_PER_YEAR for start in starts])
    columns = [np.ones(len(starts)), years_since(starts, origin, period_type)]
    deviations = [np.inf, SLOPE_SD]
    for harmonic in range(1, HARMONICS[period_type] + 1):
        columns += [np.sin(harmonic * angle), np.cos(harmonic * angle)]
        deviations += [HARMONIC_SD, HARMONIC_SD]
    if period_type == "week":
        columns.append(np.array([_christmas_share(start) for start in starts]))
        deviations.append(CALENDAR_SD)
    return np.column_stack(columns), np.diag(1 / np.array(deviations) ** 2)
