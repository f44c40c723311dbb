"""Low-value care beside comparable high-value care: which came back further (V5)."""

import math
from dataclasses import dataclass

from scipy import stats


@dataclass(frozen=True, kw_only=True)
class Recovered:
    """The care of a window after the pandemic: what was given, expected, and the variance of a new count."""

    observed: float
    expected: float
    variance: float


@dataclass(frozen=True, kw_only=True)
class RecoveryRatio:
    """How far each came back, and one over the other; below 1 the low-value care came back less."""

    low_recovery: float
    high_recovery: float
    ratio: float
    lower: float
    upper: float


def recovery_ratio(low: Recovered, high: Recovered, *, correlation: float = 0.0, level: float = 0.95) -> RecoveryRatio:
    """Return the recovery (observed over expected) of both and their ratio with its interval on the log scale.

    `correlation` is that of the two expected values' errors (national shocks that both share make the ratio surer);
    0 is the safe side. NaN where nothing was expected or observed. Source: methods.md 4.4, after S34.
    """
    recoveries, errors = [], []
    for care in (low, high):
        is_known = care.expected > 0 and care.observed > 0
        recoveries.append(care.observed / care.expected if is_known else math.nan)
        errors.append(math.sqrt(care.variance) / care.expected if is_known else math.nan)
    value = math.log(recoveries[0] / recoveries[1])
    error = math.sqrt(errors[0] ** 2 + errors[1] ** 2 - 2 * correlation * errors[0] * errors[1])
    half = float(stats.norm.ppf((1 + level) / 2)) * error
    return RecoveryRatio(
        low_recovery=recoveries[0],
        high_recovery=recoveries[1],
        ratio=math.exp(value),
        lower=math.exp(value - half),
        upper=math.exp(value + half),
    )
