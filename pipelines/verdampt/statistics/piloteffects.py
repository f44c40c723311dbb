"""The relative change of a pilot's outcome with its margin, by two-stage differences-in-differences (methods.md 5)."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import t as student

from verdampt.statistics.irls import Floats
from verdampt.statistics.pilotpanels import Design
from verdampt.statistics.twostage import Stages, relative_changes

LEVEL = 0.95
SMALLEST_PILOT = 10
"""Practices that must take part before an effect is given."""
SMALLEST_LEFT_OUT = 20
"""Practices that must take part before an effect is given without one of them."""
SMALLEST_OTHERS = 10
"""Practices they are compared with that never take part or start after all that is known."""
SMALLEST_BASE = 100
"""Records to be expected of the participants since their start, before a relative effect is given; and events of them
in a quarter, before it has a place in the course."""


@dataclass(frozen=True, kw_only=True)
class Effect:
    """A relative change with its bounds: -0.09 is 9 % fewer."""

    estimate: float
    lower: float
    upper: float
    log_error: float = float("nan")
    """Standard error of the logarithm of one plus the change."""
    freedom: float = float("inf")
    """Degrees of freedom of that error."""


def bounded(change: float, error: float, *, freedom: float = float("inf")) -> Effect:
    """Return bounds that are symmetric for the logarithm, so that no more than everything goes away (methods.md 5).

    `error` is the standard error of the change, with so many degrees of freedom.
    """
    if change <= -1:
        return Effect(estimate=-1.0, lower=-1.0, upper=float("nan"))
    log_error = error / (1 + change)
    width = float(student.ppf((1 + LEVEL) / 2, freedom)) * log_error
    return Effect(
        estimate=change,
        lower=float((1 + change) * np.exp(-width) - 1),
        upper=float((1 + change) * np.exp(width) - 1),
        log_error=log_error,
        freedom=freedom,
    )


def effective_freedom(stages: Stages) -> float:
    """Return the degrees of freedom of a margin: the effective number of practices on the smaller side, less one.

    Practices weigh as much as is expected of them; with few of them bounds of the normal distribution hold too seldom.
    Source: methods.md 5.
    """
    return max(min(map(effective, _sides(stages))) - 1, 1.0)


def _sides(stages: Stages) -> tuple[Floats, Floats]:
    """Return what is expected of each practice that takes part since its start, and of each other one."""
    cells, treated = stages.cells, stages.cells.is_treated
    units = int(cells.unit.max()) + 1
    sums = [np.bincount(cells.unit[side], stages.mean[side], units) for side in (treated, ~treated)]
    since, before = (np.asarray(one, float) for one in sums)
    return since, np.where(since > 0, 0.0, before)


def effective(mean: Floats) -> float:
    """Return the effective number of practices (P,) that weigh as their means do; 0 without any (methods.md 5)."""
    return float(mean.sum() ** 2 / np.square(mean).sum()) if mean.any() else 0.0


def overall(design: Design) -> Effect:
    """Return the effect over all quarters since the start (methods.md 5)."""
    stages, _ = design.stages
    change, variance = relative_changes(stages, np.where(stages.cells.is_treated, 0, -1), size=1)
    return bounded(float(change[0]), float(np.sqrt(variance[0, 0])), freedom=effective_freedom(stages))


def left_out(design: Design) -> tuple[float, float]:
    """Return the lowest and highest relative change when one practice that took part is left out of the effect.

    Nan where fewer than twenty take part: both changes together would tell that of the one. Source: methods.md 5.
    """
    stages, _ = design.stages
    treated = stages.cells.is_treated
    units = np.unique(stages.cells.unit[treated], return_inverse=True)[1]
    mean = np.bincount(units, stages.mean[treated])
    if len(mean) < SMALLEST_LEFT_OUT:
        return float("nan"), float("nan")
    seen = np.bincount(units, stages.cells.events[treated])
    rest = mean.sum() - mean
    change = np.divide(seen.sum() - seen, rest, out=np.full(len(rest), np.nan), where=rest > 0) - 1
    return float(np.nanmin(change)), float(np.nanmax(change))


@dataclass(frozen=True, kw_only=True)
class Followed:
    """How much there is to tell a pilot's effect from."""

    practices: int
    """That took part and were seen since."""
    others: int
    """That they are compared with all along."""
    expected: float
    """Events of the practices that took part, since their start."""

    def is_enough(self, *, base: int) -> bool:
        """Return whether an effect is given; `base` is how many events a record stands for (methods.md 5)."""
        sides = self.practices >= SMALLEST_PILOT and self.others >= SMALLEST_OTHERS
        return sides and self.expected >= SMALLEST_BASE * base


def followed(design: Design) -> Followed:
    """Return how many practices can be followed after their start, and the events to be expected of them.

    None where nobody was treated or nobody was left to compare with (methods.md 5).
    """
    others = len(np.unique(design.panel.practice[np.isnan(design.since)]))
    if not (design.since >= 0).any() or not others:
        return Followed(practices=0, others=others, expected=0.0)
    stages, _ = design.stages
    treated = stages.cells.is_treated
    practices = len(np.unique(stages.cells.unit[treated]))
    return Followed(practices=practices, others=others, expected=float(stages.mean[treated].sum()))
