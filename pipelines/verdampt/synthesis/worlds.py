"""Made-up worlds of counts without a pandemic, whose truth is known: drift, shocks, flu winters, holidays."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from verdampt.statistics.calendar import Calendar, harmonics, years_since
from verdampt.statistics.expected import Panel
from verdampt.statistics.irls import Floats

FIRST_WEEK = date(2017, 1, 2)


@dataclass(frozen=True, kw_only=True)
class WorldSize:
    """How large a world is, and how restless."""

    care_types: int = 30
    regions: int = 31
    baseline_years: int = 3
    years_after: int = 3
    smallest: float = 0.3
    largest: float = 500.0
    """Mean counts a week of a care type in a region of usual size."""
    drift_sd: float = 0.015
    """Random walk of the whole, on the log scale, a year."""
    regional_drift_sd: float = 0.02
    shock_sd: float = 0.02
    """Of a common autoregressive shock a week; regions have their own of the same size."""
    shock_memory: float = 0.85


def _walk(chance: np.random.Generator, *, shape: tuple[int, ...], sd: float) -> Floats:
    """Return random walks over the last axis, in steps of a week, with `sd` a year."""
    return np.cumsum(chance.normal(0, sd / np.sqrt(52), shape), axis=-1)


def _shocks(chance: np.random.Generator, *, shape: tuple[int, ...], sd: float, memory: float) -> Floats:
    noise = chance.normal(0, sd * np.sqrt(1 - memory**2), shape)
    found = np.zeros(shape)
    for week in range(1, shape[-1]):
        found[..., week] = memory * found[..., week - 1] + noise[..., week]
    return found


def make_world(seed: int, *, size: WorldSize) -> Panel:
    """Return a panel of weekly counts in a world of this size; the same seed gives the same world.

    Season, holidays and flu differ by care type, level, trend and season by region. What is planted changes the mean
    only; counts are negative binomial around it, with a dispersion of 1 to 3.
    """
    chance = np.random.default_rng(seed)
    kinds, regions = size.care_types, size.regions
    last = FIRST_WEEK + timedelta(weeks=round(52.18 * size.baseline_years)) - timedelta(days=1)
    weeks = round(52.18 * size.baseline_years) + 52 * size.years_after
    starts = tuple(FIRST_WEEK + timedelta(weeks=week) for week in range(weeks))
    calendar = Calendar()
    features, times = calendar.features(starts, "week"), years_since(starts, last, "week")
    waves = harmonics(starts, "week", count=3)
    shares = np.eye(3)[np.arange(regions) % 3]
    mixed = np.arange(regions) % 7 == 0
    shares[mixed] = chance.dirichlet([2, 2, 2], int(mixed.sum()))
    effects = {
        "working": chance.uniform(0.6, 1.1, kinds),
        "christmas": chance.uniform(-0.4, 0, kinds),
        "bridge": chance.uniform(-0.15, 0, kinds),
        "good_friday": chance.uniform(-0.1, 0, kinds),
    }
    common = sum(effects[name][:, None] * features[name] for name in effects)
    common = common + chance.normal(0, 0.06, (kinds, 6)) @ waves.T + chance.normal(0.01, 0.015, (kinds, 1)) * times
    flu = np.zeros(weeks)
    for year in range(2017, 2024):
        peak, height = date(year, 1, 15) + timedelta(days=int(chance.integers(0, 40))), chance.uniform(0, 0.10)
        days = np.array([(start - peak).days for start in starts])
        flu += height * np.exp(-0.5 * np.square(days / 21))
    common = common + chance.uniform(0, 1, (kinds, 1)) * flu
    common = common + _walk(chance, shape=(kinds, weeks), sd=size.drift_sd)
    common = common + _shocks(chance, shape=(kinds, weeks), sd=size.shock_sd, memory=size.shock_memory)
    common = common + _shocks(chance, shape=(1, weeks), sd=size.shock_sd / 2, memory=size.shock_memory)
    own = chance.normal(0, 0.15, (kinds, regions, 1)) + chance.normal(0, 0.01, (kinds, regions, 1)) * times
    own = own + chance.normal(0, 0.02, (kinds, regions, 2)) @ waves[:, :2].T
    own = own + _walk(chance, shape=(kinds, regions, weeks), sd=size.regional_drift_sd)
    own = own + _shocks(chance, shape=(kinds, regions, weeks), sd=size.shock_sd, memory=size.shock_memory)
    own = own + chance.uniform(-0.25, 0, (kinds, 1, 1)) * (shares @ features["school"])
    people = np.log(np.exp(chance.normal(0, 0.4, regions)))[:, None]
    level = np.log(np.geomspace(size.smallest, size.largest, kinds))[:, None, None]
    mean = np.exp(level + people + common[:, None, :] + own)
    dispersion = chance.uniform(1.05, 3.0, (kinds, 1, 1))
    shape = mean / (dispersion - 1)
    observed = chance.poisson(chance.gamma(shape, dispersion - 1)).astype(float)
    return Panel(observed=observed, starts=starts, period_type="week", origin=last, zone_shares=shares)
