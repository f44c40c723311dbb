"""The rows of calc_harm: one for every registered outcome of a care path by every estimator (V4)."""

import polars as pl

from verdampt.questions.cases import Outcome
from verdampt.statistics.harm import Effect, e_values

MEASURES = {
    "excess": "rate_ratio",
    "dose_response": "slope",
    "cohort": "risk_difference",
    "lockdown": "risk_difference",
    "event_study": "slope",
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


def row_of(outcome: Outcome, estimator: str, status: str, **known: object) -> Row:
    """Return a row of what is known of an outcome by an estimator; the rest of it is null."""
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


def figures(effect: Effect) -> Row:
    """Return an estimate with its bounds."""
    return {"estimate": effect.estimate, "lower": effect.lower, "upper": effect.upper}


def e_value_columns(ratio: Effect) -> Row:
    """Return the E-values of a rate ratio and of its bound nearest to one."""
    return dict(zip(("e_value", "e_value_limit"), e_values(ratio), strict=True))
