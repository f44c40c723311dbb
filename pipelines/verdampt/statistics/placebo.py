"""Years without a pandemic, foretold from the years before: what they say of shocks."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from verdampt.statistics.calendar import PeriodType
from verdampt.statistics.expected import Baseline, Mask, Panel, fit_baseline
from verdampt.statistics.irls import Floats
from verdampt.statistics.uncertainty import NO_SHOCKS, PARTS, Shocks, Sums, nation_sums, region_sums

LENGTHS: dict[PeriodType, tuple[int, ...]] = {
    "week": (1, 4, 13, 26, 52),
    "month": (1, 3, 6, 12),
    "quarter": (1, 2, 4),
    "year": (1,),
}
"""Window lengths at which shocks are learned; the last is a year."""
REGIONAL_PRIOR_SD, NATIONAL_PRIOR_SD = 0.03, 0.02
"""Keep a few large, quiet series from deciding a shock variance alone."""
PRIOR_WINDOWS = 2.0
"""How many windows the prior shock weighs, so that a single series does not seem to have none at all."""
SMALLEST_CORRELATION = 0.2
MOST_FOLDS = 3
SMALLEST_WINDOW = 0.5
"""Where less is expected, one event is a huge relative error that says nothing of shocks."""


@dataclass(frozen=True, kw_only=True)
class Placebo:
    """A year without a pandemic, foretold from the years before it, in windows of one length."""

    length: int
    observed: Floats
    """(C, R, W), NaN where a period was not delivered."""
    regions: Sums
    """(C, R, W)."""
    nation: Sums
    """(C, 1, W)."""
    nation_observed: Floats
    """(C, W)."""
    dispersion: Floats
    """(C,)."""


def placebo_years(panel: Panel, *, inside: Mask, shortest: float) -> list[tuple[Mask, Mask]]:
    """Return (training, placebo) periods: each of the last years of which at least `shortest` years lie before it.

    Source: methods.md 1.3.
    """
    times = np.where(inside, panel.times(), np.inf)
    span = -times[inside].min(initial=0.0)
    count = min(MOST_FOLDS, int(span + 0.1 - shortest))
    return [(times < -year, (times >= -year) & (times < 1 - year)) for year in range(1, count + 1)]


def placebos(panel: Panel, *, inside: Mask, scenario: str, shortest: float) -> list[Placebo]:
    """Foretell each placebo year and add up what was seen and foreseen in windows of each length (methods.md 1.3)."""
    found = []
    for training, year in placebo_years(panel, inside=inside, shortest=shortest):
        baseline = fit_baseline(panel, inside=training, scenario=scenario)
        places = np.flatnonzero(year)
        for length in LENGTHS[panel.period_type]:
            windows = [places[start : start + length] for start in range(0, len(places) - length + 1, length)]
            found.append(_foretold(panel, baseline, windows, length=length))
    return found


def _foretold(panel: Panel, baseline: Baseline, windows: list[NDArray[np.int64]], *, length: int) -> Placebo:
    regions, nations, seen, whole = [], [], [], []
    for window in windows:
        chosen = [int(place) for place in window]
        sums = region_sums(baseline, chosen)
        regions.append(sums)
        nations.append(nation_sums(baseline, chosen, sums))
        seen.append(panel.observed[:, :, chosen].sum(2))
        whole.append((seen[-1] if panel.totals is None else panel.totals[:, None, chosen].sum(2)).sum(1))
    return Placebo(
        length=length,
        observed=np.stack(seen, axis=-1),
        regions=_stacked(regions),
        nation=_stacked(nations),
        nation_observed=np.stack(whole, axis=-1),
        dispersion=baseline.dispersion,
    )


def _stacked(parts: list[Sums]) -> Sums:
    return Sums(**{name: np.stack([getattr(part, name) for part in parts], axis=-1) for name in PARTS})


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What placebo years say of shocks of one length, by care type; all arrays are (C,) unless said otherwise."""

    length: int
    regional_excess: Floats
    regional_weight: Floats
    national_excess: Floats
    """Squared errors beyond noise, before regional shocks are taken off."""
    national_weight: Floats
    regional_part: Floats
    """How much of a unit of regional variance is in `national_excess`."""
    heaviest: tuple[float, float]
    """Largest weight of one window, of a region and of the whole."""
    errors: Floats
    """(C, W), of the whole."""


def evidence(found: Sequence[Placebo]) -> list[Evidence]:
    """Return what placebo years say of the shocks of each window length; years come together (methods.md 1.3)."""
    collected = []
    for length in sorted({one.length for one in found}):
        these = [one for one in found if one.length == length]
        regional = [_regional_moments(one) for one in these]
        national = [_national_moments(one) for one in these]
        collected.append(
            Evidence(
                length=length,
                regional_excess=sum((excess for excess, _, _ in regional), start=np.zeros(1)),
                regional_weight=sum((weight for _, weight, _ in regional), start=np.zeros(1)),
                national_excess=sum((excess for excess, _, _, _ in national), start=np.zeros(1)),
                national_weight=sum((weight for _, weight, _, _ in national), start=np.zeros(1)),
                regional_part=sum((part for _, _, part, _ in national), start=np.zeros(1)),
                heaviest=(max(top for *_, top in regional), max(top for *_, top in national)),
                errors=np.concatenate([_national_errors(one) for one in these], axis=1),
            )
        )
    return collected


