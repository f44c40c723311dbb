"""Whether regions that missed more saw more of an outcome: all at once, and deep beside shallow (V4)."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from verdampt.questions.cases import Case, Outcome
from verdampt.questions.excess_harms import SMALLEST_EXPECTED, excess_effect, outcome_totals
from verdampt.questions.harm_rows import Row, e_value_columns, figures, row_of
from verdampt.questions.series import Series, Totals
from verdampt.statistics.dose_response import dose_response
from verdampt.statistics.event_study import deeper_half, event_study
from verdampt.statistics.irls import Floats
from verdampt.statistics.power import MARGIN, detectable, power_of, slope_error

FEWEST_REGIONS, SMALLEST_SPREAD = 10, 1e-6
"""Of fewer regions, or where all missed as much, nothing is said of one against the other."""
MONTHS_TOGETHER = 6


@dataclass(frozen=True, kw_only=True)
class Regional:
    """What was missed and what happened in the regions of the first scheme; arrays (R,)."""

    excess: Floats
    """Of the outcome, as a part of what was expected."""
    excess_variance: Floats
    missed: Floats
    """Referrals, as a part of what was expected."""
    missed_variance: Floats


def _relative(totals: Totals) -> tuple[Floats, Floats]:
    """Return the excess as a part of expected (R,) and its variance; NaN where too little was expected."""
    expected = np.where(totals.expected[:-1] >= SMALLEST_EXPECTED, totals.expected[:-1], np.nan)
    return totals.observed[:-1] / expected - 1, totals.own_variance[:-1] / np.square(expected)


def _regional(case: Case, outcome: Outcome) -> Regional | None:
    found = outcome_totals(case, outcome)
    name = case.referral(outcome.path_number)
    if found is None or not case.referrals[0].has(name):
        return None
    (months, totals), weeks = found, case.referrals[0]
    missed, doubt = _relative(weeks.total(name, weeks.places(list(case.waves.values()))))
    places = [weeks.regions.index(region) if region in weeks.regions else -1 for region in months.regions[:-1]]
    excess, variance = _relative(totals)
    return Regional(
        excess=excess,
        excess_variance=variance,
        missed=np.array([-missed[place] if place >= 0 else np.nan for place in places]),
        missed_variance=np.array([doubt[place] if place >= 0 else np.nan for place in places]),
    )


def by_dose(case: Case, outcome: Outcome) -> Row:
    """Return whether regions that missed more saw more of the outcome, the negative control taken off.

    COVID admissions per region are not among the extracts, so nothing is adjusted for them.
    """
    found = _regional(case, outcome)
    if found is None:
        return row_of(outcome, "dose_response", "no_data")
    seen = np.isfinite(found.excess) & np.isfinite(found.missed)
    regions = int(seen.sum())
    is_even = regions < FEWEST_REGIONS or np.ptp(found.missed[seen]) < SMALLEST_SPREAD
    if is_even or excess_effect(case, outcome) is None:
        return row_of(outcome, "dose_response", "too_few", regions=regions)
    # The margin is an outcome of 5 % more where as much was missed as here; of hardly any deficit it says nothing.
    missed = float(found.missed[seen].mean())
    controls = [one for one in (_regional(case, one) for one in case.controls_of(outcome)) if one]
    control = np.mean([_filled(one.excess) for one in controls], axis=0) if controls else None
    spreads = [_filled(one.excess_variance) for one in controls] or [np.zeros(len(seen))]
    doubt = np.sum(spreads, axis=0) / len(spreads) ** 2
    error = slope_error(
        found.missed[seen],
        variance=(found.excess_variance + doubt)[seen],
        dose_variance=found.missed_variance[seen],
    )
    result = dose_response(
        found.excess,
        found.missed,
        variance=found.excess_variance,
        dose_variance=found.missed_variance,
        control=control,
        control_variance=doubt if controls else None,
    )
    foreseen: Row = {
        "detectable": detectable(error, degrees_of_freedom=regions - 2),
        "power": power_of(MARGIN / max(missed, MARGIN), standard_error=error, degrees_of_freedom=regions - 2),
        "regions": result.regions,
        "is_corrected": result.is_corrected,
    }
    ratio = e_value_columns(result.at(missed)) if missed > 0 else {}
    return row_of(outcome, "dose_response", "shown", **foreseen, **figures(result.effect), **ratio)


def _filled(values: Floats) -> Floats:
    """Return a control without gaps: where it is not known nothing is taken off."""
    return np.where(np.isfinite(values), values, 0.0)


def _halves(months: Series, name: str, first_wave: date) -> tuple[Floats, int] | None:
    """Return the relative excess (R, T) per half year of the calendar, and the first one that a wave lies in."""
    kind = months.names.index(name)
    observed, expected = months.observed[kind][:-1], months.baseline.mean[kind]
    starts = [place for place, day in enumerate(months.starts) if day.month in (1, 7)]
    starts = [place for place in starts if place + MONTHS_TOGETHER <= len(months.starts)]
    if not starts:
        return None
    seen = np.stack([observed[:, place : place + MONTHS_TOGETHER].sum(1) for place in starts], axis=1)
    usual = np.stack([expected[:, place : place + MONTHS_TOGETHER].sum(1) for place in starts], axis=1)
    ends = [months.starts[place] + timedelta(days=31 * MONTHS_TOGETHER) for place in starts]
    after = [place for place, end in enumerate(ends) if end > first_wave]
    is_enough = (usual >= SMALLEST_EXPECTED).all(1, keepdims=True)
    return (np.where(is_enough, seen / np.maximum(usual, 1e-9) - 1, np.nan), after[0]) if after else None


def by_depth(case: Case, outcome: Outcome) -> Row:
    """Return how regions with the deeper drop moved away from the others after the first wave, by half year."""
    found, totals = _regional(case, outcome), outcome_totals(case, outcome)
    if found is None or totals is None or not case.waves:
        return row_of(outcome, "event_study", "no_data")
    course = _halves(totals[0], outcome.series, min(first for first, _ in case.waves.values()))
    if course is None or excess_effect(case, outcome) is None:
        return row_of(outcome, "event_study", "too_few")
    values, first_after = course
    seen = np.isfinite(values).all(1) & np.isfinite(found.missed)
    regions = int(seen.sum())
    if regions < FEWEST_REGIONS or first_after < 1:
        return row_of(outcome, "event_study", "too_few", regions=regions)
    result = event_study(values[seen], is_high=deeper_half(found.missed[seen]), first_after=first_after, is_log=False)
    freedom = result.effect.degrees_of_freedom
    known: Row = {
        "regions": regions,
        "pretrend_p": result.pretrend_p,
        "detectable": detectable(result.effect.standard_error, degrees_of_freedom=freedom),
        "power": power_of(MARGIN, standard_error=result.effect.standard_error, degrees_of_freedom=freedom),
    }
    shown = figures(result.effect) if result.status == "shown" else {}
    return row_of(outcome, "event_study", result.status, **known, **shown)
