"""The balance of a deficit: six parts that add up to it, each with bounds, and nothing hidden (V3)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from verdampt.statistics.irls import Floats

PARTS = ("need_fell", "caught_up", "substituted", "harm", "evaporated", "unexplained")
KNOWN = PARTS[:4]
EVAPORATED, UNEXPLAINED = 4, 5
GRID = 2.0**32
"""Shares are whole multiples of 1 / GRID, so that they add up to 1 exactly in any order."""


@dataclass(frozen=True, kw_only=True)
class Bounded:
    """Joint draws (D, N) of the least and the most that a part can be, in units of care."""

    lower: Floats
    upper: Floats


@dataclass(frozen=True, kw_only=True)
class Balance:
    """The six parts of N deficits, in the order of PARTS.

    Shares are parts of the deficit and NaN where `status` is not 'shown'; amounts are in units of care and known
    wherever there are data.
    """

    share: Floats
    """(6, N), of each slice they add up to 1 exactly."""
    lower: Floats
    """(6, N), within 0 and 1."""
    upper: Floats
    amount: Floats
    """(6, N), share times deficit."""
    amount_lower: Floats
    """(6, N), never below 0: a part cannot be negative."""
    amount_upper: Floats
    deficit: Floats
    """(N,), mean of the draws; negative where there was more care than expected."""
    deficit_lower: Floats
    deficit_upper: Floats
    status: NDArray[np.str_]
    """(N,) of 'shown', 'no_deficit' (the interval of the deficit reaches zero), 'no_data'."""


def unknown_part(deficit: Floats) -> Bounded:
    """Return the part that nothing is known about: from nothing to the whole deficit; shapes (D, N).

    Source: methods.md 4.2.
    """
    return Bounded(lower=np.zeros_like(deficit), upper=np.maximum(deficit, 0.0))


def absent_part(deficit: Floats) -> Bounded:
    """Return the part that is nothing by definition, such as need that fell in a care type without the tag.

    Source: methods.md 4.2.
    """
    return Bounded(lower=np.zeros_like(deficit), upper=np.zeros_like(deficit))


def balance_of(
    deficit: Floats,
    *,
    need_fell: Bounded,
    caught_up: Bounded,
    substituted: Bounded,
    harm: Bounded,
    level: float = 0.95,
) -> Balance:
    """Split deficits into six parts with bounds, from joint draws (D, N) in units of care.

    The point share of a known part is its lower amount, of 'evaporated' what is left when every other part is at its
    upper amount, and of 'unexplained' the overlap between; where the lower amounts exceed the deficit they are shrunk
    to fit. Bounds: of a known part the outer quantiles of its amounts; of 'evaporated'
    max(0, Delta_L - (n+a+b+d)_U) to Delta_U - (n+a+b+d)_L, for shares the same with the draws divided by their own
    deficit; of 'unexplained' from nothing to what is left when every other part is at its lower bound. NaN in a
    slice gives 'no_data'. Raises ValueError when the shapes do not fit. Source: methods.md 4.2.
    """
    known = (need_fell, caught_up, substituted, harm)
    if any(amount.shape != deficit.shape for part in known for amount in (part.lower, part.upper)):
        raise ValueError(f"draws of the parts do not have the shape of the deficit's, {deficit.shape}")
    least = np.stack([part.lower for part in known])
    most = np.maximum(np.stack([part.upper for part in known]), least)
    has_data = np.isfinite(deficit).all(0) & np.isfinite(least).all((0, 1)) & np.isfinite(most).all((0, 1))
    low, high = (1 - level) / 2, (1 + level) / 2
    deficit_lower, deficit_upper = np.quantile(deficit, low, axis=0), np.quantile(deficit, high, axis=0)
    status = np.where(~has_data, "no_data", np.where(deficit_lower > 0, "shown", "no_deficit"))
    is_shown = status == "shown"
    whole = deficit.mean(0)
    share = _point_shares(least.mean(1), most.mean(1), whole)
    own = np.maximum(deficit, 1e-9)
    lower, upper = _bounds(least / own, most / own, np.ones_like(deficit), low, high)
    amount_lower, amount_upper = _bounds(least, most, deficit, low, high)
    return Balance(
        share=np.where(is_shown, share, np.nan),
        lower=np.where(is_shown, np.minimum(np.clip(lower, 0, 1), share), np.nan),
        upper=np.where(is_shown, np.maximum(np.clip(upper, 0, 1), share), np.nan),
        amount=np.where(is_shown, share * whole, np.nan),
        amount_lower=np.where(has_data, amount_lower, np.nan),
        amount_upper=np.where(has_data, amount_upper, np.nan),
        deficit=whole,
        deficit_lower=deficit_lower,
        deficit_upper=deficit_upper,
        status=status,
    )


def _point_shares(least: Floats, most: Floats, deficit: Floats) -> Floats:
    """Return the six shares (6, N) from mean amounts (4, N) and deficits (N,): on the grid, never negative, sum 1."""
    certain = np.maximum(least, 0) / np.maximum(deficit, 1e-9)
    certain = certain / np.maximum(certain.sum(0), 1.0)
    possible = np.maximum(np.maximum(most, 0) / np.maximum(deficit, 1e-9), certain)
    evaporated = np.maximum(1 - possible.sum(0), 0.0)
    five = np.floor(np.concatenate([certain, evaporated[None]]) * GRID) / GRID
    return np.concatenate([five, 1 - five.sum(0, keepdims=True)])


def _bounds(least: Floats, most: Floats, deficit: Floats, low: float, high: float) -> tuple[Floats, Floats]:
    """Return lower and upper bounds (6, N), at least 0, from draws (4, D, N) of the parts and (D, N) of the whole."""
    all_least, all_most = least.sum(0), most.sum(0)
    lower = np.maximum(np.quantile(least, low, axis=1), 0.0)
    upper = np.maximum(np.quantile(most, high, axis=1), 0.0)
    rest_lower = np.maximum(np.quantile(deficit, low, axis=0) - np.quantile(all_most, high, axis=0), 0.0)
    largest = np.quantile(deficit, high, axis=0)
    rest_upper = np.maximum(largest - np.quantile(all_least, low, axis=0), 0.0)
    hidden = np.maximum(largest - lower.sum(0) - rest_lower, 0.0)
    return (
        np.concatenate([lower, rest_lower[None], np.zeros_like(rest_lower)[None]]),
        np.concatenate([upper, rest_upper[None], hidden[None]]),
    )
