"""What could have been found, computed from the design alone and so known before the result (V4)."""

import numpy as np
from scipy import stats

from verdampt.statistics.dose_response import SMALLEST_RELIABILITY, calibrate
from verdampt.statistics.irls import Floats

MARGIN = 0.05
"""The effect that matters, set by clinicians: a rate ratio of 1.05."""


def detectable(standard_error: float, *, degrees_of_freedom: float = float("inf"), power: float = 0.8) -> float:
    """Return the smallest effect found with chance `power` by a two-sided test at 5 %, in the error's unit.

    For a log rate ratio see `detectable_ratio`. Source: methods.md 4.3 and 4.4.
    """
    found = stats.t.ppf(0.975, degrees_of_freedom) + stats.t.ppf(power, degrees_of_freedom)
    return float(found * standard_error)


def detectable_ratio(standard_error: float, *, degrees_of_freedom: float = float("inf"), power: float = 0.8) -> float:
    """Return the smallest relative increase (0.04 is a rate ratio of 1.04) found with chance `power`.

    `standard_error` is that of the log rate ratio. Source: methods.md 4.4.
    """
    return float(np.expm1(detectable(standard_error, degrees_of_freedom=degrees_of_freedom, power=power)))


def power_of(effect: float, *, standard_error: float, degrees_of_freedom: float = float("inf")) -> float:
    """Return the chance that a two-sided test at 5 % finds a true `effect`, in the direction it has.

    For a rate ratio give its logarithm. Source: methods.md 4.3.
    """
    away = abs(effect) / standard_error
    if np.isinf(degrees_of_freedom):
        return float(stats.norm.sf(stats.norm.ppf(0.975) - away))
    return float(stats.nct.sf(stats.t.ppf(0.975, degrees_of_freedom), degrees_of_freedom, away))


def excess_error(expected: float, *, variance: float) -> float:
    """Return the standard error of the log of observed over expected, before observing. Source: methods.md 1.3."""
    return float(np.sqrt(variance)) / expected


def slope_error(
    dose: Floats, *, variance: Floats, dose_variance: Floats | None = None, covariates: Floats | None = None
) -> float:
    """Return the standard error of a region slope from doses (R,) and outcome variances (R,) alone.

    `variance` is that of the outcome and of its negative control together; with `dose_variance` (R,) the error is that
    of the slope corrected for noise in the doses, which is larger. `covariates` (R, p) without the constant.
    Source: methods.md 4.3, estimator 2.
    """
    others = np.ones((len(dose), 1)) if covariates is None else np.column_stack([np.ones(len(dose)), covariates])
    root = 1 / np.sqrt(variance)
    explained = np.linalg.lstsq(others * root[:, None], dose * root, rcond=None)[0]
    spread = np.square((dose - others @ explained) * root).sum()
    reliability = 1.0 if dose_variance is None else calibrate(dose, noise=dose_variance, others=others)[0]
    return float(1 / np.sqrt(spread)) / (reliability if reliability >= SMALLEST_RELIABILITY else 1.0)


def cohort_error(*, wave: float, before: float, risk: float) -> float:
    """Return the standard error of a risk difference from effective cohort sizes and the usual risk.

    Effective sizes are (sum of weights)^2 / sum of squared weights. Source: methods.md 4.3, estimator 3.
    """
    return float(np.sqrt(risk * (1 - risk) * (1 / wave + 1 / before)))
