"""What was to be expected of each series without the pandemic: a season per care type, a level and drift per region."""

from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from verdampt.statistics.calendar import (
    CALENDAR,
    CALENDAR_SDS,
    HARMONIC_SD,
    HARMONICS,
    Calendar,
    PeriodType,
    harmonics,
    middle,
    years_since,
)
from verdampt.statistics.irls import Floats, fit_penalised, fit_quasi_poisson

Mask = NDArray[np.bool_]

SLOPE_SDS = {"primary": 0.03, "flat": 1e-6, "full": 1.0}
"""Scenarios by how far the trend may go a year: bounded, none (demography only), or wherever the data take it."""
PRIMARY = "primary"
LEVEL_SD, LOOSE_TREND_SD, LOOSE_SEASON_SD = 2.0, 0.10, 0.20
SMALLEST_SDS = (0.002, 0.005)
"""How little regions may differ in trend and season, at least."""
SMALLEST_MEAN = 1e-6
SMALLEST_BASE = 5.0
"""Of fewer expected than this no share is ever given."""
WHOLE_SHARE = 0.9
"""Regions with less of the baseline than this do not count in the total of their zone."""


@dataclass(frozen=True, kw_only=True)
class Panel:
    """C care types in R regions that make up the whole, over T periods."""

    observed: Floats
    """(C, R, T), NaN where nothing was delivered."""
    starts: tuple[date, ...]
    period_type: PeriodType
    origin: date
    """Last day of the baseline; time is counted from here."""
    is_count: bool = True
    demography: Floats | None = None
    """Broadcasts to (C, R, T): care to be expected of the people there are, as a share of that of the baseline."""
    zone_shares: Floats | None = None
    """(R, zones of the calendar), the share of each region's people in each zone of school holidays."""
    totals: Floats | None = None
    """(C, T), the whole, where regions do not add up to it (rates)."""
    calendar: Calendar = field(default_factory=Calendar)

    def times(self) -> Floats:
        """Return the years since the baseline ended, shape (T,)."""
        return years_since(self.starts, self.origin, self.period_type)


@dataclass(frozen=True, kw_only=True)
class Baseline:
    """Expected values of a panel, and what their intervals are made of."""

    mean: Floats
    """(C, R, T), in the unit of what was observed; adds up to `total` where regions do."""
    total: Floats
    """(C, T)."""
    dispersion: Floats
    """(C,)."""
    covariance: Floats
    """(C, R, q, q), of each region's own level, trend and season."""
    covariates: Floats
    """(T, q), what that covariance belongs to."""
    is_sum: bool
    """Whether regions add up to the whole."""


def _shared_design(panel: Panel, school: Floats, *, slope_sd: float) -> tuple[Floats, Floats]:
    """Return design (G * T, p) and penalty (p, p) of the whole: G groups of regions one after another."""
    groups, periods = school.shape
    features = panel.calendar.features(panel.starts, panel.period_type)
    waves = harmonics(panel.starts, panel.period_type, count=HARMONICS[panel.period_type])
    used = CALENDAR[panel.period_type]
    columns = [np.kron(np.eye(groups), np.ones((periods, 1))), np.tile(panel.times(), groups)[:, None]]
    columns += [np.tile(waves, (groups, 1))]
    columns += [
        school.reshape(-1, 1) if name == "school" else np.tile(features[name], groups)[:, None] for name in used
    ]
    sds = [np.inf] * groups + [slope_sd] + [HARMONIC_SD] * waves.shape[1] + [CALENDAR_SDS[name] for name in used]
    return np.hstack(columns), np.diag(1 / np.square(sds))


def _own_design(panel: Panel) -> Floats:
    """Return what regions differ in, shape (T, q): level, trend, and for periods within the year one wave."""
    waves = harmonics(panel.starts, panel.period_type, count=int(panel.period_type != "year"))
    return np.column_stack([np.ones(len(panel.starts)), panel.times(), waves])


