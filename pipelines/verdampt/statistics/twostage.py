"""Two-stage differences-in-differences of counts: expected without treatment first, then what differs (methods.md 5).

Gardner's two stages (did2s) with a log link, so that zero counts need no repair and the effect is a relative one. The
first stage is a Poisson regression of untreated cells on units and on periods; its fit is a multiplication table that
is found by turns. The second stage compares treated cells with it. The variance takes the first stage along, cluster
by cluster: it equals `pyfixest.did2s` on the working response at the fit, without ever holding a dense design.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from verdampt.statistics.irls import Floats

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
TURNS, TOLERANCE, RIDGE = 500, 1e-10, 1e-9
LARGEST_SHARE = 0.9


@dataclass(frozen=True, kw_only=True)
class Cells:
    """Counts (N,) of units in periods; a period is a quarter in one region, so that only neighbours are compared."""

    unit: Ints
    period: Ints
    events: Floats
    exposure: Floats
    is_treated: Bools

    def keep(self, kept: Bools) -> "Cells":
        """Return some of the cells, units and periods numbered anew."""
        return Cells(
            unit=np.unique(self.unit[kept], return_inverse=True)[1],
            period=np.unique(self.period[kept], return_inverse=True)[1],
            events=self.events[kept],
            exposure=self.exposure[kept],
            is_treated=self.is_treated[kept],
        )


def untreated_mean(cells: Cells) -> Floats:
    """Return what each cell (N,) holds without treatment: exposure × unit × period, of untreated cells (methods.md 5).

    Nan where it cannot be known: no untreated cell of the unit, or no untreated event in the period. A unit without any
    event before its treatment keeps a mean of zero: leaving it out would make units that grew look rare.
    """
    free = ~cells.is_treated
    units, periods = int(cells.unit.max()) + 1, int(cells.period.max()) + 1
    unit, period = cells.unit[free], cells.period[free]
    exposure, events = cells.exposure[free], cells.events[free]
    unit_total = _sums(unit, events, units)
    period_total = _sums(period, events, periods)
    effect = np.ones(periods)
    level = np.zeros(units)
    for _ in range(TURNS):
        level = _ratio(unit_total, _sums(unit, exposure * effect[period], units))
        new = _ratio(period_total, _sums(period, exposure * level[unit], periods))
        change = np.abs(new - effect).max()
        effect = new
        if change < TOLERANCE * max(1.0, float(effect.max())):
            break
    mean = cells.exposure * level[cells.unit] * effect[cells.period]
    is_known = (np.bincount(unit, minlength=units)[cells.unit] > 0) & (effect[cells.period] > 0)
    return np.where(is_known, mean, np.nan)


def _sums(groups: Ints, values: Floats, size: int) -> Floats:
    return np.asarray(np.bincount(groups, values, size), float)


def _ratio(total: Floats, base: Floats) -> Floats:
    return np.asarray(np.divide(total, base, out=np.zeros(len(total)), where=base > 0))


@dataclass(frozen=True, kw_only=True)
class Stages:
    """Cells of which the untreated mean (N,) is known, and how the first stage leans on them."""

    cells: Cells
    mean: Floats
    is_corrected: bool = True
    """Whether residuals are stretched for what the first stage took of them."""

    def stretch(self, rows: Ints) -> Floats:
        """Return by how much residuals of untreated cells (K,) are stretched, as a period leans on few units.

        A unit that makes up a share of a period pulls its fit that far towards itself; stretched as the jackknife does
        (CR3, Bell and McCaffrey 2002).
        """
        if not self.is_corrected:
            return np.ones(len(rows))
        period = self.cells.period[rows]
        share = self.mean[rows] / np.bincount(period, self.mean[rows])[period]
        return np.asarray(1 / (1 - np.minimum(share, LARGEST_SHARE)))

    def lean(self, rows: Ints, bins: Ints, weight: Floats, *, size: int) -> tuple[Floats, Floats]:
        """Return how sums over bins (K) hang on units (P, K) and periods (Q, K): inverse information × derivative."""
        free = ~self.cells.is_treated
        units, periods = int(self.cells.unit.max()) + 1, int(self.cells.period.max()) + 1
        place = (self.cells.unit[free], self.cells.period[free])
        of_unit = np.bincount(place[0], self.mean[free], units)
        of_period = np.bincount(place[1], self.mean[free], periods)
        cross = csr_matrix((self.mean[free], place), shape=(units, periods))
        by_unit, by_period = np.zeros((units, size)), np.zeros((periods, size))
        np.add.at(by_unit, (self.cells.unit[rows], bins), weight)
        np.add.at(by_period, (self.cells.period[rows], bins), weight)
        share = np.divide(1, of_unit, out=np.zeros(units), where=of_unit > 0)[:, None]
        scaled = cross.multiply(share).tocsr()
        # Raising all units and lowering all periods of a region changes nothing: a touch of ridge picks one of these.
        inner = np.diag(of_period * (1 + RIDGE)) - (cross.T @ scaled).toarray()
        period_part = np.linalg.solve(inner, by_period - scaled.T @ by_unit)
        return (by_unit - cross @ period_part) * share, period_part

    def scores(self, rows: Ints, bins: Ints, *, size: int, change: Floats) -> Floats:
        """Return scores (P, K) of units: what each adds to the sum of differences in a bin, first stage included.

        `change` (K,) is the relative change in a bin; rows of a bin are compared with the mean times one plus it.
        """
        return self._scored(rows, bins, size=size, change=change[bins], weight=np.ones(len(rows)))

    def weighted_scores(self, weight: Floats) -> Floats:
        """Return scores (P,) of units: what each adds to the sum of weight (N,) × difference in untreated cells."""
        rows = np.flatnonzero(~self.cells.is_treated)
        nowhere = np.zeros(len(rows), dtype=np.int64)
        return self._scored(rows, nowhere, size=1, change=np.zeros(len(rows)), weight=weight[rows])[:, 0]

    def _scored(self, rows: Ints, bins: Ints, *, size: int, change: Floats, weight: Floats) -> Floats:
        cells, mean = self.cells, self.mean[rows] * (1 + change)
        unit_part, period_part = self.lean(rows, bins, weight * mean, size=size)
        scores = np.zeros((int(cells.unit.max()) + 1, size))
        np.add.at(scores, (cells.unit[rows], bins), weight * (cells.events[rows] - mean))
        free = np.flatnonzero(~cells.is_treated)
        rest = (cells.events[free] - self.mean[free]) * self.stretch(free)
        np.add.at(
            scores, cells.unit[free], -rest[:, None] * (unit_part[cells.unit[free]] + period_part[cells.period[free]])
        )
        return scores


def first_stage(cells: Cells) -> tuple[Stages, Bools]:
    """Return the first stage on cells whose untreated mean can be known, and which these are (methods.md 5)."""
    mean = untreated_mean(cells)
    known = np.isfinite(mean)
    return Stages(cells=cells.keep(known), mean=mean[known]), known


def relative_changes(stages: Stages, bins: Ints, *, size: int) -> tuple[Floats, Floats]:
    """Return relative changes (K,) and their covariance (K, K), clustered by unit (methods.md 5).

    `bins` (N,) says in which change a cell counts; -1 is in none.
    """
    rows = np.flatnonzero(bins >= 0)
    base = np.bincount(bins[rows], stages.mean[rows], size)
    change = np.bincount(bins[rows], stages.cells.events[rows], size) / base - 1
    scores = stages.scores(rows, bins[rows], size=size, change=change) / base
    return change, scores.T @ scores


def score_statistic(stages: Stages, bins: Ints, *, size: int) -> float:
    """Return the cluster-robust score statistic of no difference in any bin of untreated cells (methods.md 5).

    Without differences it is chi-squared with as many degrees of freedom as there are bins.
    """
    rows = np.flatnonzero(bins >= 0)
    scores = stages.scores(rows, bins[rows], size=size, change=np.zeros(size))
    total = scores.sum(axis=0)
    return float(total @ np.linalg.pinv(scores.T @ scores, hermitian=True) @ total)
