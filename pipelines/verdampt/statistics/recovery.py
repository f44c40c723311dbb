"""When a drop began, how deep it went, and when it was over."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from verdampt.statistics.calendar import PeriodType
from verdampt.statistics.irls import Floats

Numbers = NDArray[np.int64]

ONSET_LENGTHS = tuple(range(4, 17))
"""Weeks a drop may last while its beginning is sought; the end is free, or a long drop would have no beginning."""
SURE = 3.84
DROP_FOUND = 12.0
"""Least log-likelihood ratio of a drop: many beginnings and lengths are tried, so 3.84 would find one in any year."""
PATHS = 500
UNKNOWN = 1e6
"""Stands for a ratio that is not known while the lowest is sought."""
NEVER = -1
"""Place of what did not happen in the periods that were looked at."""


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How many periods make up what is smoothed, held, and recent."""

    trough: int
    recovery: int
    held: int
    recent: int
    block: int


PACES: dict[PeriodType, Pace] = {
    "week": Pace(trough=3, recovery=5, held=4, recent=26, block=13),
    "month": Pace(trough=1, recovery=1, held=2, recent=6, block=3),
    "quarter": Pace(trough=1, recovery=1, held=1, recent=2, block=1),
    "year": Pace(trough=1, recovery=1, held=1, recent=1, block=1),
}


def rolling_sum(values: Floats, width: int) -> Floats:
    """Return centred sums over `width` periods of the last axis; NaN where a period is missing or beyond the end.

    Source: methods.md 2.1.
    """
    if values.shape[-1] < width:
        return np.full_like(values, np.nan)
    before = (width - 1) // 2
    padding = [(0, 0)] * (values.ndim - 1) + [(before, width - 1 - before)]
    return np.asarray(sliding_window_view(np.pad(values, padding, constant_values=np.nan), width, axis=-1).sum(-1))


@dataclass(frozen=True, kw_only=True)
class Ratios:
    """Observed as a share of expected, regions drawn towards the whole; shape (R, T)."""

    value: Floats
    spread: Floats
    """Standard deviation of what is left to chance."""


def shrunken_ratios(
    observed: Floats, expected: Floats, whole: Floats, *, dispersion: float, width: int, study: NDArray[np.bool_]
) -> Ratios:
    """Return empirical-Bayes ratios over `width` periods.

    Shapes: observed and expected (R, T), whole (T,) the ratio of all regions together over the same width, study (T,)
    the periods from which it is learned how much regions differ. Source: methods.md 2.1.
    """
    many = np.maximum(rolling_sum(expected, width), 1e-9)
    raw = rolling_sum(observed, width) / many
    noise = dispersion * np.maximum(whole, 0.02) / many
    difference = np.where(study, np.square(raw - whole) - noise, np.nan)
    weight = np.where(np.isfinite(difference), 1 / np.square(noise + 0.05**2), 0.0)
    between = max(1e-6, float((weight * np.nan_to_num(difference)).sum() / max(weight.sum(), 1e-9)))
    if len(observed) == 1:
        return Ratios(value=raw, spread=np.sqrt(noise))
    trust = between / (between + noise)
    return Ratios(value=whole + trust * (raw - whole), spread=np.sqrt(trust * noise))


@dataclass(frozen=True, kw_only=True)
class Onset:
    """The change point of each series, shape (S,), as places on the time axis; NEVER without a drop."""

    place: Numbers
    first: Numbers
    last: Numbers
    """The 95 % set reaches from `first` to `last`."""
    evidence: Floats
    """Twice the log-likelihood ratio over the dispersion."""


