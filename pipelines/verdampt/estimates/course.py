"""The course of one care type in every place: which periods count, onset, trough, recovery, and what may be shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from verdampt.estimates.fitting import Fitted, effective_dispersion
from verdampt.statistics.calendar import PeriodType, middle, period_end
from verdampt.statistics.claims import Detail, detail
from verdampt.statistics.irls import Floats
from verdampt.statistics.recovery import (
    NEVER,
    PACES,
    Numbers,
    Onset,
    Pace,
    Ratios,
    Trough,
    onset,
    recovered,
    rolling_sum,
    shrunken_ratios,
    trough,
)

LEVELS = (0.90, 0.95, 1.00)
WIDEST_SD = 2.0
"""Of expected itself; where it is wider nothing can be said anyway."""
SEARCH_WEEKS = (-4, 6)
"""A drop may begin from so many weeks before the first wave to so many after its first day."""
DAYS: dict[PeriodType, float] = {"week": 7, "month": 365.25 / 12, "quarter": 365.25 / 4, "year": 365.25}


@dataclass(frozen=True, kw_only=True)
class Waves:
    """The windows that were fixed beforehand: the first wave, and the time until the next."""

    first: tuple[date, date]
    second_start: date

    @classmethod
    def read(cls, events: pl.DataFrame) -> "Waves | None":
        """Return the first two waves of the editable table; None without a wave."""
        waves = events.filter(event_type="wave").sort("first_date")
        if waves.is_empty():
            return None
        after = waves["first_date"][1] if len(waves) > 1 else waves["last_date"][0] + timedelta(days=84)
        return cls(first=(waves["first_date"][0], waves["last_date"][0]), second_start=after)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Places on the time axis of one group that its figures are made of."""

    pace: Pace
    wave: list[int]
    search: list[int]
    since: list[int]
    catch_up: list[int]
    recent: list[int]
    year: list[int]


def make_plan(one: Fitted, waves: Waves) -> Plan | None:
    """Return the places; None where nothing was delivered since the first wave."""
    panel = one.group.panel
    days = [middle(start, panel.period_type) for start in panel.starts]
    ends = [period_end(start, panel.period_type) for start in panel.starts]
    first, last = waves.first
    wave = [place for place, day in enumerate(days) if first <= day <= last] or [
        place for place, start in enumerate(panel.starts) if start <= first <= ends[place]
    ]
    known = np.flatnonzero(np.isfinite(one.group.panel.observed).any((0, 1)))
    if not wave or not len(known) or known[-1] < wave[0]:
        return None
    pace = PACES[panel.period_type]
    since = list(range(wave[0], int(known[-1]) + 1))
    before, after = (first + timedelta(weeks=weeks) for weeks in SEARCH_WEEKS)
    return Plan(
        pace=pace,
        wave=wave,
        search=[place for place in range(len(days)) if before <= panel.starts[place] <= after and place in since]
        or wave[:1],
        since=since,
        catch_up=[place for place, day in enumerate(days) if last < day < waves.second_start],
        recent=since[-pace.recent :],
        year=since[: len([day for day in days if day < days[0] + timedelta(days=365)])],
    )


def _ratios(one: Fitted, kind: int, *, width: int, study: Sequence[int]) -> Ratios:
    """Return shrunken ratios (R + 1, T) of one care type; the whole, as the last, is drawn to nothing."""
    observed, expected = one.observed()[kind], one.expected()[kind]
    whole = rolling_sum(observed[-1:], width) / np.maximum(rolling_sum(expected[-1:], width), 1e-9)
    mask = np.isin(np.arange(observed.shape[1]), list(study))
    dispersion = float(one.baseline.dispersion[kind])
    options = {"whole": whole[0], "dispersion": dispersion, "width": width, "study": mask}
    regions = shrunken_ratios(observed[:-1], expected[:-1], **options)
    nation = shrunken_ratios(observed[-1:], expected[-1:], **options)
    return Ratios(
        value=np.concatenate([regions.value, nation.value]), spread=np.concatenate([regions.spread, nation.spread])
    )


def _dates(places: Numbers, starts: Sequence[date]) -> list[date | None]:
    return [None if place == NEVER else starts[int(place)] for place in places]


def _quarter(day: date | None) -> date | None:
    return day and day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


@dataclass(frozen=True, kw_only=True)
class Course:
    """Onset, trough and recovery of one care type in all places (R + 1)."""

    onset: Onset
    trough: Trough
    recovered: dict[float, tuple[Numbers, Numbers, Numbers]]


def find_course(
    one: Fitted, kind: int, plan: Plan, sizes: Floats, *, wave_expected: Floats, wave_variance: Floats
) -> Course:
    """Return the course of one care type; `sizes` is expected a period, the wave's variance includes its noise."""
    short = _ratios(one, kind, width=plan.pace.trough, study=plan.since)
    long = _ratios(one, kind, width=plan.pace.recovery, study=plan.since)
    noise = one.baseline.dispersion[kind] * wave_expected
    spread = np.sqrt(np.maximum(wave_variance - noise, 0)) / np.maximum(wave_expected, 1e-9)
    own_sd = np.minimum(spread, WIDEST_SD)
    lowest = trough(short, within=plan.wave, expected_sd=own_sd)
    back = {level: recovered(long, level=level, after=lowest.place, held=plan.pace.held) for level in LEVELS}
    return Course(
        onset=onset(
            one.observed()[kind],
            one.expected()[kind],
            dispersion=effective_dispersion(one.baseline.dispersion[kind : kind + 1], sizes, one.shocks),
            search=plan.search,
        ),
        trough=lowest,
        recovered={level: (found.place, found.first, found.last) for level, found in back.items()},
    )


def shown(course: Course, sizes: Floats, starts: Sequence[date], *, can_begin: bool) -> dict[str, list[object]]:
    """Return dates and depths, those that may not be shown at a size left out or coarser (methods.md 2.4)."""
    details = [detail(float(size)) for size in sizes]
    own = [one is Detail.ALL for one in details]
    inherits = [one is Detail.INHERITED_ONSET for one in details]
    begins = [_dates(places, starts) for places in (course.onset.place, course.onset.first, course.onset.last)]
    columns: dict[str, list[object]] = {}
    for name, days in zip(("onset", "onset_first", "onset_last"), begins, strict=True):
        nation = days[-1] if own[-1] else None
        columns[name] = [
            (day if own[row] else nation if inherits[row] else None) if can_begin else None
            for row, day in enumerate(days)
        ]
    columns["onset_is_inherited"] = [one and can_begin for one in inherits]
    columns["trough_start"] = [
        day if own[row] or inherits[row] else None for row, day in enumerate(_dates(course.trough.place, starts))
    ]
    for name, values in (
        ("trough_ratio", course.trough.ratio),
        ("trough_lower", course.trough.lower),
        ("trough_upper", course.trough.upper),
    ):
        columns[name] = [
            float(value) if own[row] or inherits[row] else float("nan") for row, value in enumerate(values)
        ]
    for level, found in course.recovered.items():
        names = [f"recovered_at_{level * 100:.0f}"]
        names += [f"{names[0]}_first", f"{names[0]}_last"] if level == 0.95 else []
        for name, places in zip(names, found, strict=False):
            columns[name] = [
                None
                if details[row] is Detail.TOTALS
                else _quarter(day)
                if details[row] is Detail.QUARTERS
                else day.replace(day=1)
                if day
                else None
                for row, day in enumerate(_dates(places, starts))
            ]
    columns["detail"] = [str(one) for one in details]
    return columns
