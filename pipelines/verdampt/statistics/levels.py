"""How much care regions gave before anything fell, beside their peers."""

from dataclasses import dataclass

import numpy as np

from verdampt.statistics.comparison import compare, standardise
from verdampt.statistics.irls import Floats

Z = 1.96


@dataclass(frozen=True, kw_only=True)
class Levels:
    """R regions beside the nation; arrays (R,), NaN where too little was to be expected to tell."""

    rate: Floats
    """Per 1,000 people, with the ages and sexes of the standard."""
    lower: Floats
    upper: Floats
    nation_rate: float
    ratio: Floats
    """Rate over that of all regions together, drawn towards 1 by how much of it is chance."""
    ratio_lower: Floats
    ratio_upper: Floats
    rank_low: Floats
    """The 90 % range of the rank, 1 for the lowest."""
    rank_high: Floats
    chance_of_lowest: Floats
    """Chance to be among the lowest fifth."""
    expected: Floats
    """Events at the rate of the nation."""


def compare_levels(
    events: Floats,
    people: Floats,
    *,
    nation: tuple[Floats, Floats],
    weights: Floats,
    dispersion: float = 1.0,
    smallest_base: float = 5.0,
) -> Levels:
    """Return standardised rates of regions, how they differ from each other, and how sure their order is.

    Shapes: events and people (R, A) by age and sex, `nation` the same of the whole (A,), weights (A,) adding up to 1.
    Counts are taken as `dispersion` times as variable as chance alone, as one person comes more than once. What is
    chance in a difference is judged at the rates of the nation, so that a region without events is not taken as sure.
    Source: methods.md 2.6.
    """
    scale = max(dispersion, 1.0)
    found = standardise(events / scale, people / scale, weights=weights)
    whole = standardise(nation[0][None], nation[1][None], weights=weights)
    nation_rate = float(whole.rate[0])
    residents = people.sum(1)
    foreseen = people * (nation[0] / np.maximum(nation[1], 1e-9))
    relative = np.where(people > 0, weights / np.maximum(people, 1e-9), 0.0)
    variance = scale * (foreseen * np.square(relative)).sum(1) * np.square(residents)
    expected = nation_rate / 1000 * residents
    is_enough = expected >= smallest_base
    beside = compare(
        np.where(is_enough, found.rate / 1000 * residents, np.nan), np.maximum(expected, 1e-9), variance=variance
    )
    ratio = np.where(is_enough, beside.shrunken, np.nan)
    return Levels(
        rate=np.where(is_enough, found.rate, np.nan),
        lower=np.where(is_enough, found.lower, np.nan),
        upper=np.where(is_enough, found.upper, np.nan),
        nation_rate=nation_rate,
        ratio=ratio,
        ratio_lower=np.maximum(ratio - Z * beside.spread, 0.0),
        ratio_upper=ratio + Z * beside.spread,
        rank_low=beside.rank_low,
        rank_high=beside.rank_high,
        chance_of_lowest=beside.chance_of_worst,
        expected=expected,
    )
