"""Regions beside each other: which differ more than chance allows, by how much, and how sure their order is."""

from dataclasses import dataclass

import numpy as np
from scipy import stats

from verdampt.statistics.expected import SMALLEST_BASE
from verdampt.statistics.irls import Floats

WARNING, ALARM = 1.96, 3.09
DRAWS = 2_000
WORST_PART = 0.2
LARGEST_LIMIT = 10.0


@dataclass(frozen=True, kw_only=True)
class Compared:
    """R regions against the whole; all arrays (R,)."""

    relative: Floats
    """Observed over expected, over that of the whole."""
    shrunken: Floats
    """The same drawn towards 1 by how much of it is chance; for maps."""
    spread: Floats
    """Standard deviation of what `shrunken` may be."""
    limits: tuple[Floats, Floats, Floats, Floats]
    """Lower alarm and warning, upper warning and alarm limit of `relative`."""
    rank_low: Floats
    rank_high: Floats
    """The 90 % range of the rank, 1 for the lowest ratio."""
    chance_of_worst: Floats
    """Chance to be among the lowest fifth."""


def compare(observed: Floats, expected: Floats, *, variance: Floats, seed: int = 1) -> Compared:
    """Return how regions differ from the whole.

    Shapes (R,): what was observed (NaN where not delivered), expected, and the variance of observed without the
    national shock, which all share. Limits are exp(+-z sd), ranks come from draws around shrunken ratios.
    Source: methods.md 2.6.
    """
    seen = np.isfinite(observed) & (expected >= SMALLEST_BASE)
    whole = observed[seen].sum() / max(expected[seen].sum(), 1e-9) if seen.any() else np.nan
    relative = np.where(seen, observed / np.maximum(expected, 1e-9) / max(whole, 1e-9), np.nan)
    sd = np.where(seen, np.sqrt(variance) / np.maximum(expected, 1e-9), np.nan)
    noise = np.nan_to_num(np.square(sd), nan=1.0)
    weight = np.where(seen, 1 / np.square(noise + 0.03**2), 0.0)
    excess = np.nan_to_num(np.square(relative - 1) - noise)
    between = max(1e-8, float((weight * excess).sum() / max(weight.sum(), 1e-9)))
    trust = between / (between + noise)
    shrunken = 1 + trust * (relative - 1)
    spread = np.sqrt(trust * noise)
    draws = shrunken + spread * np.random.default_rng(seed).standard_normal((DRAWS, len(observed)))
    ranks = np.where(seen, np.where(seen, draws, np.inf).argsort(1).argsort(1) + 1.0, np.nan)
    low, high = (np.quantile(ranks, tail, axis=0) for tail in (0.05, 0.95))
    worst = np.where(seen, (ranks <= max(1.0, WORST_PART * seen.sum())).mean(0), np.nan)
    limits = tuple(np.exp(np.minimum(sign * sd, LARGEST_LIMIT)) for sign in (-ALARM, -WARNING, WARNING, ALARM))
    return Compared(
        relative=relative,
        shrunken=shrunken,
        spread=np.where(seen, spread, np.nan),
        limits=(limits[0], limits[1], limits[2], limits[3]),
        rank_low=low,
        rank_high=high,
        chance_of_worst=worst,
    )


@dataclass(frozen=True, kw_only=True)
class Standardised:
    """Directly standardised rates with 95 % bounds, shape (N,), in the scale asked for."""

    rate: Floats
    lower: Floats
    upper: Floats


def standardise(events: Floats, people: Floats, *, weights: Floats, scale: float = 1000.0) -> Standardised:
    """Return the rate that N places would have with the people of the standard.

    Shapes: events and people (N, A) by age and sex, weights (A,) adding up to 1. Bounds by the gamma method of
    Fay and Feuer (1997), for counts of any size. Source: methods.md 2.6.
    """
    share = weights / np.maximum(people, 1e-9)
    rate = (events * share).sum(1)
    variance = np.maximum((events * np.square(share)).sum(1), 1e-300)
    largest = np.where(people > 0, share, 0).max(1)
    some = np.maximum(rate, 1e-300)
    lower = np.where(rate > 0, variance / (2 * some) * stats.chi2.ppf(0.025, 2 * some**2 / variance), 0)
    above = variance + np.square(largest)
    upper = above / (2 * (rate + largest)) * stats.chi2.ppf(0.975, 2 * np.square(rate + largest) / above)
    return Standardised(rate=scale * rate, lower=scale * lower, upper=scale * upper)


@dataclass(frozen=True, kw_only=True)
class Inequality:
    """How unequal a drop was over ordered groups."""

    relative_index: float
    """Ratio of observed to expected at the last end of the order over that at the first (RII of the ratio)."""
    relative_low: float
    relative_high: float
    slope_index: float
    """Relative deficit at the last end minus that at the first (SII)."""
    slope_low: float
    slope_high: float


def inequality(observed: Floats, expected: Floats, *, variance: Floats) -> Inequality:
    """Return the indices of inequality of a drop over G groups in order, each against its own baseline.

    Shapes (G,). The place of a group is its ridit, the middle of its share of what was expected; weighted least
    squares of the logarithm and of the deficit, by the variance of observed. As every group has its own baseline,
    differences that were there before cancel out. Source: methods.md 2.6.
    """
    ridit = (np.cumsum(expected) - expected / 2) / expected.sum()
    ratio = observed / expected
    relative = variance / np.square(expected)
    design = np.column_stack([np.ones_like(ridit), ridit])
    results = []
    some = np.maximum(ratio, 1e-9)
    for outcome, spread in ((np.log(some), relative / np.square(some)), (1 - ratio, relative)):
        weighted = design / spread[:, None]
        information = np.linalg.inv(design.T @ weighted)
        slope = float((information @ (weighted.T @ outcome))[1])
        half = 1.96 * float(np.sqrt(information[1, 1]))
        results += np.clip([slope, slope - half, slope + half], -LARGEST_LIMIT, LARGEST_LIMIT).tolist()
    return Inequality(
        relative_index=float(np.exp(results[0])),
        relative_low=float(np.exp(results[1])),
        relative_high=float(np.exp(results[2])),
        slope_index=results[3],
        slope_low=results[4],
        slope_high=results[5],
    )
