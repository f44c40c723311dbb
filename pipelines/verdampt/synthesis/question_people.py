"""What the made-up worlds of the doctors' questions are made of: sizes, chances, episodes and histories."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from verdampt.statistics.expected import Panel
from verdampt.statistics.irls import Floats

Counts = NDArray[np.int64]

REGIONS, MONTHS, FIRST_YEAR = 25, 96, 2015
BURN_IN, BASELINE = 12, 60
"""Late referrals of the first year were never made; the baseline is the four years after it."""
WAVE = range(62, 66)
"""March to June 2020."""
BEFORE = (range(38, 42), range(50, 54))
"""The same months of 2018 and 2019."""
AFTER = range(66, 78)
OUTCOME_WINDOW = range(62, 74)
AGES, KINDS = 4, 2
TAGGED, UNTAGGED = 0, 1
CONTROLS, FILLERS = 4, 5
REFERRALS, CONTACTS, OUTCOME, FIRST_CONTROL = 0, 1, 3, 4
FIRST_FILLER = FIRST_CONTROL + CONTROLS
SERIES = FIRST_FILLER + FILLERS
AGE_SHARES = np.array([0.2, 0.3, 0.3, 0.2])
LEFT = np.arange(3, -1, -1)
"""Months of the window left after each."""
LATE = 0.02
"""Chance of a usual late referral, in any of the eleven months after."""
SUBSTITUTE = 0.10
"""Usual share of episodes without referral that have other care anyway."""
OUTCOME_RISKS = np.array([0.005, 0.01, 0.02, 0.05])


@dataclass(frozen=True, kw_only=True)
class Planted:
    """Chances that are planted in a world."""

    need_fell: float
    """Of a tagged episode not to arise."""
    stayed_away: Floats
    """(R,), of a patient not to contact a doctor."""
    not_referred: Floats
    """(R,), of a would-be referral not to be made."""
    caught_up: float
    caught_up_away: float
    substituted: float
    harm: float


@dataclass(frozen=True, kw_only=True)
class Cohort:
    """Episodes of people who did see a doctor, in cells (R, kinds, months, ages)."""

    episodes: Counts
    by_end: Counts
    """Referred by the end of the window."""
    by_year: Counts
    """Referred within a year or so."""
    substitutes: Counts
    """With a substitute, among those not referred by the end of the window."""
    acute: Counts
    controls: Counts
    """(controls, R, kinds, months, ages)."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """One history of a world: with the pandemic or without."""

    observed: Floats
    """(series, R, months)."""
    cohort: Cohort


@dataclass(frozen=True, kw_only=True)
class QuestionWorld:
    """A world twice, with the pandemic and without, and what became of whom."""

    panel: Panel
    """Without a pandemic; both histories share the baseline."""
    pandemic: Told
    quiet: Told
    before: Cohort
    truth: dict[str, Floats]
    """(R,), people by part of the deficit; 'deficit' is their sum."""
    planted: Planted
    is_tagged: bool
    burden: Floats
    """(R,), COVID admissions per head, which move acute care of all kinds."""
    admitted: Floats
    """(R,), acute admissions by harm within the outcome window."""
    cohort_harmed: float
    """Of those, people of the cohort."""


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """What was drawn for a world without a pandemic."""

    chance: np.random.Generator
    kinds: Counts
    early: Counts
    late: Counts
    late_at: Counts
    counts: Counts

    def cohort(self, months: NDArray[np.int64], *, shift: Floats) -> Cohort:
        """Return the episodes that began in these months."""
        episodes, early, late = (part[:, :, months] for part in (self.kinds, self.early, self.late))
        left = np.tile(LEFT, len(months) // len(LEFT))
        soon = self.chance.binomial(late, (left / 11)[None, None, :, None])
        by_end = early + soon
        substitutes = self.chance.binomial(episodes - by_end, SUBSTITUTE)
        return self.followed(episodes, by_end, early + late, substitutes, shift=shift)

    def followed(
        self, episodes: Counts, by_end: Counts, by_year: Counts, substitutes: Counts, *, shift: Floats
    ) -> Cohort:
        """Return the cohort with its usual acute admissions and those of control outcomes drawn."""
        months = len(OUTCOME_WINDOW)
        shocks = 0.01 * self.chance.normal(0, 1, (1 + CONTROLS, 1)) * np.sqrt(min(months, 12) / 12)
        risks = np.exp(shift + shocks)[:, :, None, None, None] * OUTCOME_RISKS
        events = self.chance.binomial(episodes[None], np.minimum(risks, 1.0))
        return Cohort(
            episodes=episodes,
            by_end=by_end,
            by_year=by_year,
            substitutes=substitutes,
            acute=events[0],
            controls=events[1:],
        )