def together(parts: Sequence[Sequence[Evidence]]) -> list[Evidence]:
    """Return the evidence of several sets of care types as if they had been one (methods.md 1.3)."""
    return [
        Evidence(
            length=same[0].length,
            heaviest=(max(one.heaviest[0] for one in same), max(one.heaviest[1] for one in same)),
            **{
                field.name: np.concatenate([getattr(one, field.name) for one in same])
                for field in fields(Evidence)
                if field.name not in ("length", "heaviest")
            },
        )
        for same in zip(*parts, strict=True)
    ]


def learn_shocks(collected: Sequence[Evidence], *, without: int | None = None) -> Shocks:
    """Return the variances of regional and national shocks by window length, pooled over care types and years.

    It is what squared relative errors exceed noise and parameters by, weighted by precision (methods.md 1.3);
    `without` leaves one care type out, for a back-test that does not judge itself. Where hardly a window could tell
    (one region, one care type) a prior of a few windows decides; where many can, it is lost. Without a placebo year
    there is nothing to learn from, and no shock.
    """
    if not collected:
        return NO_SHOCKS
    regional, national, correlation = [], [], []
    for one in collected:
        kept = np.arange(len(one.errors)) != without if len(one.errors) > 1 else np.ones(1, dtype=bool)
        first = _pooled(
            one.regional_excess[kept], one.regional_weight[kept], heaviest=one.heaviest[0], prior=REGIONAL_PRIOR_SD
        )
        excess = (one.national_excess - first * one.regional_part)[kept]
        second = _pooled(excess, one.national_weight[kept], heaviest=one.heaviest[1], prior=NATIONAL_PRIOR_SD)
        regional.append(first)
        national.append(second)
        correlation.append(_shared(one.errors[kept], variance=second))
    return Shocks(
        lengths=tuple(one.length for one in collected),
        regional=tuple(regional),
        national=tuple(national),
        correlation=tuple(correlation),
        windows=max(1, int(np.isfinite(collected[-1].errors).sum())),
    )


def _pooled(excess: Floats, weight: Floats, *, heaviest: float, prior: float) -> float:
    """Return the weighted mean of excess squared errors, never below zero, with a few windows of the prior added."""
    if not weight.any():
        return 0.0
    worth = PRIOR_WINDOWS * heaviest
    return max(0.0, float((excess.sum() + worth * prior**2) / (weight.sum() + worth)))


def _regional_moments(one: Placebo) -> tuple[Floats, Floats, float]:
    """Return by care type (C,) what squared errors of regions against the whole exceed their noise by, and weights."""
    kinds, regions, _ = one.observed.shape
    if regions == 1:
        return np.zeros(kinds), np.zeros(kinds), 0.0
    expected = np.maximum(one.regions.expected, 1e-9)
    ratio = one.nation_observed[:, None, :] / np.maximum(one.nation.expected, 1e-9)
    noise = (one.regions.noise + one.regions.parameters) / np.square(expected)
    excess = np.square(one.observed / expected - ratio) - noise
    is_usable = np.isfinite(excess) & (expected >= SMALLEST_WINDOW)
    weight = np.where(is_usable, 1 / np.square(noise + REGIONAL_PRIOR_SD**2), 0.0)
    return (weight * np.nan_to_num(excess)).sum((1, 2)), weight.sum((1, 2)), float(weight.max())


def _national_errors(one: Placebo) -> Floats:
    """Return the relative errors (C, W) of the whole."""
    return np.asarray(one.nation_observed / np.maximum(one.nation.expected[:, 0], 1e-9) - 1)


def _national_moments(one: Placebo) -> tuple[Floats, Floats, Floats, float]:
    """Return by care type (C,) what squared errors of the whole exceed noise by, weights, and the regional part."""
    squared = np.square(np.maximum(one.nation.expected[:, 0], 1e-9))
    noise = one.nation.noise[:, 0] / squared
    excess = np.square(_national_errors(one)) - noise
    is_usable = np.isfinite(excess) & (one.nation.expected[:, 0] >= SMALLEST_WINDOW)
    weight = np.where(is_usable, 1 / np.square(noise + NATIONAL_PRIOR_SD**2), 0.0)
    part = one.nation.squares[:, 0] / squared
    return (weight * np.nan_to_num(excess)).sum(1), weight.sum(1), (weight * part).sum(1), float(weight.max())


def _shared(errors: Floats, *, variance: float) -> float:
    """Return the correlation of national errors (C, W) between care types, floored (methods.md 1.3 and 8)."""
    whole = errors[np.isfinite(errors).all(axis=1)]
    kinds = len(whole)
    if kinds < 2 or variance <= 0:
        return SMALLEST_CORRELATION
    products = (np.square(whole.sum(0)) - np.square(whole).sum(0)) / (kinds * (kinds - 1))
    return float(np.clip(products.mean() / variance, SMALLEST_CORRELATION, 1.0))
