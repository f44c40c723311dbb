"""Practices by quarter: those that take part in a pilot, and their neighbours that do not (methods.md 5)."""

from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np

from verdampt.statistics.irls import Floats
from verdampt.statistics.twostage import Bools, Cells, Ints, Stages, first_stage

QUARTERS_BEFORE = 8
"""Quarters that must be known of a practice before it takes part."""
FEWEST_NEIGHBOURS = 3
"""Practices of a region that take no part, or not yet, without which its others have nothing to be compared with."""
ANTICIPATION = 1
"""Quarters before the start in which practices may already change; they are left out."""


@dataclass(frozen=True, kw_only=True)
class PracticeQuarters:
    """What N practice-quarters (N,) held; every practice lies in one region and begins once, or never."""

    practice: Ints
    """Number of the practice, from 0."""
    quarter: Ints
    """Running number of the quarter: 4 × year + quarter - 1."""
    events: Floats
    """Outcome: a count, or a sum of weights of selected records."""
    persons: Floats
    """Persons enrolled; above zero. One everywhere where they are not known: only their change matters."""
    adopted: Floats
    """Quarter of the start, nan for practices that never take part."""
    region: Ints
    """Number of the region, from 0."""


@dataclass(frozen=True, kw_only=True)
class Design:
    """The practices that can be compared: those that took part, and all others of their regions."""

    panel: PracticeQuarters
    since: Floats
    """Quarters since the start (N,), nan for practices that never take part."""

    def keep(self, kept: Bools) -> "Design":
        """Return some of the rows."""
        parts = {one.name: getattr(self.panel, one.name)[kept] for one in fields(self.panel)}
        return Design(panel=PracticeQuarters(**parts), since=self.since[kept])

    @property
    def cells(self) -> Cells:
        """Return the cells of the two stages: practices, and quarters within a region."""
        panel = self.panel
        spread = int(panel.quarter.max()) + 1
        return Cells(
            unit=np.unique(panel.practice, return_inverse=True)[1],
            period=np.unique(panel.region * spread + panel.quarter, return_inverse=True)[1],
            events=panel.events,
            exposure=panel.persons,
            is_treated=self.since >= 0,
        )

    @cached_property
    def stages(self) -> tuple[Stages, Bools]:
        """Return the first stage, and which rows (N,) it knows."""
        return first_stage(self.cells)

    @property
    def participants(self) -> int:
        """Return how many practices took part."""
        return len(np.unique(self.panel.practice[np.isfinite(self.since)]))


def compared(panel: PracticeQuarters) -> Design:
    """Return the practices of regions with participants and with three others or more (methods.md 5).

    Who took part but was not known for eight quarters before is left out.
    """
    since = panel.quarter - panel.adopted
    takes_part = np.isfinite(since)
    early = np.bincount(panel.practice[since < 0], minlength=int(panel.practice.max()) + 1)
    late = np.bincount(panel.practice[since >= 0], minlength=len(early))
    # Who starts after the last quarter is not yet treated, and serves as a control all along.
    is_followed = (early >= QUARTERS_BEFORE)[panel.practice] & (late > 0)[panel.practice]
    is_control = ~takes_part | ((late == 0)[panel.practice])
    regions = np.unique(panel.region[takes_part & is_followed & (_neighbours(panel, is_control) >= FEWEST_NEIGHBOURS)])
    since = np.where(is_control, np.nan, since)
    return Design(panel=panel, since=since).keep(np.isin(panel.region, regions) & (is_control | is_followed))


def _neighbours(panel: PracticeQuarters, is_control: Bools) -> Ints:
    """Return for each row (N,) how many practices of its region serve as controls all along."""
    practices, first = np.unique(panel.practice[is_control], return_index=True)
    numbers = np.bincount(panel.region[is_control][first], minlength=int(panel.region.max()) + 1)
    return np.asarray(numbers[panel.region], dtype=np.int64) if len(practices) else np.zeros_like(panel.region)


def comparable(panel: PracticeQuarters) -> Design:
    """Return the practices compared, without the quarter before the start in which some change (methods.md 5)."""
    whole = compared(panel)
    return whole.keep(~((whole.since < 0) & (whole.since >= -ANTICIPATION)))
