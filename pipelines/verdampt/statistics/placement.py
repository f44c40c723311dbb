"""Where a care type stands: how much stays missing, against what happened to people (V5)."""

from collections.abc import Sequence
from dataclasses import dataclass

LARGE = 0.05
"""A residual deficit of 5 % of a year is large."""
MARGIN = 1.05
"""Below this rate ratio an outcome counts as unchanged; set by clinicians."""
PLACES = {
    ("large", "signal"): "not_to_miss",
    ("large", "equivalent"): "candidate_less",
    ("large", "undetermined"): "to_find_out",
    ("small", "signal"): "late",
    ("small", "equivalent"): "recovered",
    ("small", "undetermined"): "recovered_unknown",
    ("undetermined", "signal"): "undetermined",
    ("undetermined", "equivalent"): "undetermined",
    ("undetermined", "undetermined"): "undetermined",
}


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
    raise NotImplementedError
