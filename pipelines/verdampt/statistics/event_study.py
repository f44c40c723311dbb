"""Regions with a deep drop against those with a shallow one, before and after, with the test that says stop (V4)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from verdampt.statistics.harm import Effect
from verdampt.statistics.irls import Floats

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
    are few regions). Source: methods.md 4.3, estimator 4.
    """
    raise NotImplementedError


def deeper_half(dose: Floats) -> NDArray[np.bool_]:
    """Return which regions (R,) are above the median deficit. Source: methods.md 4.3, estimator 4."""
    return np.asarray(dose > np.nanmedian(dose))
