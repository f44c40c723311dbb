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
    raise NotImplementedError
