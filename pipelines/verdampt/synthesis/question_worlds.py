"""Light made-up worlds for the doctors' questions: who would have come, who did not, and what became of them.

People are counted, never listed: would-be episodes per region, month, kind and age are thinned by chance, step by step,
into need that fell, people who stayed away and people not referred, and those into later referral, substitute, acute
admission or nothing. What is planted is thus a number of people, not a term of a model that is fitted afterwards.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from verdampt.statistics.calendar import Calendar
from verdampt.statistics.expected import Panel
from verdampt.statistics.irls import Floats

Counts = NDArray[np.int64]

REGIONS, MONTHS, FIRST_YEAR = 25, 84, 2016
BASELINE = 48
WAVE = range(50, 54)
"""March to June 2020."""
BEFORE = (range(26, 30), range(38, 42))
"""The same months of 2018 and 2019."""
AFTER = range(54, 66)
OUTCOME_WINDOW = range(50, 62)
AGES, KINDS = 4, 2
TAGGED, UNTAGGED = 0, 1
CONTROLS, FILLERS = 5, 5
REFERRALS, CONTACTS, OUTCOME, FIRST_CONTROL = 0, 1, 3, 4
FIRST_FILLER = FIRST_CONTROL + CONTROLS
SERIES = FIRST_FILLER + FILLERS
AGE_SHARES = np.array([0.2, 0.3, 0.3, 0.2])
LATE = 0.02
SUBSTITUTE = 0.10
"""Usual share of episodes without referral that have other care anyway."""
OUTCOME_RISKS = np.array([0.005, 0.01, 0.02, 0.05])


@dataclass(frozen=True, kw_only=True)
class Planted:
    """Chances that are planted in a world."""

    need_fell: float
    """Of a tagged episode not to arise."""
    stayed_away: Floats
    """(R,), of a patient not to contact a doctor."""
    not_referred: Floats
    """(R,), of a would-be referral not to be made."""
    caught_up: float
    caught_up_away: float
    substituted: float
    harm: float


@dataclass(frozen=True, kw_only=True)
class Cohort:
    """Episodes of people who did see a doctor, in cells (R, kinds, months, ages)."""

    episodes: Counts
    by_end: Counts
    """Referred by the end of the window."""
    by_year: Counts
    """Referred within a year or so."""
    substitutes: Counts
    """With a substitute, among those not referred by the end of the window."""
    acute: Counts
    controls: Counts
    """(controls, R, kinds, months, ages)."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """One history of a world: with the pandemic or without."""

    observed: Floats
    """(series, R, months)."""
    cohort: Cohort


@dataclass(frozen=True, kw_only=True)
class QuestionWorld:
    """A world twice, with the pandemic and without, and what became of whom."""

    panel: Panel
    """Without a pandemic; both histories share the baseline."""
    pandemic: Told
    quiet: Told
    before: Cohort
    truth: dict[str, Floats]
    """(R,), people by part of the deficit; 'deficit' is their sum."""
    planted: Planted
    is_tagged: bool
    burden: Floats
    """(R,), COVID admissions per head, which move acute care of all kinds."""
    admitted: Floats
    """(R,), acute admissions by harm within the outcome window."""
    cohort_harmed: float
    """Of those, people of the cohort."""


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
    drawn = _Drawn(chance=chance, kinds=kinds, early=early, late=late, late_at=late_at, counts=counts)
    before = drawn.cohort(np.concatenate([np.array(months) for months in BEFORE]), shift=quiet_shift)
    quiet = Told(observed=counts.astype(float), cohort=drawn.cohort(np.array(WAVE), shift=quiet_shift))
    pandemic, truth, admitted, cohort_harmed = _pandemic(drawn, planted, shift)
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


@dataclass(frozen=True, kw_only=True)
class _Drawn:
    """What was drawn for a world without a pandemic."""

    chance: np.random.Generator
    kinds: Counts
    early: Counts
    late: Counts
    late_at: Counts
    counts: Counts

    def cohort(self, months: NDArray[np.int64], *, shift: Floats) -> Cohort:
        """Return the episodes that began in these months."""
        episodes, early, late = (part[:, :, months] for part in (self.kinds, self.early, self.late))
        left = 3 - np.arange(len(months)) % 4
        soon = self.chance.binomial(late, (left / 11)[None, None, :, None])
        by_end = early + soon
        substitutes = self.chance.binomial(episodes - by_end, SUBSTITUTE)
        return self.followed(episodes, by_end, early + late, substitutes, shift=shift)

    def followed(
        self, episodes: Counts, by_end: Counts, by_year: Counts, substitutes: Counts, *, shift: Floats
    ) -> Cohort:
        """Return the cohort with its usual acute admissions and those of control outcomes drawn."""
        months = len(OUTCOME_WINDOW)
        shocks = 0.01 * self.chance.normal(0, 1, (1 + CONTROLS, 1)) * np.sqrt(min(months, 12) / 12)
        risks = np.exp(shift + shocks)[:, :, None, None, None] * OUTCOME_RISKS
        events = self.chance.binomial(episodes[None], np.minimum(risks, 1.0))
        return Cohort(
            episodes=episodes,
            by_end=by_end,
            by_year=by_year,
            substitutes=substitutes,
            acute=events[0],
            controls=events[1:],
        )


def _pandemic(drawn: _Drawn, planted: Planted, shift: Floats) -> tuple[Told, dict[str, Floats], Floats, float]:
    """Let the pandemic happen to the would-be patients of the wave; return history, truth and harmed (R,)."""
    chance, months = drawn.chance, np.array(WAVE)
    early, late = drawn.early[:, :, months], drawn.late[:, :, months]
    other = drawn.kinds[:, :, months] - early - late
    fell = np.array([planted.need_fell, 0.0])[None, :, None, None]
    kind_factor = np.array([chance.uniform(0.6, 1.0), 1.0])[None, :, None, None]
    age_factor = np.array([1.3, 1.1, 0.9, 0.7])
    away_chance = np.clip(planted.stayed_away[:, None, None, None] * kind_factor * age_factor, 0, 0.9)
    gone, away, came = [], [], []
    for group in (early, late, other):
        gone.append(chance.binomial(group, fell))
        away.append(chance.binomial(group - gone[-1], away_chance))
        came.append(group - gone[-1] - away[-1])
    blocked = chance.binomial(came[0], planted.not_referred[:, None, None, None])
    fates = [planted.caught_up, planted.substituted, planted.harm]
    here = chance.multinomial(blocked, [*fates, 1 - sum(fates)])
    fates = [planted.caught_up_away, 0.0, planted.harm]
    elsewhere = chance.multinomial(away[0], [*fates, 1 - sum(fates)])
    seen_back, seen_back_by_end = _come_back(chance, here[..., 0])
    away_back, _ = _come_back(chance, elsewhere[..., 0])
    observed = drawn.counts.astype(float)
    for place, month in enumerate(months):
        lost = gone[0][:, :, place] + away[0][:, :, place] + blocked[:, :, place]
        observed[REFERRALS, :, month] -= lost.sum((1, 2))
        for kind in range(KINDS):
            observed[CONTACTS + kind, :, month] -= (gone[0] + gone[1] + gone[2] + away[0] + away[1] + away[2])[
                :, kind, place
            ].sum(1)
    back = (seen_back + away_back).sum((1, 3))
    inside = months[-1] + 1
    for delay in range(back.shape[-1]):
        for place, month in enumerate(months):
            if month + delay < MONTHS:
                observed[REFERRALS, :, month + delay] += back[:, place, delay]
    missed_late = chance.binomial(gone[1].sum((1, 3)), (3 - np.arange(4))[None] / 11)
    for place, month in enumerate(months):
        # Late referrals of need that fell do not come either; those of the window count in it.
        if month + 1 < inside:
            observed[REFERRALS, :, month + 1] -= missed_late[:, place]
    harmed = here[..., 2] + elsewhere[..., 2]
    admitted = _acute(chance, observed, harmed.sum((1, 3)), shift)
    in_window = np.stack([back[:, place, : inside - month].sum(1) for place, month in enumerate(months)]).sum(0)
    truth = {
        "need_fell": gone[0].sum((1, 2, 3)) + missed_late.sum(1),
        "caught_up": back.sum((1, 2)) - in_window,
        "substituted": here[..., 1].sum((1, 2, 3)),
        "harm": harmed.sum((1, 2, 3)),
        "evaporated": (here[..., 3] + elsewhere[..., 3]).sum((1, 2, 3)),
        "unexplained": np.zeros(REGIONS),
    }
    truth = {name: np.asarray(people, dtype=float) for name, people in truth.items()}
    truth["deficit"] = np.sum(list(truth.values()), axis=0)
    episodes = came[0] + came[1] + came[2]
    left = 3 - np.arange(4)
    soon = chance.binomial(came[1], (left / 11)[None, None, :, None])
    by_end = came[0] - blocked + seen_back_by_end + soon
    by_year = came[0] - blocked + seen_back[..., :13].sum(-1) + came[1]
    others = episodes - by_end - here[..., 1]
    cohort = drawn.followed(episodes, by_end, by_year, here[..., 1] + chance.binomial(others, SUBSTITUTE), shift=shift)
    cohort.acute[...] += here[..., 2]
    return Told(observed=observed, cohort=cohort), truth, admitted, float(here[..., 2].sum())


def _come_back(chance: np.random.Generator, people: Counts) -> tuple[Counts, Counts]:
    """Return who comes back after how many months (..., delays), and who (...) before the window's end."""
    delays = np.arange(25)
    likely = np.where(delays >= 1, 0.78 ** (delays - 1), 0.0)
    back = chance.multinomial(people, likely / likely.sum())
    by_end = np.stack([back[:, :, place, :, : 4 - place].sum(-1) for place in range(4)], axis=2)
    return back, by_end


def _acute(chance: np.random.Generator, observed: Floats, harmed: Counts, shift: Floats) -> Floats:
    """Shift acute care of all kinds during the wave and after, add the harmed; return those in the window (R,)."""
    first, last = OUTCOME_WINDOW[0], OUTCOME_WINDOW[-1]
    for place in range(1 + CONTROLS):
        rows = observed[OUTCOME + place, :, first : last + 1]
        fewer = np.exp(np.minimum(shift[place], 0.0))[:, None]
        more = np.exp(np.maximum(shift[place], 0.0))[:, None] - 1
        kept = chance.binomial(rows.astype(np.int64), np.broadcast_to(fewer, rows.shape))
        observed[OUTCOME + place, :, first : last + 1] = kept + chance.poisson(rows * more)
    admitted = np.zeros(REGIONS)
    for place, month in enumerate(WAVE):
        spread = chance.multinomial(harmed[:, place], np.full(8, 1 / 8))
        for delay in range(8):
            observed[OUTCOME, :, month + 1 + delay] += spread[:, delay]
            admitted += spread[:, delay] * (month + 1 + delay <= last)
    return admitted
