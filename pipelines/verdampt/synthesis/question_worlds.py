"""Light made-up worlds for the doctors' questions: who would have come, who did not, and what became of them.

People are counted, never listed: would-be episodes per region, month, kind and age are thinned by chance, step by step,
into need that fell, people who stayed away and people not referred, and those into later referral, substitute, acute
admission or nothing. What is planted is thus a number of people, not a term of a model that is fitted afterwards.
"""

from datetime import date

import numpy as np

from verdampt.statistics.calendar import Calendar
from verdampt.statistics.expected import Panel
from verdampt.statistics.irls import Floats
from verdampt.synthesis.question_fates import pandemic as happen
from verdampt.synthesis.question_people import (
    AGE_SHARES,
    BASELINE,
    BEFORE,
    CONTACTS,
    CONTROLS,
    FILLERS,
    FIRST_YEAR,
    KINDS,
    LATE,
    MONTHS,
    REFERRALS,
    REGIONS,
    SERIES,
    WAVE,
    Counts,
    Drawn,
    Planted,
    QuestionWorld,
    Told,
)


def _restless(chance: np.random.Generator, *, shape: tuple[int, ...], sd: float, memory: float = 0.6) -> Floats:
    """Return autoregressive noise over the last axis."""
    noise = chance.normal(0, sd * np.sqrt(1 - memory**2), shape)
    for month in range(1, shape[-1]):
        noise[..., month] += memory * noise[..., month - 1]
    return noise


def _levels(chance: np.random.Generator, people: Floats) -> Floats:
    """Return the mean monthly counts (series, R, months) without a pandemic; row 0 is left to the contacts."""
    rates = np.concatenate([[1.0, 80.0, 130.0, 8.0], chance.uniform(4, 15, CONTROLS), chance.uniform(5, 60, FILLERS)])
    level = np.log(rates[:, None] / 1000 / 12 * people)[..., None] + chance.normal(0, 0.1, (SERIES, REGIONS, 1))
    season = chance.normal(0, 0.05, (SERIES, 1, 12))[..., np.arange(MONTHS) % 12]
    years = np.arange(MONTHS) / 12
    trend = (chance.normal(0.01, 0.01, (SERIES, 1, 1)) + chance.normal(0, 0.006, (SERIES, REGIONS, 1))) * years
    drift = np.cumsum(chance.normal(0, 0.01 / np.sqrt(12), (SERIES, 1, MONTHS)), axis=-1)
    own_drift = np.cumsum(chance.normal(0, 0.012 / np.sqrt(12), (SERIES, REGIONS, MONTHS)), axis=-1)
    shocks = _restless(chance, shape=(SERIES, 1, MONTHS), sd=0.012) + _restless(chance, shape=(1, 1, MONTHS), sd=0.006)
    own_shocks = _restless(chance, shape=(SERIES, REGIONS, MONTHS), sd=0.012)
    return np.asarray(np.exp(level + season + trend + drift + own_drift + shocks + own_shocks))


def _plant(chance: np.random.Generator, *, burden: Floats, is_tagged: bool, harm: float) -> Planted:
    depth = 0.7 * chance.normal(0, 1, REGIONS) + 0.3 * burden
    caught_up = chance.uniform(0.1, 0.5)
    return Planted(
        need_fell=float(chance.uniform(0.1, 0.4)) if is_tagged else 0.0,
        stayed_away=np.clip(chance.uniform(0.1, 0.25) * np.exp(0.3 * depth), 0.02, 0.6),
        not_referred=np.clip(chance.uniform(0.15, 0.35) * np.exp(0.3 * depth), 0.02, 0.7),
        caught_up=float(caught_up),
        caught_up_away=float(caught_up * chance.uniform(0.5, 1.3)),
        substituted=float(chance.uniform(0, 0.15)),
        harm=harm,
    )


def make_question_world(seed: int, *, harm: float = 0.0, is_tagged: bool = True) -> QuestionWorld:
    """Return a world with this share of missing care followed by an acute admission; the same seed, the same world.

    `is_tagged`: whether some of its complaints are driven by incidence (injuries), so that need can fall.
    """
    chance = np.random.default_rng(seed)
    people = 680_000 * np.exp(chance.normal(0, 0.4, REGIONS))
    mean = _levels(chance, people)
    counts = chance.poisson(chance.gamma(mean / 0.5, 0.5)).astype(np.int64)
    shares = chance.dirichlet(400 * AGE_SHARES, REGIONS)
    kinds = np.stack([_split(chance, counts[CONTACTS + kind], shares) for kind in range(KINDS)], axis=1)
    risk = np.array([0.10, 0.06])[:, None] * np.array([0.5, 0.8, 1.2, 1.6])
    early = chance.binomial(kinds, risk[None, :, None, :])
    late = chance.binomial(kinds - early, LATE)
    burden = chance.normal(0, 1, REGIONS)
    planted = _plant(chance, burden=burden, is_tagged=is_tagged, harm=harm)
    quiet_shift = np.zeros((1 + CONTROLS, REGIONS))
    shift = chance.normal(-0.03, 0.01) - 0.02 * burden + np.zeros((1 + CONTROLS, REGIONS))
    late_at = _arrivals(chance, late)
    counts[REFERRALS] = early.sum((1, 3)) + late_at.sum(axis=(1, 2, 4))
    drawn = Drawn(chance=chance, kinds=kinds, early=early, late=late, late_at=late_at, counts=counts)
    before = drawn.cohort(np.concatenate([np.array(months) for months in BEFORE]), shift=quiet_shift)
    quiet = Told(observed=counts.astype(float), cohort=drawn.cohort(np.array(WAVE), shift=quiet_shift))
    pandemic, truth, admitted, cohort_harmed = happen(drawn, planted, shift)
    starts = tuple(date(FIRST_YEAR + month // 12, month % 12 + 1, 1) for month in range(MONTHS))
    panel = Panel(
        observed=quiet.observed,
        starts=starts,
        period_type="month",
        origin=date(FIRST_YEAR + BASELINE // 12 - 1, 12, 31),
        calendar=Calendar(country=""),
    )
    return QuestionWorld(
        panel=panel,
        pandemic=pandemic,
        quiet=quiet,
        before=before,
        truth=truth,
        planted=planted,
        is_tagged=is_tagged,
        burden=burden + chance.normal(0, 0.3, REGIONS),
        admitted=admitted,
        cohort_harmed=cohort_harmed,
    )


def _split(chance: np.random.Generator, counts: Counts, shares: Floats) -> Counts:
    """Return counts (R, T) over ages (R, T, ages)."""
    return np.stack([chance.multinomial(counts[region], shares[region]) for region in range(len(counts))])


def _arrivals(chance: np.random.Generator, late: Counts) -> Counts:
    """Return usual late referrals (R, kinds, delays 1-11, T of arrival, ages)."""
    spread = chance.multinomial(late, np.full(11, 1 / 11))
    found = np.zeros((*late.shape[:2], 11, *late.shape[2:]), dtype=np.int64)
    for delay in range(1, 12):
        found[:, :, delay - 1, delay:] = spread[:, :, : late.shape[2] - delay, :, delay - 1]
    return found
