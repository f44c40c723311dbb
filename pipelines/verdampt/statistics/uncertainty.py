"""How sure an expected value is: for one period of one region, or for any sum over periods, regions and care types."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from scipy import special, stats

from verdampt.statistics.expected import Baseline
from verdampt.statistics.irls import Floats

LARGE_MEAN, LARGE_SHAPE = 50.0, 20.0
"""From this mean, and this squared mean over variance, quantiles are computed without counting."""


@dataclass(frozen=True, kw_only=True)
class Shocks:
    """Variances of relative shocks by window length, learned from placebo years."""

    lengths: tuple[int, ...]
    regional: tuple[float, ...]
    national: tuple[float, ...]
    correlation: tuple[float, ...]
    """Of national shocks between care types."""
    windows: int = 1
    """Of how many years of the whole they were learned: the degrees of freedom of an interval of amounts."""

    def at(self, length: int) -> tuple[float, float, float]:
        """Return the regional and national variance and the correlation, linear in the logarithm of the length."""
        places = np.log(self.lengths)
        regional, national, correlation = (
            float(np.interp(np.log(length), places, values))
            for values in (self.regional, self.national, self.correlation)
        )
        return regional, national, correlation


NO_SHOCKS = Shocks(lengths=(1,), regional=(0.0,), national=(0.0,), correlation=(0.0,))


@dataclass(frozen=True, kw_only=True)
class Sums:
    """What the variance of an expected total is made of; all arrays have one shape."""

    expected: Floats
    noise: Floats
    """Dispersion times expected."""
    parameters: Floats
    """Variance by the parameters of regions."""
    squares: Floats
    """Sum of the squared expected totals of the regions in it."""

    def variance(self, shocks: Shocks, *, length: int, horizon: Floats | float = 1.0, is_shared: bool = True) -> Floats:
        """Return the variance of what was to be expected; without the national shock when regions are compared.

        Source: methods.md 1.3, for totals of one care type.
        """
        regional, national, _ = shocks.at(length)
        shared = national * np.square(self.expected) if is_shared else 0.0
        return np.asarray(self.noise + self.parameters + horizon * (regional * self.squares + shared))


PARTS = tuple(field.name for field in fields(Sums))


def region_sums(baseline: Baseline, periods: Sequence[int]) -> Sums:
    """Return the parts (C, R) of the chosen periods taken together, for each region (methods.md 1.3)."""
    chosen = np.asarray(periods)
    mean = baseline.mean[:, :, chosen]
    total = mean.sum(2)
    moments = mean @ baseline.covariates[chosen]
    parameters = np.einsum("crp,crpq,crq->cr", moments, baseline.covariance, moments, optimize=True)
    return Sums(
        expected=total,
        noise=baseline.dispersion[:, None] * total,
        parameters=parameters,
        squares=np.square(total),
    )


def nation_sums(baseline: Baseline, periods: Sequence[int], regions: Sums) -> Sums:
    """Return the parts (C, 1) of the whole: those of its regions together, or its own where they do not add up.

    Source: methods.md 1.3.
    """
    if baseline.is_sum:
        parts = {name: getattr(regions, name).sum(1, keepdims=True) for name in PARTS}
        return Sums(**parts)
    total = baseline.total[:, list(periods)].sum(1, keepdims=True)
    none = np.zeros_like(total)
    return Sums(expected=total, noise=baseline.dispersion[:, None] * total, parameters=none, squares=none)


def each_period(baseline: Baseline) -> Sums:
    """Return the parts (C, R, T) of every period by itself (methods.md 1.3)."""
    mean, width = baseline.mean, baseline.covariates.shape[1]
    products = np.einsum("tp,tq->tpq", baseline.covariates, baseline.covariates).reshape(-1, width**2)
    relative = baseline.covariance.reshape(*mean.shape[:2], width**2) @ products.T
    return Sums(
        expected=mean,
        noise=baseline.dispersion[:, None, None] * mean,
        parameters=relative * np.square(mean),
        squares=np.square(mean),
    )


def horizon_factor(years_after_baseline: Floats) -> Floats:
    """Return 2h - 1 for the h-th year after the baseline, and 1 before: drift grows with time (methods.md 1.3).

    Averaged over a window that spans the first H years this is H.
    """
    year = np.maximum(np.ceil(years_after_baseline), 1.0)
    return 2 * year - 1


def interval(
    mean: Floats, *, variance: Floats, level: float, degrees_of_freedom: float, is_count: bool
) -> tuple[Floats, Floats]:
    """Return lower and upper bound, same shape and unit as `mean`, that hold a new value with chance `level`.

    Counts: quantiles of the negative binomial with this mean and variance (methods.md 1.3). Amounts: Student's t
    on the log scale, as few baseline years say little about their own spread.
    """
    tail = (1 - level) / 2
    if is_count:
        return count_quantile(tail, mean=mean, variance=variance), count_quantile(
            1 - tail, mean=mean, variance=variance
        )
    reach = stats.t.ppf(1 - tail, degrees_of_freedom) * np.sqrt(variance) / mean
    return mean * np.exp(-reach), mean * np.exp(reach)


def count_quantile(chance: float, *, mean: Floats, variance: Floats) -> Floats:
    """Return the quantile of the negative binomial, at least Poisson; whole numbers in the shape of `mean`.

    Counted for small means. For large ones the gamma distribution with the same mean and variance by the cube root
    of Wilson and Hilferty (1931), a half taken off for counting in whole numbers: at most one count, or a thousandth
    of the mean, away.
    Source: methods.md 1.3.
    """
    spread = np.maximum(variance, mean * 1.0001)
    found = np.empty_like(mean)
    is_large = (mean > LARGE_MEAN) & (np.square(mean) > LARGE_SHAPE * spread)
    large, part = mean[is_large], spread[is_large] / (9 * np.square(mean[is_large]))
    root = 1 - part + special.ndtri(chance) * np.sqrt(part)
    found[is_large] = np.maximum(np.rint(large * root**3 - 0.5), 0.0)
    small, narrow = mean[~is_large], spread[~is_large]
    size = np.square(small) / (narrow - small)
    found[~is_large] = stats.nbinom.ppf(chance, size, size / (size + small))
    return found
