"""Made-up practices of which some begin a pilot, with the effect that is planted; to measure the estimators with."""

from dataclasses import dataclass, field

import numpy as np

from verdampt.statistics.irls import Floats
from verdampt.statistics.pilotpanels import PracticeQuarters
from verdampt.statistics.pilots import quarter_number

FIRST, LAST = quarter_number(2017, 1), quarter_number(2023, 4)
WAVES = ((2020, 2), (2020, 4), (2021, 1), (2021, 4), (2022, 1))
COVID = tuple(quarter_number(year, quarter) for year, quarter in WAVES)

STARTS = tuple(quarter_number(year, quarter) for year, quarter in ((2021, 1), (2021, 3), (2022, 1), (2022, 3)))


@dataclass(frozen=True, kw_only=True)
class PilotWorld:
    """How many practices, how many take part, and what their pilot does."""

    practices: int = 300
    participants: int = 36
    regions: int = 6
    events: float = 145.0
    """Mean count of a practice in a quarter."""
    effect: float = -0.12
    """Relative change once it is at its full size."""
    first_effect: float | None = None
    """Change in the first quarter, growing to the full one over two years; left out: full at once."""
    region_effects: tuple[float, ...] = ()
    """The full change in each region; left out: the same in all."""
    drift: float = 0.0
    """Change of the participants by quarter that is no effect: it began long before the start."""
    base: int = 1
    """One in so many events is selected and stands for all of them, as in what is published."""
    noise: float = 0.05
    """Standard deviation of what moves a practice in a quarter besides chance."""
    starts: tuple[int, ...] = field(default=STARTS)


def _without(world: PilotWorld, chance: np.random.Generator, region: Floats) -> Floats:
    """Return the mean (P, T) of practices by quarter without a pilot: level, season, waves by region, own trend."""
    quarters = np.arange(FIRST, LAST + 1)
    level = world.events * np.exp(chance.normal(-0.18, 0.6, world.practices))
    season = 0.05 * np.cos(2 * np.pi * quarters / 4)
    waves = np.isin(quarters, COVID) * -0.25
    by_region = (1 + 0.3 * chance.standard_normal(world.regions))[:, None] * waves
    by_region += np.cumsum(0.01 * chance.standard_normal((world.regions, len(quarters))), axis=1)
    own = 0.002 * chance.standard_normal(world.practices)[:, None] * (quarters - quarters.mean())
    own += world.noise * chance.standard_normal((world.practices, len(quarters)))
    return np.asarray(level[:, None] * np.exp(season + by_region[region.astype(int)] + own))


def made_up_practices(world: PilotWorld, *, seed: int) -> tuple[PracticeQuarters, float]:
    """Return practice-quarters and the relative change that is planted in those since the start, all together."""
    chance = np.random.default_rng(seed)
    region = chance.integers(world.regions, size=world.practices)
    mean = _without(world, chance, region.astype(float))
    takes_part = chance.permutation(world.practices) < world.participants
    starts = np.resize(np.array(world.starts, float), world.practices)
    adopted = np.where(takes_part, chance.permutation(starts), np.nan)
    quarters = np.arange(FIRST, LAST + 1)
    since = quarters - adopted[:, None]
    is_treated = since >= 0
    grown = np.clip(np.nan_to_num(since) / 8, 0, 1)
    full = np.resize(world.region_effects or (world.effect,), world.regions)[region][:, None]
    first = full if world.first_effect is None else world.first_effect
    change = np.where(is_treated, first + (full - first) * grown, 0.0)
    mean = mean * np.where(takes_part[:, None], np.exp(world.drift * (quarters - FIRST)), 1.0)
    counts = chance.poisson(mean * (1 + change) / world.base) * world.base
    truth = float((mean * change)[is_treated].sum() / mean[is_treated].sum()) if is_treated.any() else 0.0
    shape = counts.shape
    panel = PracticeQuarters(
        practice=np.repeat(np.arange(shape[0]), shape[1]),
        quarter=np.tile(quarters, shape[0]),
        events=counts.ravel().astype(float),
        persons=np.ones(counts.size),
        adopted=np.repeat(adopted, shape[1]),
        region=np.repeat(region, shape[1]),
    )
    return panel, truth
