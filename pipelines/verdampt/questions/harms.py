"""Care that cannot be missed (V4): every outcome that was registered beforehand, by several estimators."""

import polars as pl

from verdampt.questions.cases import Case
from verdampt.questions.cohort_harms import by_people, by_weeks_since
from verdampt.questions.excess_harms import excess
from verdampt.questions.harm_rows import SCHEMA
from verdampt.questions.regional_harms import by_depth, by_dose

ESTIMATORS = (excess, by_dose, by_people, by_weeks_since, by_depth)


def harm_table(case: Case) -> pl.DataFrame:
    """Return the rows of calc_harm: every registered outcome of every path that occurs, by every estimator.

    What could have been found stands beside it, whatever came out. Source: methods.md 4.3.
    """
    paths = set(case.path_numbers())
    rows = [
        estimator(case, outcome)
        for outcome in case.registered
        if outcome.path_number in paths
        for estimator in ESTIMATORS
    ]
    return pl.DataFrame(rows, schema=SCHEMA).fill_nan(None)
