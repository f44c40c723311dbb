"""A pilot's effect if what its practices did otherwise before had gone on along a line (methods.md 5)."""

from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import brentq

from verdampt.statistics.irls import Floats
from verdampt.statistics.piloteffects import Effect, bounded, effective_freedom
from verdampt.statistics.pilotpanels import Design
from verdampt.statistics.twostage import Cells, Stages, first_stage

STEEPEST = 0.25
"""Change by quarter, on the scale of logarithms, beyond which no line is looked for."""
STEP = 1e-4


@dataclass(frozen=True, kw_only=True)
class _Line:
    """Cells with the quarters since the start (N,), 0 for practices that take no part."""

    cells: Cells
    since: Floats

    def at(self, slope: float) -> tuple[Stages, Floats]:
        """Return the first stage where participants change by a slope each quarter, and the quarters of its cells."""
        exposure = self.cells.exposure * np.exp(slope * self.since)
        stages, known = first_stage(replace(self.cells, exposure=exposure))
        return stages, self.since[known]

    def rest(self, slope: float) -> float:
        """Return the score of the slope: zero at the line that fits the quarters before the start best."""
        stages, since = self.at(slope)
        free = ~stages.cells.is_treated
        return float((since * (stages.cells.events - stages.mean))[free].sum())

    def change(self, slope: float) -> float:
        """Return the relative change since the start against that line."""
        stages, _ = self.at(slope)
        treated = stages.cells.is_treated
        return float(stages.cells.events[treated].sum() / stages.mean[treated].sum() - 1)


def trend_continued(design: Design) -> Effect | None:
    """Return the effect over all quarters since the start, against participants' own straight line from before.

    What is left when the difference in trends is taken off: the bound of Rambachan and Roth (2023) for differences
    that go on unbent, with the doubt about the slope in its margin. None where no line fits. Source: methods.md 5.
    """
    line = _Line(cells=design.cells, since=np.nan_to_num(design.since))
    if line.rest(-STEEPEST) * line.rest(STEEPEST) >= 0:
        return None
    slope = float(brentq(line.rest, -STEEPEST, STEEPEST, xtol=1e-7))
    stages, since = line.at(slope)
    treated = stages.cells.is_treated
    bins = np.where(treated, 0, -1)
    rows = np.flatnonzero(treated)
    base = stages.mean[rows].sum()
    change = stages.cells.events[rows].sum() / base - 1
    # What a practice adds to the effect: by itself, and by how it tilts the line.
    scores = stages.scores(rows, bins[rows], size=1, change=np.array([change]))[:, 0] / base
    information = (line.rest(slope - STEP) - line.rest(slope + STEP)) / (2 * STEP)
    lean = (line.change(slope + STEP) - line.change(slope - STEP)) / (2 * STEP)
    tilts = stages.weighted_scores(np.where(treated, 0.0, since)) / information
    error = float(np.sqrt(np.square(scores + lean * tilts).sum()))
    return bounded(float(change), error, freedom=effective_freedom(stages))
