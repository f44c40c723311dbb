"""What may be said of a series: at its size, of its recovery, of what came back and of what stayed away."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np


class Detail(StrEnum):
    """What may be shown of a series of this size (methods.md 2.4)."""

    ALL = "all"
    INHERITED_ONSET = "inherited_onset"
    QUARTERS = "quarters"
    TOTALS = "totals"


def detail(expected_per_week: float) -> Detail:
    """Return what may be shown at so many expected a week (methods.md 2.4)."""
    if expected_per_week >= 50:
        return Detail.ALL
    if expected_per_week >= 20:
        return Detail.INHERITED_ONSET
    return Detail.QUARTERS if expected_per_week >= 5 else Detail.TOTALS


class RecoveryClass(StrEnum):
    """Every series has one of these, and only one."""

    BREAK = "break"
    TOO_LITTLE = "too_little_data"
    NOT_DROPPED = "not_dropped"
    ABOVE = "above_expected"
    RECOVERED = "recovered"
    PARTLY = "partly_recovered"
    NOT_RECOVERED = "not_recovered"


RECOVERED_RATIO, DROPPED_RATIO, REGAINED_HALF, WIDEST = 0.95, 0.95, 0.5, 0.6
"""Back at 95 %; a drop is at least 5 %; partly means half of it regained; wider than 60 % says nothing."""


@dataclass(frozen=True, kw_only=True)
class Known:
    """What is known of one series: its first wave and its most recent half year, each as observed and its bounds."""

    has_break: bool
    is_trusted: bool
    """The back-test is not red and the baseline is long enough for an interval."""
    wave_ratio: float
    wave_is_below: bool
    """Observed in the first wave lies below the 95 % interval."""
    recent_ratio: float
    recent_is_above: bool
    """Observed in the most recent half year lies above the 95 % interval."""
    recent_width: float
    """Width of that interval as a share of expected."""
    trough_ratio: float


def recovery_class(known: Known) -> RecoveryClass:
    """Return the class of a series: the first that holds, from what forbids a claim to what is claimed.

    Source: methods.md 2.2.
    """
    figures = (known.wave_ratio, known.recent_ratio, known.recent_width)
    if known.has_break:
        return RecoveryClass.BREAK
    if not known.is_trusted or not np.isfinite(figures).all() or known.recent_width > WIDEST:
        return RecoveryClass.TOO_LITTLE
    if not (known.wave_is_below and known.wave_ratio <= DROPPED_RATIO):
        return RecoveryClass.NOT_DROPPED
    if known.recent_is_above:
        return RecoveryClass.ABOVE
    if known.recent_ratio >= RECOVERED_RATIO:
        return RecoveryClass.RECOVERED
    depth = known.trough_ratio if np.isfinite(known.trough_ratio) else known.wave_ratio
    regained = (known.recent_ratio - depth) / max(1 - depth, 1e-9)
    return RecoveryClass.PARTLY if regained >= REGAINED_HALF else RecoveryClass.NOT_RECOVERED


CATCH_UP_HALF_WIDTH = 0.25


@dataclass(frozen=True, kw_only=True)
class CaughtUp:
    """Which share of a deficit came back in the window after it; NaN where volumes cannot say."""

    share: float
    lower: float
    upper: float


def caught_up(
    *, deficit: float, deficit_variance: float, overshoot: float, overshoot_variance: float, common: float
) -> CaughtUp:
    """Return the net overshoot after a wave as a share of its deficit, where the gate lets it be said.

    `common` is the covariance of both expected totals by shocks they share. Shown only for a deficit of more than two
    standard deviations and a half-width of at most 25 points. Source: methods.md 2.2.
    """
    nothing = CaughtUp(share=float("nan"), lower=float("nan"), upper=float("nan"))
    if not deficit > 2 * np.sqrt(deficit_variance):
        return nothing
    share = overshoot / deficit
    variance = (overshoot_variance + share**2 * deficit_variance + 2 * abs(share) * common) / deficit**2
    half = 1.96 * float(np.sqrt(variance))
    return CaughtUp(share=share, lower=share - half, upper=share + half) if half <= CATCH_UP_HALF_WIDTH else nothing


class Lasting(StrEnum):
    """Whether what went missing stayed away, over at least two years (methods.md 2.2)."""

    EVAPORATED = "evaporated"
    CAUGHT_UP = "caught_up"
    UNDECIDED = "undecided"


RIPE_YEARS, SMALL_SHARE_OF_YEAR = 2.0, 0.02


def lasting(
    *, years: float, observed: float, bounds: Sequence[tuple[float, float]], recent_ratio: float, year: float
) -> Lasting:
    """Return whether a deficit stays in all scenarios.

    `bounds` are the 95 % bounds of the expected total in every scenario, `year` what is expected in a year.
    Source: methods.md 2.2.
    """
    if years < RIPE_YEARS or not np.isfinite([observed, recent_ratio, *np.ravel(bounds)]).all():
        return Lasting.UNDECIDED
    if min(lower for lower, _ in bounds) > observed and recent_ratio <= 1:
        return Lasting.EVAPORATED
    if max(upper for _, upper in bounds) - observed < SMALL_SHARE_OF_YEAR * year:
        return Lasting.CAUGHT_UP
    return Lasting.UNDECIDED
