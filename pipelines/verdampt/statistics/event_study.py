"""Regions with a deep drop against those with a shallow one, before and after, with the test that says stop (V4)."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from verdampt.statistics.harm import Effect, make_effect
from verdampt.statistics.irls import Floats

SMALLEST_SIDE = 3
SMALLEST_PRETREND = 0.05
"""Below this p-value the difference was moving before, and the estimate is not shown."""


@dataclass(frozen=True, kw_only=True)
class EventStudy:
    """High-drop minus low-drop regions."""

    course: Floats
    """(T,), difference per period, taken from the mean of the periods before."""
    lower: Floats
    upper: Floats
    effect: Effect
    """Mean of the periods after minus that before; 'rate_ratio' when `is_log`, else 'slope'."""
    pretrend_p: float
    """Joint test that the difference was flat before; NaN with fewer than two periods before."""
    status: str
    """'shown', 'failed_pretrend' or 'too_few' (fewer than 3 regions on a side)."""


def event_study(
    outcome: Floats, *, is_high: NDArray[np.bool_], first_after: int, is_log: bool = True, level: float = 0.95
) -> EventStudy:
    """Return the event study of `outcome` (R, T): logs of observed over expected (or excess) per region and period.

    `is_high` (R,) marks the regions with the deeper drop (half of them: `deeper_half`), `first_after` is the first
    period after the start. Each region is one independent unit, so margins are robust to any pattern in time; the
    pre-trend is Hotelling's exact test on the differences between periods before (pooled to fewer where there
    are few regions). Regions with a NaN are left out. Source: methods.md 4.3, estimator 4.
    """
    known = np.isfinite(outcome).all(1)
    outcome, is_high = outcome[known], is_high[known]
    high, low = outcome[is_high], outcome[~is_high]
    periods = outcome.shape[1]
    if min(len(high), len(low)) < SMALLEST_SIDE or not 0 < first_after < periods:
        nothing, measure = np.full(periods, np.nan), "rate_ratio" if is_log else "slope"
        empty = make_effect(measure, np.nan, standard_error=np.nan)
        return EventStudy(
            course=nothing, lower=nothing, upper=nothing, effect=empty, pretrend_p=float("nan"), status="too_few"
        )
    before = outcome[:, :first_after]
    moved = outcome - before.mean(1, keepdims=True)
    course, error, freedom = _welch(moved[is_high], moved[~is_high])
    reach = stats.t.ppf((1 + level) / 2, freedom) * error
    after = moved[:, first_after:].mean(1, keepdims=True)
    mean, spread, degrees = _welch(after[is_high], after[~is_high])
    effect = make_effect(
        "rate_ratio" if is_log else "slope",
        float(mean[0]),
        standard_error=float(spread[0]),
        degrees_of_freedom=float(degrees[0]),
        level=level,
    )
    chance = pretrend(before[is_high], before[~is_high])
    return EventStudy(
        course=course,
        lower=course - reach,
        upper=course + reach,
        effect=effect,
        pretrend_p=chance,
        status="failed_pretrend" if chance < SMALLEST_PRETREND else "shown",
    )


def _welch(high: Floats, low: Floats) -> tuple[Floats, Floats, Floats]:
    """Return difference of means, its standard error and degrees of freedom (T,) of regions (R, T) on two sides."""
    parts = [np.maximum(side.var(0, ddof=1), 1e-30) / len(side) for side in (high, low)]
    whole = parts[0] + parts[1]
    freedom = whole**2 / (parts[0] ** 2 / (len(high) - 1) + parts[1] ** 2 / (len(low) - 1))
    return high.mean(0) - low.mean(0), np.sqrt(whole), freedom


def pretrend(high: Floats, low: Floats) -> float:
    """Return the p-value of the joint test that two groups of regions (R, T) kept their distance in T periods.

    Hotelling's T-squared on the differences between neighbouring blocks of periods; as many blocks as a quarter of
    the regions allows. NaN with fewer than two periods. Source: methods.md 4.3, estimator 4; Hotelling 1931.
    """
    total = len(high) + len(low)
    blocks = min(high.shape[1], 1 + max(1, (total - 2) // 4))
    if blocks < 2:
        return float("nan")
    edges = np.linspace(0, high.shape[1], blocks + 1).round().astype(int)
    contrasts = [
        np.diff(np.column_stack([side[:, a:b].mean(1) for a, b in pairwise(edges)]), axis=1) for side in (high, low)
    ]
    apart = contrasts[0].mean(0) - contrasts[1].mean(0)
    pooled = sum((len(side) - 1) * np.atleast_2d(np.cov(side, rowvar=False)) for side in contrasts) / (total - 2)
    statistic = len(high) * len(low) / total * float(apart @ np.linalg.pinv(pooled) @ apart)
    width = blocks - 1
    scaled = statistic * (total - width - 1) / (width * (total - 2))
    return float(stats.f.sf(scaled, width, total - width - 1))


def deeper_half(dose: Floats) -> NDArray[np.bool_]:
    """Return which regions (R,) are above the median deficit. Source: methods.md 4.3, estimator 4."""
    return np.asarray(dose > np.nanmedian(dose))