def onset(observed: Floats, expected: Floats, *, dispersion: Floats, search: Sequence[int]) -> Onset:
    """Return where each series fell below what was expected.

    Shapes: observed and expected (S, T), dispersion (S,), `search` the places a drop may begin at. Generalised
    likelihood ratio with ratio 1 before and one free ratio of at most 1 for the periods after; their number is free.
    Source: methods.md 2.2.
    """
    lengths = [length for length in ONSET_LENGTHS if search[0] + length <= observed.shape[1]]
    seen = np.cumsum(np.concatenate([np.zeros((len(observed), 1)), np.nan_to_num(observed)], axis=1), axis=1)
    gap = np.isnan(observed)
    foreseen = np.cumsum(np.concatenate([np.zeros((len(expected), 1)), np.where(gap, 0.0, expected)], axis=1), axis=1)
    gains = np.zeros((len(observed), len(search)))
    for number, start in enumerate(search):
        for length in lengths:
            end = min(start + length, observed.shape[1])
            total, usual = seen[:, end] - seen[:, start], np.maximum(foreseen[:, end] - foreseen[:, start], 1e-9)
            ratio = np.minimum(total / usual, 1.0)
            gain = total * np.log(np.maximum(ratio, 1e-9)) - (ratio - 1) * usual
            gains[:, number] = np.maximum(gains[:, number], gain)
    weight = 2 * gains / dispersion[:, None]
    best = weight.argmax(1)
    top = weight.max(1)
    likely = weight >= top[:, None] - SURE
    places = np.asarray(search)
    found = top >= DROP_FOUND
    return Onset(
        place=np.where(found, places[best], NEVER),
        first=np.where(found, places[likely.argmax(1)], NEVER),
        last=np.where(found, places[len(places) - 1 - likely[:, ::-1].argmax(1)], NEVER),
        evidence=top,
    )


@dataclass(frozen=True, kw_only=True)
class Trough:
    """The lowest ratio of each series in a window, shape (S,), with 95 % bounds."""

    place: Numbers
    ratio: Floats
    lower: Floats
    upper: Floats


def trough(ratios: Ratios, *, within: Sequence[int], expected_sd: Floats, seed: int = 1) -> Trough:
    """Return the lowest ratio in the places `within`, and bounds from paths drawn around the ratios.

    `expected_sd` (S,) is the relative standard deviation of expected itself, shared by all periods of a series.
    Source: methods.md 2.2.
    """
    value, spread = ratios.value[:, list(within)], ratios.spread[:, list(within)]
    known = np.isfinite(value).any(1)
    filled = np.where(np.isfinite(value), value, UNKNOWN)
    place = np.where(known, np.asarray(within)[filled.argmin(1)], NEVER)
    chance = np.random.default_rng(seed)
    lowest = np.empty((PATHS, len(value)))
    for number in range(PATHS):
        path = filled + np.nan_to_num(spread) * chance.standard_normal(value.shape)
        lowest[number] = path.min(1) * np.exp(expected_sd * chance.standard_normal(len(value)))
    # The minimum of a noisy path lies below that of the path itself; its spread is kept, its shift taken off.
    best = filled.min(1)
    lower, upper = np.quantile(lowest - np.mean(lowest, axis=0), [0.025, 0.975], axis=0)
    blank = np.where(known, 0.0, np.nan)
    return Trough(
        place=place,
        ratio=np.where(known, best, np.nan),
        lower=np.maximum(0.0, best + np.where(known, lower, 0.0)) + blank,
        upper=best + np.where(known, upper, 0.0) + blank,
    )


def first_held(above: NDArray[np.bool_], *, after: Numbers, held: int) -> Numbers:
    """Return the first place from `after` (S,) on at which a series (S, T) is above for `held` periods, or NEVER.

    Source: methods.md 2.2.
    """
    series, periods = above.shape
    if periods < held:
        return np.full(series, NEVER)
    runs = sliding_window_view(above, held, axis=1).all(-1)
    runs = runs & (np.arange(runs.shape[1])[None, :] >= np.maximum(after, 0)[:, None]) & (after >= 0)[:, None]
    return np.where(runs.any(1), runs.argmax(1), NEVER)


@dataclass(frozen=True, kw_only=True)
class Recovered:
    """The place at which each series (S,) was back at a level, and the earliest and latest that place may be."""

    place: Numbers
    first: Numbers
    last: Numbers


def recovered(ratios: Ratios, *, level: float, after: Numbers, held: int) -> Recovered:
    """Return when ratios reached a level and held it; the range comes from one and a half spreads to either side.

    Source: methods.md 2.2; a range, because dates of recovery are off by weeks (2.3).
    """
    steps = {"place": 0.0, "first": 1.5, "last": -1.5}
    found = {
        name: first_held(np.nan_to_num(ratios.value + step * ratios.spread) >= level, after=after, held=held)
        for name, step in steps.items()
    }
    return Recovered(**found)
