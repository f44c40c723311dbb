"""Where a care type stands: how much stays missing, against what happened to people (V5)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from verdampt.statistics.harm import holm
from verdampt.statistics.places import LARGE, PLACES

MARGIN = 1.05
"""Below this rate ratio an outcome counts as unchanged; set by clinicians."""
DETECTABLE = 0.05
"""An outcome of which no smaller change could have been found shows no equivalence."""
ONE_SIDED = 0.025


@dataclass(frozen=True, kw_only=True)
class OutcomeTest:
    """One pre-registered outcome of a care type, as a rate ratio after the negative control was taken off."""

    estimate: float
    lower: float
    upper: float
    standard_error: float
    """Of the log rate ratio."""
    detectable: float
    """Smallest relative change found with 80 % power, known beforehand: 0.04 is a ratio of 1.04."""
    direction: str = "more"
    """Which way harm lies: 'more' or 'fewer' of the outcome."""
    degrees_of_freedom: float = float("inf")

    def towards_harm(self) -> tuple[float, float, float]:
        """Return estimate, lower and upper limit turned so that above 1 is harm. Source: methods.md 4.4."""
        if self.direction == "fewer":
            return 1 / self.estimate, 1 / self.upper, 1 / self.lower
        return self.estimate, self.lower, self.upper

    def chance(self) -> float:
        """Return the one-sided p-value of this much harm when there is none. Source: methods.md 4.4."""
        away = np.log(self.towards_harm()[0]) / self.standard_error
        return float(stats.t.sf(away, self.degrees_of_freedom))


@dataclass(frozen=True, kw_only=True)
class Placement:
    """Where a care type stands."""

    deficit_class: str
    """'large', 'small', 'undetermined'."""
    harm_class: str
    """'signal', 'equivalent', 'undetermined'."""
    placement: str
    """One of the values of PLACES."""
    detectable: float
    """The largest of the outcomes' detectable changes; NaN without outcomes."""


def place(lower: float, upper: float, outcomes: Sequence[OutcomeTest]) -> Placement:
    """Return the placement of a residual net deficit (interval as part of a year) and its outcomes.

    Large: lower bound at least 5 %; small: upper bound under 5 %. Signal: some outcome's lower limit above 1 after
    Holm. Equivalent: every outcome's upper limit below 1.05 and detectable change at most 5 %. A signal goes before
    equivalence; without outcomes, or with NaN, undetermined. Source: methods.md 4.4.
    """
    deficit_class, harm_class = deficit_class_of(lower, upper), harm_class_of(outcomes)
    return Placement(
        deficit_class=deficit_class,
        harm_class=harm_class,
        placement=PLACES[deficit_class, harm_class],
        detectable=max((one.detectable for one in outcomes), default=float("nan")),
    )


def deficit_class_of(lower: float, upper: float) -> str:
    """Return 'large', 'small' or 'undetermined' for an interval as part of a year. Source: methods.md 4.4."""
    if lower >= LARGE:
        return "large"
    return "small" if upper < LARGE else "undetermined"


def harm_class_of(outcomes: Sequence[OutcomeTest]) -> str:
    """Return 'signal', 'equivalent' or 'undetermined' for all outcomes of a care type. Source: methods.md 4.4."""
    if not outcomes:
        return "undetermined"
    ways = [one.towards_harm() for one in outcomes]
    adjusted = holm(np.array([one.chance() for one in outcomes]))
    if any(chance <= ONE_SIDED and low > 1 for chance, (_, low, _) in zip(adjusted, ways, strict=True)):
        return "signal"
    is_same = all(high < MARGIN for _, _, high in ways)
    could_see = all(one.detectable <= DETECTABLE for one in outcomes)
    return "equivalent" if is_same and could_see else "undetermined"