def _groups(panel: Panel) -> tuple[NDArray[np.int64], Floats]:
    """Return the school zone most people of each region live in, shape (R,), and its school holidays (R, T)."""
    regions = panel.observed.shape[1]
    if panel.zone_shares is None or panel.totals is not None:
        return np.zeros(regions, dtype=np.int64), np.zeros((regions, len(panel.starts)))
    _, group = np.unique(np.argmax(panel.zone_shares, axis=1), return_inverse=True)
    return group, panel.zone_shares @ panel.calendar.features(panel.starts, panel.period_type)["school"]


def _whole(observed: Floats, inside: Mask) -> Mask:
    """Return which series (C, R) were delivered for nearly all of the baseline that any region delivered."""
    delivered = np.isfinite(observed[:, :, inside]).sum(2)
    enough: Mask = delivered >= WHOLE_SHARE * np.maximum(delivered.max(1, keepdims=True), 1)
    return enough


def _between_regions(coefficients: Floats, covariance: Floats) -> Floats:
    """Return the penalties (C, q, q) by how much regions of a care type (C, R, q) really differ.

    Moments weighted by precision: what squared estimates exceed their own variance by (methods.md 1.2).
    """
    kinds, _, width = coefficients.shape
    own = np.diagonal(covariance, axis1=2, axis2=3)
    weight = 1 / np.square(own + 0.01**2)
    moments = (weight * (np.square(coefficients) - own)).sum(1) / weight.sum(1)
    sds = np.full((kinds, width), LEVEL_SD)
    sds[:, 1] = np.sqrt(np.maximum(moments[:, 1], SMALLEST_SDS[0] ** 2))
    sds[:, 2:] = np.sqrt(np.maximum(moments[:, 2:].mean(1, keepdims=True), SMALLEST_SDS[1] ** 2)) if width > 2 else 0
    return np.asarray(np.eye(width) / np.square(sds)[:, None, :])


def _group_totals(
    values: Floats, weights: Floats, group: NDArray[np.int64], *, count: int
) -> tuple[Floats, NDArray[np.float64]]:
    """Return sums (C, G, T) of regions with a weight (C, R), NaN where one is missing; and who is in which group."""
    members = np.eye(count)[group].T
    spread = weights[:, None, :] * members[None]
    missing = (spread > 0).astype(float) @ np.isnan(values).astype(float)
    return np.where(missing > 0, np.nan, spread @ np.nan_to_num(values)), members


def _fit_whole(
    panel: Panel, *, inside: Mask, slope_sd: float, group: NDArray[np.int64], school: Floats
) -> tuple[Floats, Floats, Mask]:
    """Fit the whole: return its mean (C, G, T), log demography and school terms (C, R, T), and who counts."""
    observed, (kinds, regions, periods) = panel.observed, panel.observed.shape
    counted = _whole(observed, inside)
    groups = int(group.max()) + 1
    sums, members = _group_totals(observed, counted.astype(float), group, count=groups)
    usual = np.nan_to_num(observed[:, :, inside]).sum(2) * counted + SMALLEST_MEAN
    demography = np.ones((1, 1, 1)) if panel.demography is None else panel.demography
    shares = (usual[:, None, :] * members[None]) / (usual[:, None, :] * members[None]).sum(2, keepdims=True)
    group_demography = shares @ np.broadcast_to(demography, (demography.shape[0], regions, periods))
    if panel.totals is not None:
        sums = panel.totals[:, None, :]
    group_school = (members / members.sum(1, keepdims=True)) @ school
    design, penalty = _shared_design(panel, group_school, slope_sd=slope_sd)
    rows = np.tile(inside, groups)
    offset = np.log(np.broadcast_to(group_demography, (kinds, groups, periods))).reshape(kinds, -1)
    fit = fit_quasi_poisson(
        sums.reshape(kinds, -1)[:, rows], design=design[rows], penalty=penalty, offset=offset[:, rows]
    )
    mean = np.exp(fit.coefficients @ design.T + offset).reshape(kinds, groups, periods)
    own = np.log(demography) - np.log(np.broadcast_to(group_demography, (kinds, groups, periods)))[:, group]
    if "school" in CALENDAR[panel.period_type]:
        place = design.shape[1] - len(CALENDAR[panel.period_type]) + CALENDAR[panel.period_type].index("school")
        own = own + fit.coefficients[:, place, None, None] * (school - group_school[group])[None]
    return mean, own, counted


