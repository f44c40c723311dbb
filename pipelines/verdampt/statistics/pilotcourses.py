"""How a pilot's outcome went by quarter since the start, and whether it went alike before (methods.md 5)."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import chi2
from scipy.stats import t as student

from verdampt.statistics.irls import Floats
from verdampt.statistics.piloteffects import LEVEL, SMALLEST_BASE, SMALLEST_PILOT, bounded, effective, effective_freedom
from verdampt.statistics.pilotpanels import QUARTERS_BEFORE, Design
from verdampt.statistics.twostage import Ints, Stages, relative_changes, score_statistic

LONGEST_COURSE = 12
"""Quarters after the start that are shown."""
SMALLEST_QUARTER = 25
"""Records to be expected of them in a quarter."""
PRETREND_LIMIT = 0.05
"""Below this chance of a difference at least so large, practices already went another way before the start."""
TOGETHER = (1, 2, 4)
"""Quarters that are taken together where single ones are too small."""


@dataclass(frozen=True, kw_only=True)
class Course:
    """Relative change (K,) by quarter since the start, negative before it."""

    quarter: Ints
    """First quarter of those taken together."""
    estimate: Floats
    lower: Floats
    upper: Floats
    together: int = 1


def _by_quarter(design: Design, *, first: int, together: int = 1) -> tuple[Stages, Ints, Ints]:
    """Return the first stage, the quarters since the start (K,) told apart, and the place (N,) of each cell in them.

    Quarters of fewer than ten practices are in none (-1), nor those before the first one. So many quarters together
    stand under the first of them.
    """
    stages, known = design.stages
    since = np.where(np.isfinite(design.since[known]), design.since[known], -99).astype(np.int64)
    since = since // together * together
    inside = (since >= first) & (since + together - 1 <= LONGEST_COURSE)
    seen = np.unique(np.stack([since[inside], stages.cells.unit[inside]]), axis=1)[0]
    quarters, practices = np.unique(seen, return_counts=True)
    quarters = quarters[practices >= SMALLEST_PILOT]
    place = np.minimum(np.searchsorted(quarters, since), max(len(quarters) - 1, 0))
    return stages, quarters, np.where(np.isin(since, quarters), place, -1)


def course_of(design: Design, *, base: int) -> Course:
    """Return the event study from eight quarters before the start, against all quarters before it together.

    Where most quarters are too small, halves of a year or years take their place. `base` is how many events a record
    stands for. Source: methods.md 5.
    """
    for together in TOGETHER:
        stages, quarters, bins = _by_quarter(design, first=-QUARTERS_BEFORE, together=together)
        expected = np.bincount(bins[bins >= 0], stages.mean[bins >= 0], len(quarters))
        is_large = expected >= max(SMALLEST_BASE, SMALLEST_QUARTER * base)
        if 2 * is_large.sum() >= len(quarters):
            break
    bins = np.append(np.where(is_large, np.cumsum(is_large) - 1, -1), -1)[bins]
    change, variance = relative_changes(stages, bins, size=int(is_large.sum()))
    figures = zip(change, np.sqrt(np.diag(variance)), _freedoms(stages, bins), strict=True)
    effects = [bounded(float(one), float(error), freedom=freedom) for one, error, freedom in figures]
    return Course(
        quarter=quarters[is_large],
        estimate=np.array([one.estimate for one in effects]),
        lower=np.array([one.lower for one in effects]),
        upper=np.array([one.upper for one in effects]),
        together=together,
    )


def _freedoms(stages: Stages, bins: Ints) -> list[float]:
    """Return for every bin (K,) the effective number of practices in it, less one, or that of all where it is less."""
    whole = effective_freedom(stages)
    freedoms = []
    for place in range(int(bins.max(initial=-1)) + 1):
        rows = np.flatnonzero(bins == place)
        mean = np.asarray(np.bincount(stages.cells.unit[rows], stages.mean[rows]), float)
        freedoms.append(min(whole, max(effective(mean) - 1, 1.0)))
    return freedoms


def avoided_by(design: Design) -> Course:
    """Return events avoided by enrolled person, added up over the quarters since the start (methods.md 5)."""
    stages, quarters, bins = _by_quarter(design, first=0)
    rows, size = np.flatnonzero(bins >= 0), len(quarters)
    persons = np.bincount(bins[rows], stages.cells.exposure[rows], size)
    base = np.bincount(bins[rows], stages.mean[rows], size)
    lost = base - np.bincount(bins[rows], stages.cells.events[rows], size)
    change = np.divide(-lost, base, out=np.zeros(size), where=base > 0)
    scores = stages.scores(rows, bins[rows], size=size, change=change)
    total = np.cumsum(lost / persons)
    quantile = float(student.ppf((1 + LEVEL) / 2, effective_freedom(stages)))
    width = quantile * np.sqrt((np.cumsum(scores / persons, axis=1) ** 2).sum(axis=0))
    return Course(quarter=quarters, estimate=total, lower=total - width, upper=total + width)


def pretrend(design: Design) -> float:
    """Return the p-value of no difference in the half-years before the start, against what lies before.

    Score test, clustered by practice (methods.md 5).
    """
    untreated = design.keep(~(design.since >= 0))
    stages, known = untreated.stages
    since = np.where(np.isfinite(untreated.since[known]), untreated.since[known], -99)
    bins = np.where(since >= -QUARTERS_BEFORE - 1, ((since + QUARTERS_BEFORE + 1) // 2), -1).astype(int)
    if not (since[since > -99] < -QUARTERS_BEFORE - 1).any():
        bins = np.where(bins == 0, -1, bins)
    numbers, placed = np.unique(bins[bins >= 0], return_inverse=True)
    if len(numbers) == 0:
        return float("nan")
    bins[bins >= 0] = placed
    return float(chi2.sf(score_statistic(stages, bins, size=len(numbers)), len(numbers)))


def goes_apart(pretrend_p: float) -> bool:
    """Return whether participants already went another way before their start, so that nothing is concluded after it.

    Source: methods.md 5.
    """
    return pretrend_p < PRETREND_LIMIT
