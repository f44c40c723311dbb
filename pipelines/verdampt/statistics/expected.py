"""What was to be expected of each series without the pandemic, and how sure that is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from verdampt.statistics.calendar import PeriodType, design, years_since
from verdampt.statistics.irls import Fit, Floats, fit_quasi_poisson
from verdampt.statistics.uncertainty import horizon_factor, interpolate, interval, shock_variance

SHOCK_LENGTHS: dict[PeriodType, tuple[int, ...]] = {
    "week": (1, 4, 13, 26, 52),
    "month": (1, 3, 6, 12),
    "quarter": (1, 2, 4),
    "year": (1,),
}
MINIMUM_YEARS = 2
"""Baselines shorter than this have no interval; a placebo year needs one more."""
SMALLEST_MEAN = 1e-6


@dataclass(frozen=True, kw_only=True)
class Expectation:
    """Expected values of S series of one care type at one level over T periods."""

    starts: tuple[date, ...]
    period_type: PeriodType
    origin: date
    is_count: bool
    mean: Floats
    """(S, T), unit of the series."""
    design: Floats
    fit: Fit
    dispersion: Floats
    shock_variances: tuple[float, ...]

    def each(self, *, level: float) -> tuple[Floats, Floats, Floats]:
        """Return expected value (S, T) of every period by itself with its bounds; see `window`."""
        mean = np.maximum(self.mean, SMALLEST_MEAN)
        parameters = np.einsum("tp,spq,tq->st", self.design, self.fit.covariance(), self.design)
        times = years_since(self.starts, self.origin, self.period_type)
        relative = parameters + horizon_factor(times) * self.shock_variances[0]
        lower, upper = interval(
            mean,
            variance=self.dispersion[:, None] * mean + relative * mean**2,
            level=level,
            degrees_of_freedom=self.fit.degrees_of_freedom[:, None],
            is_count=self.is_count,
        )
        return mean, lower, upper

    def window(self, periods: Sequence[int], *, level: float) -> tuple[Floats, Floats, Floats]:
        """Return expected total (S,) of the chosen periods with the bounds that hold it with chance `level`.

        Variance: noise, parameters and shocks of the window's length, growing with the horizon (methods.md 1.3).
        """
        chosen = np.asarray(periods)
        mean = np.maximum(self.mean[:, chosen], SMALLEST_MEAN)
        total = mean.sum(1)
        centre = (mean / total[:, None]) @ self.design[chosen]
        parameters = np.einsum("sp,spq,sq->s", centre, self.fit.covariance(), centre)
        shock = interpolate(len(chosen), lengths=SHOCK_LENGTHS[self.period_type], variances=self.shock_variances)
        last = years_since([self.starts[chosen[-1]]], self.origin, self.period_type)
        relative = parameters + horizon_factor(last) * shock
        lower, upper = interval(
            total,
            variance=self.dispersion * total + relative * total**2,
            level=level,
            degrees_of_freedom=self.fit.degrees_of_freedom,
            is_count=self.is_count,
        )
        return total, lower, upper


def _fit(
    observed: Floats, covariates: Floats, penalty: Floats, inside: np.ndarray, *, is_count: bool
) -> tuple[Fit, Floats]:
    fit = fit_quasi_poisson(observed[:, inside], design=covariates[inside], penalty=penalty)
    pooled = np.full_like(fit.dispersion, np.median(fit.dispersion))
    return fit, np.maximum(pooled, 1.0) if is_count else np.maximum(pooled, fit.dispersion)


def _shocks(
    observed: Floats, covariates: Floats, penalty: Floats, times: Floats, *, period_type: PeriodType, is_count: bool
) -> tuple[float, ...]:
    """Fit without the last baseline year, predict it, and see how far sums of each length are off."""
    lengths = SHOCK_LENGTHS[period_type]
    before, placebo = times < -1, (times >= -1) & (times < 0)
    years = -times[times < 0].min(initial=0.0)
    if years < MINIMUM_YEARS + 0.9 or period_type == "year":
        return (0.0,) * len(lengths)
    fit, dispersion = _fit(observed, covariates, penalty, before, is_count=is_count)
    foreseen = np.exp(covariates[placebo] @ fit.coefficients.T).T
    return tuple(
        shock_variance(observed[:, placebo], expected=foreseen, dispersion=dispersion, length=length)
        for length in lengths
    )


def expect(
    observed: Floats, *, starts: Sequence[date], period_type: PeriodType, first: date, last: date, is_count: bool
) -> Expectation:
    """Fit the baseline years from `first` to `last` and extrapolate to all periods.

    Shapes: observed (S, T), NaN where nothing was delivered; starts (T,), first days of the periods, ascending.
    The S series are one care type at one level (regions, or the nation). Source: methods.md 1.2.
    """
    covariates, penalty = design(starts, period_type=period_type, origin=last)
    times = years_since(starts, last, period_type)
    inside = (np.array(starts) >= first) & (times <= 0)
    fit, dispersion = _fit(observed, covariates, penalty, inside, is_count=is_count)
    recent = np.where(np.array(starts) >= first, times, np.inf)
    return Expectation(
        starts=tuple(starts),
        period_type=period_type,
        origin=last,
        is_count=is_count,
        mean=np.exp(covariates @ fit.coefficients.T).T,
        design=covariates,
        fit=fit,
        dispersion=dispersion,
        shock_variances=_shocks(observed, covariates, penalty, recent, period_type=period_type, is_count=is_count),
    )