def fit_baseline(panel: Panel, *, inside: Mask, scenario: str = PRIMARY) -> Baseline:
    """Fit the periods `inside` (T,) in two stages and extrapolate to all periods.

    First the whole of each care type by school zone: level, bounded trend, season, working days and holidays. Then
    every region's own level, trend and season around it, drawn together by how much regions of that care type really
    differ. Then regions are raked to their zone, so that they add up. Source: methods.md 1.2.
    """
    slope_sd = SLOPE_SDS[scenario]
    kinds, regions, periods = panel.observed.shape
    group, school = _groups(panel)
    zone_mean, own, counted = _fit_whole(panel, inside=inside, slope_sd=slope_sd, group=group, school=school)
    offset = (np.log(zone_mean)[:, group] + own).reshape(-1, periods)
    counts = panel.observed.reshape(-1, periods)
    seen = np.isfinite(counts) & inside
    level = (np.where(seen, counts, 0).sum(1) + 0.5) / np.where(seen, np.exp(offset), 0).sum(1).clip(min=SMALLEST_MEAN)
    offset += np.log(level)[:, None]
    design = _own_design(panel)
    width = design.shape[1]
    trend_sd = slope_sd if scenario == "flat" else LOOSE_TREND_SD
    loose = np.diag(1 / np.square([LEVEL_SD, trend_sd, *[LOOSE_SEASON_SD] * (width - 2)]))
    first = fit_penalised(counts[:, inside], design=design[inside], penalty=loose, offset=offset[:, inside])
    dispersion = _typical(first.dispersion.reshape(kinds, regions), counted, is_count=panel.is_count)
    scale = np.repeat(dispersion, regions)[:, None, None]
    covariance = (scale * np.linalg.inv(first.information)).reshape(kinds, regions, width, width)
    penalty = np.repeat(
        _between_regions(first.coefficients.reshape(kinds, regions, width), covariance), regions, axis=0
    )
    if scenario == "flat":
        penalty[:, 1, 1] = 1 / slope_sd**2
    second = fit_penalised(
        counts[:, inside],
        design=design[inside],
        penalty=scale * penalty,
        offset=offset[:, inside],
        start=first.coefficients,
    )
    mean = np.exp(second.coefficients @ design.T + offset).reshape(kinds, regions, periods)
    if panel.totals is None:
        mean *= _raking(mean, zone_mean, counted, group)[:, group]
    return Baseline(
        mean=mean,
        total=mean.sum(1) if panel.totals is None else zone_mean[:, 0],
        dispersion=dispersion,
        covariance=(scale * np.linalg.inv(second.information)).reshape(kinds, regions, width, width),
        covariates=design,
        is_sum=panel.totals is None,
    )


def _typical(dispersion: Floats, counted: Mask, *, is_count: bool) -> Floats:
    """Return the median dispersion (C,) of the regions that count; counts cannot be less noisy than chance."""
    found = np.asarray(np.nanmedian(np.where(counted, dispersion, np.nan), axis=1))
    return np.asarray(np.maximum(found, 1.0 if is_count else 1e-12))


def _raking(mean: Floats, zone_mean: Floats, counted: Mask, group: NDArray[np.int64]) -> Floats:
    """Return by what (C, G, T) to multiply regions so that those that count add up to their zone."""
    members = np.eye(zone_mean.shape[1])[group].T
    sums = (counted[:, None, :] * members[None]) @ mean
    return np.asarray(np.where(sums > 0, zone_mean / np.maximum(sums, SMALLEST_MEAN**2), 1.0))


def baseline_mask(panel: Panel, *, first: date) -> Mask:
    """Return which periods (T,) have their middle in the baseline, from `first` to the panel's origin.

    Source: methods.md 1.2.
    """
    days = [middle(start, panel.period_type) for start in panel.starts]
    return np.array([first <= day <= panel.origin for day in days])
