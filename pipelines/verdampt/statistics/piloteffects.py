"""The relative change of a pilot's outcome with its margin, by two-stage differences-in-differences (methods.md 5)."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import norm
from scipy.stats import t as student

from verdampt.statistics.pilotpanels import Design
from verdampt.statistics.twostage import Stages, first_stage, relative_changes

LEVEL = 0.95
NORMAL = float(norm.ppf((1 + LEVEL) / 2))
SMALLEST_PILOT = 10
"""Practices that must take part before an effect is given."""
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
    """Return the effective number of practices treated, less one: what a margin of few practices leans on.

    Practices weigh as much as is expected of them; with few of them bounds of the normal distribution hold too seldom.
    Source: methods.md 5.
    """
    treated = stages.cells.is_treated
    mean = np.bincount(stages.cells.unit[treated], stages.mean[treated])
    return max(float(mean.sum() ** 2 / np.square(mean).sum()) - 1, 1.0)


def overall(design: Design) -> Effect:
    """Return the effect over all quarters since the start (methods.md 5)."""
    stages, _ = first_stage(design.cells)
    change, variance = relative_changes(stages, np.where(stages.cells.is_treated, 0, -1), size=1)
    return bounded(float(change[0]), float(np.sqrt(variance[0, 0])), freedom=effective_freedom(stages))


def left_out(design: Design) -> tuple[float, float]:
    """Return the lowest and highest relative change when one practice that took part is left out (methods.md 5)."""
    stages, _ = first_stage(design.cells)
    treated = stages.cells.is_treated
    units = np.unique(stages.cells.unit[treated], return_inverse=True)[1]
    mean = np.bincount(units, stages.mean[treated])
    seen = np.bincount(units, stages.cells.events[treated])
    rest = mean.sum() - mean
    change = np.divide(seen.sum() - seen, rest, out=np.full(len(rest), np.nan), where=rest > 0) - 1
    return float(np.nanmin(change)), float(np.nanmax(change))


def followed(design: Design) -> tuple[int, float]:
    """Return how many practices can be followed after their start, and the events to be expected of them.

    None where nobody was treated or nobody was left to compare with (methods.md 5).
    """
    if not (design.since >= 0).any() or not np.isnan(design.since).any():
        return 0, 0.0
    stages, _ = first_stage(design.cells)
    treated = stages.cells.is_treated
    return len(np.unique(stages.cells.unit[treated])), float(stages.mean[treated].sum())
