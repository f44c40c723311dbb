"""Pilots of practices that begin in different quarters: did it change how often people are referred (methods.md 5)."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.stats import chi2
from scipy.stats import t as student

from verdampt.statistics.irls import Floats

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Status = Literal["shown", "failed_pretrend", "too_few", "no_data"]

LEVEL = 0.95
POWER = 0.80
SMALLEST_PILOT = 10
"""Practices that must take part before an effect is given."""
QUARTERS_BEFORE = 8
"""Quarters that must be known of a practice before it takes part."""
ANTICIPATION = 1
"""Quarters before the start in which practices may already change; they are left out."""
LONGEST_COURSE = 12
"""Quarters after the start that are shown."""
PRETREND_LIMIT = 0.05
PLACEBO_DRAWS = 60


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
class Effect:
    """A relative change with its bounds: -0.09 is 9 % fewer."""

    estimate: float
    lower: float
    upper: float


@dataclass(frozen=True, kw_only=True)
class Course:
    """Relative change (K,) by quarter since the start, negative before it."""

    quarter: Ints
    estimate: Floats
    lower: Floats
    upper: Floats


@dataclass(frozen=True, kw_only=True)
class PilotResult:
    """What a pilot did; without effects where the status is `too_few` or `no_data`."""

    status: Status
    practices: int
    """Practices that took part and could be followed."""
    quarters: int
    """Quarters seen after the first start."""
    effects: dict[str, Effect]
    """By estimator: did2s, and with checks callaway_santanna and ppml."""
    course: Course | None
    pretrend_p: float
    detectable: float
    """Smallest relative change found with 80 % power, from practices that did not take part; nan where unknown."""
    left_out: tuple[float, float]
    """Lowest and highest effect when one practice is left out."""
    without_covid: Effect | None
    """Effect without the quarters of the waves."""


def quarter_number(year: int, quarter: int) -> int:
    """Return the running number of a quarter (1 to 4) of a year."""
    return 4 * year + quarter - 1


def evaluate_pilot(
    panel: PracticeQuarters,
    *,
    covid_quarters: tuple[int, ...] = (),
    with_checks: bool = True,
    seed: int = 1,
) -> PilotResult:
    """Return what a pilot did to the outcome, by two-stage differences-in-differences (methods.md 5)."""
    raise NotImplementedError
