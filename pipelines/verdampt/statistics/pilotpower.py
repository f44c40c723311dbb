"""What a pilot could show, known before its result: starts given to practices that took no part (methods.md 5)."""

from dataclasses import replace

import numpy as np
from scipy.stats import t as student

from verdampt.statistics.irls import Floats
from verdampt.statistics.piloteffects import LEVEL, SMALLEST_PILOT
from verdampt.statistics.pilotpanels import Design, PracticeQuarters, comparable
from verdampt.statistics.twostage import Ints

POWER = 0.80
PLACEBO_DRAWS = 60


def _change(design: Design) -> float:
    """Return the relative change over all quarters since the start."""
    stages, _ = design.stages
    treated = stages.cells.is_treated
    return float(stages.cells.events[treated].sum() / stages.mean[treated].sum() - 1)


def detectable_effect(panel: PracticeQuarters, *, seed: int = 1, draws: int = PLACEBO_DRAWS) -> float:
    """Return the smallest relative change found with 80 % power, known before any result (methods.md 5).

    Practices that never took part are given the starts of those who did, region by region, and how far the effect
    strays that they cannot have says how far chance goes. Nan where too few did not take part.
    """
    design = comparable(panel)
    never = design.keep(~np.isfinite(design.since))
    chance = np.random.default_rng(seed)
    starts = _starts(design)
    errors = []
    for _ in range(draws):
        adopted = _placebo_starts(never.panel, starts, chance=chance)
        if adopted is None:
            return float("nan")
        placebo = comparable(replace(never.panel, adopted=adopted))
        if placebo.participants < SMALLEST_PILOT:
            return float("nan")
        scale = np.sqrt(placebo.participants / design.participants)
        errors.append(_change(placebo) * scale)
    spread = float(np.sqrt(np.mean(np.square(errors))))
    freedom = max(design.participants - 1, 1)
    return float(-np.expm1(-(student.ppf((1 + LEVEL) / 2, freedom) + student.ppf(POWER, freedom)) * spread))


def _starts(design: Design) -> tuple[Ints, Floats]:
    """Return region and first quarter (G,) of every practice that took part."""
    takes_part = np.isfinite(design.since)
    _, first = np.unique(design.panel.practice[takes_part], return_index=True)
    return design.panel.region[takes_part][first], design.panel.adopted[takes_part][first]


def _placebo_starts(
    panel: PracticeQuarters, starts: tuple[Ints, Floats], *, chance: np.random.Generator
) -> Floats | None:
    """Return a start for each row (N,): the planned starts of a region fall to at most half of its practices."""
    practices, first = np.unique(panel.practice, return_index=True)
    regions = panel.region[first]
    given = np.full(int(practices.max()) + 1, np.nan)
    for region in np.unique(starts[0]):
        free = chance.permutation(practices[regions == region])
        planned = chance.permutation(starts[1][starts[0] == region])[: len(free) // 2]
        given[free[: len(planned)]] = planned
    return given[panel.practice] if np.isfinite(given).sum() >= SMALLEST_PILOT else None
