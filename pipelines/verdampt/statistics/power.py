"""What could have been found, computed from the design alone and so known before the result (V4)."""

from verdampt.statistics.irls import Floats

MARGIN = 0.05
"""The effect that matters, set by clinicians: a rate ratio of 1.05."""


def detectable(standard_error: float, *, degrees_of_freedom: float = float("inf"), power: float = 0.8) -> float:
    """Return the smallest effect found with chance `power` by a two-sided test at 5 %, in the error's unit.

    For a log rate ratio see `detectable_ratio`. Source: methods.md 4.3 and 4.4.
    """
    raise NotImplementedError


def detectable_ratio(standard_error: float, *, degrees_of_freedom: float = float("inf"), power: float = 0.8) -> float:
    """Return the smallest relative increase (0.04 is a rate ratio of 1.04) found with chance `power`.

    `standard_error` is that of the log rate ratio. Source: methods.md 4.4.
    """
    raise NotImplementedError


def power_of(effect: float, *, standard_error: float, degrees_of_freedom: float = float("inf")) -> float:
    """Return the chance that a two-sided test at 5 % finds a true `effect`, in the direction it has.

    For a rate ratio give its logarithm. Source: methods.md 4.3.
    """
    raise NotImplementedError


def excess_error(expected: float, *, variance: float) -> float:
    """Return the standard error of the log of observed over expected, before observing. Source: methods.md 1.3."""
    raise NotImplementedError


def slope_error(dose: Floats, *, variance: Floats, covariates: Floats | None = None) -> float:
    """Return the standard error of a region slope from doses (R,) and outcome variances (R,) alone.

    `covariates` (R, p) without the constant. Source: methods.md 4.3, estimator 2.
    """
    raise NotImplementedError


def cohort_error(*, wave: float, before: float, risk: float) -> float:
    """Return the standard error of a risk difference from effective cohort sizes and the usual risk.

    Effective sizes are (sum of weights)^2 / sum of squared weights. Source: methods.md 4.3, estimator 3.
    """
    raise NotImplementedError
