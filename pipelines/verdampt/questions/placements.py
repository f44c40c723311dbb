"""Sensible or not (V5): where each care path stands, and low-value beside high-value care, in the whole country."""

from collections.abc import Iterable
from datetime import timedelta

import numpy as np
import polars as pl

from verdampt.questions.cases import Case, Outcome
from verdampt.questions.cohort_harms import cohort_result
from verdampt.questions.excess_harms import LARGEST_ERROR, excess_effect
from verdampt.statistics.harm import Effect, combine, subtract_controls
from verdampt.statistics.pairs import Recovered, recovery_ratio
from verdampt.statistics.placement import OutcomeTest, place
from verdampt.statistics.power import detectable_ratio

RESIDUAL_WEEKS, RECOVERY_WEEKS = 104, 26
"""Two years after the first wave the deficit that stays is read, in the half year after the last one the recovery."""
WEEKS_IN_YEAR = 365.25 / 7
SURE = 1.96
PLACEMENT = {
    "path_number": pl.Int64,
    **dict.fromkeys(("deficit", "lower", "upper"), pl.Float64),
    "deficit_class": pl.String,
    "harm_class": pl.String,
    "placement": pl.String,
    "detectable": pl.Float64,
    "status": pl.String,
}
PAIRS = {
    "pair": pl.String,
    "low_path": pl.Int64,
    "high_path": pl.Int64,
    **dict.fromkeys(("low_recovery", "high_recovery", "ratio", "lower", "upper"), pl.Float64),
    "status": pl.String,
}
UNKNOWN = OutcomeTest(
    estimate=np.nan, lower=np.nan, upper=np.nan, standard_error=np.nan, detectable=float("inf"), direction="more"
)
"""An outcome of which nothing is known: no harm is not shown without it."""


def _effects(case: Case, outcome: Outcome) -> dict[str, Effect]:
    """Return the rate ratios of an outcome by the estimators that give one."""
    excess, cohort = excess_effect(case, outcome), cohort_result(case, outcome)
    return ({"excess": excess} if excess else {}) | ({"cohort": cohort.ratio} if cohort else {})


def _tests(case: Case, path_number: int) -> list[OutcomeTest]:
    """Return every registered harm of a path as one test, each estimator's negative controls taken off."""
    mine = [one for one in case.registered if one.path_number == path_number]
    controls = [_effects(case, one) for one in mine if one.outcome_type == "negative_control"]
    tests = []
    for outcome in (one for one in mine if one.outcome_type == "harm"):
        effects = [
            subtract_controls(effect, [one[name] for one in controls if name in one])
            for name, effect in _effects(case, outcome).items()
        ]
        tests.append(_test(combine(effects), outcome) if effects else UNKNOWN)
    return tests


def _test(effect: Effect, outcome: Outcome) -> OutcomeTest:
    error, freedom = effect.standard_error, effect.degrees_of_freedom
    return OutcomeTest(
        estimate=effect.estimate,
        lower=effect.lower,
        upper=effect.upper,
        standard_error=error,
        detectable=detectable_ratio(error, degrees_of_freedom=freedom) if error < LARGEST_ERROR else float("inf"),
        direction=outcome.direction,
        degrees_of_freedom=freedom,
    )


def _recovered(case: Case, path_number: int, *, weeks: tuple[int, int], is_first: bool) -> tuple[Recovered, int] | None:
    """Return referrals of the nation from so many weeks after a wave's end until so many; None where not delivered."""
    if not case.referrals or not case.waves or not case.referrals[0].has(case.referral(path_number)):
        return None
    series = case.referrals[0]
    first, last = min(case.waves.values()) if is_first else max(case.waves.values(), key=lambda wave: wave[1])
    start = first if is_first else last + timedelta(days=1)
    places = series.places([(start, last + timedelta(weeks=weeks[1]))])
    wanted = ((last + timedelta(weeks=weeks[1])) - start).days // 7
    totals = series.total(case.referral(path_number), places)
    if len(places) < wanted or not np.isfinite(totals.observed[-1]):
        return None
    found = Recovered(
        observed=float(totals.observed[-1]), expected=float(totals.expected[-1]), variance=float(totals.variance[-1])
    )
    return found, len(places)


def _placed(case: Case, path_number: int) -> dict[str, object]:
    tests = _tests(case, path_number)
    found = _recovered(case, path_number, weeks=(0, RESIDUAL_WEEKS), is_first=True)
    if found is None or found[0].expected < case.smallest_base:
        verdict = place(np.nan, np.nan, tests)
        figures: dict[str, object] = {"status": "no_data" if found is None else "too_few"}
    else:
        care, weeks = found
        year = care.expected / weeks * WEEKS_IN_YEAR
        deficit, reach = (care.expected - care.observed) / year, SURE * float(np.sqrt(care.variance)) / year
        verdict = place(deficit - reach, deficit + reach, tests)
        figures = {"deficit": deficit, "lower": deficit - reach, "upper": deficit + reach, "status": "shown"}
    return {
        "path_number": path_number,
        "deficit_class": verdict.deficit_class,
        "harm_class": verdict.harm_class,
        "placement": verdict.placement,
        "detectable": verdict.detectable if np.isfinite(verdict.detectable) else None,
        **figures,
    }


def placement_table(case: Case) -> pl.DataFrame:
    """Return the rows of calc_placement: the net deficit two years after the first wave against what happened.

    Source: methods.md 4.4.
    """
    return pl.DataFrame([_placed(case, path) for path in case.path_numbers()], schema=PLACEMENT).fill_nan(None)


def pair_table(case: Case, pairs: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of calc_pairs from the rows of ref_value_pairs. Source: methods.md 4.4."""
    rows: list[dict[str, object]] = []
    for pair, low_path, high_path in _in_order(pairs):
        row: dict[str, object] = {"pair": pair, "low_path": low_path, "high_path": high_path, "status": "no_data"}
        low, high = (
            _recovered(case, path, weeks=(0, RECOVERY_WEEKS), is_first=False) for path in (low_path, high_path)
        )
        if low and high:
            row["status"] = "too_few"
            if min(low[0].expected, high[0].expected) >= case.smallest_base and min(low[0].observed, high[0].observed):
                row |= {"status": "shown", **vars(recovery_ratio(low[0], high[0]))}
        rows.append(row)
    return pl.DataFrame(rows, schema=PAIRS).fill_nan(None)


def _in_order(pairs: pl.DataFrame) -> Iterable[tuple[str, int, int]]:
    return pairs.sort("pair").select("pair", "low_path", "high_path").iter_rows()
