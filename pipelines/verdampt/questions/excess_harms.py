"""Observed over expected of an outcome in the months in which it may show (V4, estimator 1)."""

import numpy as np

from verdampt.questions.cases import Case, Outcome
from verdampt.questions.harm_rows import Row, e_value_columns, figures, row_of
from verdampt.questions.series import Series, Totals
from verdampt.statistics.harm import Effect, excess_ratio
from verdampt.statistics.power import MARGIN, detectable_ratio, excess_error, power_of

SMALLEST_EXPECTED = 1.0
"""Of fewer expected in a region its excess is left out of a comparison of regions."""
LARGEST_ERROR = 5.0
"""An effect of which the logarithm is less sure than this could not have been found at any size."""


def outcome_totals(case: Case, outcome: Outcome) -> tuple[Series, Totals] | None:
    """Return the months in which an outcome may show, together, and the series they are of; None where not known."""
    if not case.referrals:
        return None
    months = case.of(case.referrals[0].scheme, "month")
    if months is None or not months.has(outcome.series):
        return None
    places = months.places(outcome.spans(list(case.waves.values())))
    return (months, months.total(outcome.series, places)) if places else None


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


def excess(case: Case, outcome: Outcome) -> Row:
    """Return the row of an outcome's excess, with what could have been found (methods.md 4.3, estimator 1)."""
    found = outcome_totals(case, outcome)
    if found is None:
        return row_of(outcome, "excess", "no_data")
    expected, variance = float(found[1].expected[-1]), float(found[1].variance[-1])
    if not expected >= SMALLEST_EXPECTED:
        return row_of(outcome, "excess", "too_few")
    error = excess_error(expected, variance=variance)
    foreseen: Row = {
        "detectable": 1 + detectable_ratio(min(error, LARGEST_ERROR)),
        "power": power_of(float(np.log1p(MARGIN)), standard_error=error),
        "regions": int(np.isfinite(found[1].observed[:-1]).sum()),
    }
    effect = excess_effect(case, outcome)
    if effect is None:
        return row_of(outcome, "excess", "too_few", **foreseen)
    return row_of(outcome, "excess", "shown", **foreseen, **figures(effect), **e_value_columns(effect))
