"""What a pilot did in each region, and whether regions differ more than chance makes them (methods.md 5)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import f as fisher

from verdampt.statistics.pilotcourses import goes_apart, pretrend
from verdampt.statistics.piloteffects import Effect, followed, overall
from verdampt.statistics.pilotpanels import Design
from verdampt.statistics.pilotpower import PLACEBO_DRAWS, detectable_effect


@dataclass(frozen=True, kw_only=True)
class RegionalEffect:
    """What a pilot did in one region, against the practices there that take no part or not yet."""

    region: int
    practices: int
    effect: Effect
    pretrend_p: float
    detectable: float


def _large_regions(design: Design, *, base: int) -> Iterator[tuple[int, Design, int]]:
    """Yield each region with practices and events enough for an effect of its own: number, design, practices."""
    for region in np.unique(design.panel.region):
        own = design.keep(design.panel.region == region)
        seen = followed(own)
        if seen.is_enough(base=base):
            yield int(region), own, seen.practices


def effects_by_region(
    design: Design, *, base: int = 1, seed: int = 1, draws: int = PLACEBO_DRAWS
) -> tuple[list[RegionalEffect], float]:
    """Return the effect in every region that is large enough, and the chance of such differences between them.

    That chance is of regions that went alike before, nan with fewer than two of them. `base` is how many events a
    record stands for. Source: methods.md 5.
    """
    found = [
        RegionalEffect(
            region=region,
            practices=practices,
            effect=overall(own),
            pretrend_p=pretrend(own),
            detectable=detectable_effect(own.panel, seed=seed, draws=draws),
        )
        for region, own, practices in _large_regions(design, base=base)
    ]
    return found, alike([one.effect for one in found if not goes_apart(one.pretrend_p)])


def alike(effects: Sequence[Effect]) -> float:
    """Return the chance of differences so large between regions where the effect is the same (methods.md 5).

    Welch's test of several means on the scale of logarithms, as regions have few practices and unlike margins. Nan
    with fewer than two regions. Source: methods.md 5; Welch 1951.
    """
    known = [one for one in effects if np.isfinite(one.log_error)]
    number = len(known)
    if number < 2:
        return float("nan")
    values = np.log1p([one.estimate for one in known])
    weights = 1 / np.square([one.log_error for one in known])
    share = weights / weights.sum()
    apart = weights @ np.square(values - share @ values) / (number - 1)
    doubt = float(np.sum(np.square(1 - share) / [one.freedom for one in known]) / (number**2 - 1))
    return float(fisher.sf(apart / (1 + 2 * (number - 2) * doubt), number - 1, 1 / (3 * doubt)))
