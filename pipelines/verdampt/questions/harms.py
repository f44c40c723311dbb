"""Care that cannot be missed (V4): four estimators of every outcome that was registered beforehand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from verdampt.questions.cases import BASELINE, Case, Outcome
from verdampt.questions.series import Series, Totals
from verdampt.statistics.dose_response import dose_response
from verdampt.statistics.episodes import Cells, CohortResult, risk_difference
from verdampt.statistics.event_study import deeper_half, event_study
from verdampt.statistics.harm import Effect, e_values, excess_ratio
from verdampt.statistics.irls import Floats
from verdampt.statistics.power import (
    MARGIN,
    cohort_error,
    detectable,
    detectable_ratio,
    excess_error,
    power_of,
    slope_error,
)

MEASURES = {"excess": "rate_ratio", "dose_response": "slope", "cohort": "risk_difference", "event_study": "slope"}
FEWEST_REGIONS, SMALLEST_SPREAD = 10, 1e-6
"""Of fewer regions, or where all missed as much, nothing is said of one against the other."""
SMALLEST_EXPECTED = 1.0
"""Of fewer expected in a region its excess is left out of a comparison of regions."""
FEWEST_EVENTS = 10
"""Of fewer outcomes in records a margin says too little."""
LARGEST_ERROR, MONTHS_TOGETHER = 5.0, 6
"""An effect of which the logarithm is less sure than this could not have been found at any size."""
KINDS = {
    "emergency": ("gp_contacts", "hospital_trajectories"),
    "urgent_referral": ("gp_contacts", "gp_referrals"),
    "death": ("gp_contacts",),
}
SCHEMA = {
    "path_number": pl.Int64,
    "outcome": pl.String,
    "estimator": pl.String,
    "measure": pl.String,
    **dict.fromkeys(
        ("estimate", "lower", "upper", "e_value", "e_value_limit", "detectable", "power", "pretrend_p"), pl.Float64
    ),
    "is_corrected": pl.Boolean,
    "regions": pl.Int64,
    "status": pl.String,
}
Row = dict[str, object]


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


def outcome_totals(case: Case, outcome: Outcome) -> tuple[Series, Totals] | None:
    """Return the months in which an outcome may show, together, and the series they are of; None where not known."""
    if not case.referrals:
        return None
    months = case.of(case.referrals[0].scheme, "month")
    if months is None or not months.has(outcome.series):
        return None
    places = months.places(outcome.spans(list(case.waves.values())))
    return (months, months.total(outcome.series, places)) if places else None


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


def _row(outcome: Outcome, estimator: str, status: str, **known: object) -> Row:
    return {
        "path_number": outcome.path_number,
        "outcome": outcome.outcome,
        "estimator": estimator,
        "measure": MEASURES[estimator],
        "is_corrected": False,
        "regions": 0,
        "status": status,
        **known,
    }


def _figures(effect: Effect) -> Row:
    return {"estimate": effect.estimate, "lower": effect.lower, "upper": effect.upper}


def _e_values(ratio: Effect) -> Row:
    return dict(zip(("e_value", "e_value_limit"), e_values(ratio), strict=True))


def excess_effect(case: Case, outcome: Outcome) -> Effect | None:
    """Return observed over expected of an outcome in the nation; None where not known or too few were expected."""
    found = outcome_totals(case, outcome)
    if found is None:
        return None
    observed, expected, variance = (
        float(values[-1]) for values in (found[1].observed, found[1].expected, found[1].variance)
    )
    if not np.isfinite(observed) or not expected >= case.smallest_base:
        return None
    return excess_ratio(observed, expected=expected, variance=variance)


def _excess(case: Case, outcome: Outcome) -> Row:
    found = outcome_totals(case, outcome)
    if found is None:
        return _row(outcome, "excess", "no_data")
    expected, variance = float(found[1].expected[-1]), float(found[1].variance[-1])
    if not expected >= SMALLEST_EXPECTED:
        return _row(outcome, "excess", "too_few")
    error = excess_error(expected, variance=variance)
    foreseen: Row = {
        "detectable": 1 + detectable_ratio(min(error, LARGEST_ERROR)),
        "power": power_of(float(np.log1p(MARGIN)), standard_error=error),
        "regions": int(np.isfinite(found[1].observed[:-1]).sum()),
    }
    effect = excess_effect(case, outcome)
    if effect is None:
        return _row(outcome, "excess", "too_few", **foreseen)
    return _row(outcome, "excess", "shown", **foreseen, **_figures(effect), **_e_values(effect))


def controls_of(case: Case, outcome: Outcome) -> list[Outcome]:
    """Return the negative controls of an outcome; a control has none."""
    if outcome.outcome_type != "harm":
        return []
    same = [one for one in case.registered if one.path_number == outcome.path_number]
    return [one for one in same if one.outcome_type == "negative_control"]


def _dose_response(case: Case, outcome: Outcome) -> Row:
    """Return whether regions that missed more saw more of the outcome, the negative control taken off.

    COVID admissions per region are not among the extracts, so nothing is adjusted for them.
    """
    found = _regional(case, outcome)
    if found is None:
        return _row(outcome, "dose_response", "no_data")
    seen = np.isfinite(found.excess) & np.isfinite(found.missed)
    regions = int(seen.sum())
    is_even = regions < FEWEST_REGIONS or np.ptp(found.missed[seen]) < SMALLEST_SPREAD
    if is_even or excess_effect(case, outcome) is None:
        return _row(outcome, "dose_response", "too_few", regions=regions)
    # The margin is an outcome of 5 % more where as much was missed as here; of hardly any deficit it says nothing.
    missed = float(found.missed[seen].mean())
    controls = [one for one in (_regional(case, one) for one in controls_of(case, outcome)) if one]
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
    ratio = _e_values(result.at(missed)) if missed > 0 else {}
    return _row(outcome, "dose_response", "shown", **foreseen, **_figures(result.effect), **ratio)


def _filled(values: Floats) -> Floats:
    """Return a control without gaps: where it is not known nothing is taken off."""
    return np.where(np.isfinite(values), values, 0.0)


def _cells(case: Case, outcome: Outcome) -> Cells | None:
    """Return the contacts of waves that were followed to the end and of the years before, grouped."""
    followed = case.followed_waves(months=outcome.last_month, kinds=KINDS[outcome.event])
    rows = case.outcome_cohorts.filter(
        pl.col("window_code").is_in([BASELINE, *followed]),
        path_number=outcome.path_number,
        outcome=outcome.outcome,
    )
    rows = (
        rows.with_columns(is_wave=pl.col("window_code") != BASELINE)
        .group_by("is_wave", "age_band", "sex", "deprivation_fifth")
        .agg(pl.col("contacts").sum(), pl.col("events").sum())
        .sort("is_wave", "age_band", "sex", "deprivation_fifth")
    )
    if rows["is_wave"].n_unique() < 2:
        return None
    groups = rows.select("age_band", "sex", pl.col("deprivation_fifth").cast(pl.String)).to_dummies(drop_first=True)
    return Cells(
        covariates=groups.to_numpy().astype(float),
        is_wave=rows["is_wave"].to_numpy(),
        records=rows["contacts"].to_numpy() / case.weight,
        events=rows["events"].to_numpy() / case.weight,
        weight=np.full(rows.height, float(case.weight)),
    )


def cohort_result(case: Case, outcome: Outcome) -> CohortResult | None:
    """Return the risk after complaints in waves against the years before; None of too few contacts or no outcome."""
    cells = _cells(case, outcome)
    if cells is None or not _is_enough(case, cells):
        return None
    return risk_difference(cells)


def _is_enough(case: Case, cells: Cells) -> bool:
    """Return whether there are contacts enough for a share, and outcomes enough for a margin, in both periods."""
    contacts, before = cells.records * case.weight, ~cells.is_wave
    usual = cells.events[before].sum()
    foreseen = usual / max(cells.records[before].sum(), 1e-9) * cells.records[cells.is_wave].sum()
    is_large = min(contacts[before].sum(), contacts[cells.is_wave].sum()) >= case.smallest_base
    return bool(is_large and min(usual, foreseen) >= FEWEST_EVENTS)


def _cohort(case: Case, outcome: Outcome) -> Row:
    cells = _cells(case, outcome)
    if cells is None:
        return _row(outcome, "cohort", "no_data")
    before = cells.records[~cells.is_wave].sum()
    risk = float(cells.events[~cells.is_wave].sum() / before)
    if not 0 < risk < 1 or not _is_enough(case, cells):
        return _row(outcome, "cohort", "too_few")
    error = cohort_error(wave=float(cells.records[cells.is_wave].sum()), before=float(before), risk=risk)
    result = risk_difference(cells)
    return _row(
        outcome,
        "cohort",
        "shown",
        detectable=detectable(error),
        power=power_of(MARGIN * risk, standard_error=error),
        **_figures(result.effect),
        **_e_values(result.ratio),
    )


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


def _event_study(case: Case, outcome: Outcome) -> Row:
    """Return how regions with the deeper drop moved away from the others after the first wave, by half year."""
    found, totals = _regional(case, outcome), outcome_totals(case, outcome)
    if found is None or totals is None or not case.waves:
        return _row(outcome, "event_study", "no_data")
    course = _halves(totals[0], outcome.series, min(first for first, _ in case.waves.values()))
    if course is None or excess_effect(case, outcome) is None:
        return _row(outcome, "event_study", "too_few")
    values, first_after = course
    seen = np.isfinite(values).all(1) & np.isfinite(found.missed)
    regions = int(seen.sum())
    if regions < FEWEST_REGIONS or first_after < 1:
        return _row(outcome, "event_study", "too_few", regions=regions)
    result = event_study(values[seen], is_high=deeper_half(found.missed[seen]), first_after=first_after, is_log=False)
    freedom = result.effect.degrees_of_freedom
    known: Row = {
        "regions": regions,
        "pretrend_p": result.pretrend_p,
        "detectable": detectable(result.effect.standard_error, degrees_of_freedom=freedom),
        "power": power_of(MARGIN, standard_error=result.effect.standard_error, degrees_of_freedom=freedom),
    }
    shown = _figures(result.effect) if result.status == "shown" else {}
    return _row(outcome, "event_study", result.status, **known, **shown)


def _rows(case: Case) -> Iterator[Mapping[str, object]]:
    paths = set(case.path_numbers())
    for outcome in case.registered:
        if outcome.path_number in paths:
            yield _excess(case, outcome)
            yield _dose_response(case, outcome)
            yield _cohort(case, outcome)
            yield _event_study(case, outcome)


def harm_table(case: Case) -> pl.DataFrame:
    """Return the rows of calc_harm: every registered outcome of every path that occurs, by four estimators.

    What could have been found stands beside it, whatever came out. Source: methods.md 4.3.
    """
    return pl.DataFrame(list(_rows(case)), schema=SCHEMA).fill_nan(None)
