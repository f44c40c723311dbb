"""Intervals for what was to be expected, for one period or the sum of many."""

from collections.abc import Sequence

import numpy as np
from scipy import stats

from verdampt.statistics.irls import Floats

SHOCK_PRIOR_SD = 0.03
"""Keeps a few large, quiet series from deciding the shock variance alone."""


def interval(
    mean: Floats, *, variance: Floats, level: float, degrees_of_freedom: Floats, is_count: bool
) -> tuple[Floats, Floats]:
    """Return lower and upper bound, same shape and unit as `mean`, that hold a new value with chance `level`.

    Counts: quantiles of the negative binomial with this mean and variance (methods.md 1.3). Amounts: Student's t
    on the log scale, as few baseline years say little about their own spread.
    """
    tail = (1 - level) / 2
    if is_count:
        spread = np.maximum(variance, mean * 1.0001)
        size = mean**2 / (spread - mean)
        chance = size / (size + mean)
        return stats.nbinom.ppf(tail, size, chance), stats.nbinom.ppf(1 - tail, size, chance)
    reach = stats.t.ppf(1 - tail, degrees_of_freedom) * np.sqrt(variance) / mean
    return mean * np.exp(-reach), mean * np.exp(reach)


def shock_variance(observed: Floats, *, expected: Floats, dispersion: Floats, length: int) -> float:
    """Return the variance of relative shocks that last `length` periods, from a placebo year.

    Shapes: observed and expected (S, T), dispersion (S,). It is what the squared relative errors of windows of that
    length exceed their noise by, weighted by precision, never below zero. Source: methods.md 1.3.
    """
    windows = observed.shape[1] // length
    shape = (observed.shape[0], windows, length)
    seen = observed[:, : windows * length].reshape(shape).sum(2)
    foreseen = expected[:, : windows * length].reshape(shape).sum(2)
    noise = dispersion[:, None] / foreseen
    weight = 1 / (noise + SHOCK_PRIOR_SD**2) ** 2
    excess = (seen / foreseen - 1) ** 2 - noise
    usable = np.isfinite(excess) & np.isfinite(weight)
    if not usable.any():
        return 0.0
    return max(0.0, float(np.average(excess[usable], weights=weight[usable])))


def interpolate(length: int, *, lengths: Sequence[int], variances: Sequence[float]) -> float:
    """Return the shock variance at a window length, linear in the logarithm of the length (methods.md 1.3)."""
    return float(np.interp(np.log(length), np.log(lengths), variances))


def horizon_factor(years_after_baseline: Floats) -> Floats:
    """Return 2h - 1 for the h-th year after the baseline, and 1 before: drift grows with time (methods.md 1.3)."""
    year = np.maximum(np.ceil(years_after_baseline), 1.0)
    return 2 * year - 1
