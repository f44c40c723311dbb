"""Pilots of practices that begin in different quarters: did it change how often people are referred (methods.md 5)."""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from scipy.stats import chi2, norm
from scipy.stats import t as student

from verdampt.statistics.irls import Floats
from verdampt.statistics.pilotpanels import (
    ANTICIPATION,
    QUARTERS_BEFORE,
    Design,
    PracticeQuarters,
    comparable,
    compared,
)
from verdampt.statistics.secondopinions import callaway_santanna, poisson_change
from verdampt.statistics.twostage import (
    Ints,
    Stages,
    first_stage,
    relative_changes,
    score_statistic,
)

Status = Literal["shown", "failed_pretrend", "too_few", "no_data"]

LEVEL = 0.95
POWER = 0.80
SMALLEST_PILOT = 10
"""Practices that must take part before an effect is given."""
LONGEST_COURSE = 12
"""Quarters after the start that are shown."""
SMALLEST_BASE = 100
"""Records to be expected of the participants since their start, before a relative effect is given; and events of them
in a quarter, before it has a place in the course."""
SMALLEST_QUARTER = 25
"""Records to be expected of them in a quarter."""
PRETREND_LIMIT = 0.05
"""Below this chance of a difference at least so large, practices already went another way before the start."""
PLACEBO_DRAWS = 60


@dataclass(frozen=True, kw_only=True)
class Effect:
    """A relative change with its bounds: -0.09 is 9 % fewer."""

    estimate: float
    lower: float
    upper: float


@dataclass(frozen=True, kw_only=True)
class Course:
    """Relative change (K,) by quarter since the start, negative before it."""

    quarter: Ints
    estimate: Floats
    lower: Floats
    upper: Floats


@dataclass(frozen=True, kw_only=True)
class PilotResult:
    """What a pilot did; without effects where the status is `too_few` or `no_data`."""

    status: Status
    practices: int
    """Practices that took part and could be followed."""
    quarters: int
    """Quarters seen since the first start."""
    effects: dict[str, Effect]
    """By estimator: did2s, and with checks callaway_santanna and ppml."""
    course: Course | None
    pretrend_p: float
    detectable: float
    """Smallest relative change found with 80 % power, from practices that did not take part; nan where unknown."""
    avoided: Course | None
    """Events that did not happen by enrolled person, added up since the start."""
    left_out: tuple[float, float]
    """Lowest and highest effect when one practice is left out."""
    without_covid: Effect | None
    """Effect without the quarters of the waves."""


def quarter_number(year: int, quarter: int) -> int:
    """Return the running number of a quarter (1 to 4) of a year: the unit of methods.md 5."""
    return 4 * year + quarter - 1


def _second_opinions(panel: PracticeQuarters, design: Design) -> dict[str, Effect]:
    """Return the effect by the other estimators."""
    quantile = float(norm.ppf((1 + LEVEL) / 2))
    whole = compared(panel)
    change, error = callaway_santanna(
        whole.cells,
        quarter=whole.panel.quarter,
        adopted=np.where(np.isfinite(whole.since), whole.panel.adopted, np.nan),
        region=whole.panel.region,
        anticipation=ANTICIPATION,
    )
    log_ratio, log_error = poisson_change(design.cells)
    ratio = float(np.expm1(log_ratio))
    return {
        "callaway_santanna": _bounded(change, error, quantile=quantile),
        "ppml": _bounded(ratio, log_error * (1 + ratio), quantile=quantile),
    }


def _overall(design: Design) -> tuple[Effect, tuple[float, float]]:
    """Return the effect over all quarters since the start, and its range when one practice is left out."""
    stages, _ = first_stage(design.cells)
    bins = np.where(stages.cells.is_treated, 0, -1)
    change, variance = relative_changes(stages, bins, size=1)
    treated = stages.cells.is_treated
    units = np.unique(stages.cells.unit[treated], return_inverse=True)[1]
    mean = np.bincount(units, stages.mean[treated])
    seen = np.bincount(units, stages.cells.events[treated])
    rest = mean.sum() - mean
    left_out = np.divide(seen.sum() - seen, rest, out=np.full(len(rest), np.nan), where=rest > 0) - 1
    freedom = max(mean.sum() ** 2 / (mean**2).sum() - 1, 1.0)
    error = float(np.sqrt(variance[0, 0]))
    effect = _bounded(float(change[0]), error, quantile=float(student.ppf((1 + LEVEL) / 2, freedom)))
    return effect, (float(np.nanmin(left_out)), float(np.nanmax(left_out)))


def _bounded(change: float, error: float, *, quantile: float) -> Effect:
    """Return bounds that are symmetric for the logarithm, so that no more than everything can go away."""
    if change <= -1:
        return Effect(estimate=-1.0, lower=-1.0, upper=float("nan"))
    width = quantile * error / (1 + change)
    return Effect(
        estimate=change,
        lower=float((1 + change) * np.exp(-width) - 1),
        upper=float((1 + change) * np.exp(width) - 1),
    )


def _by_quarter(design: Design, *, first: int) -> tuple[Stages, Ints, Ints]:
    """Return the first stage, the quarters since the start (K,) told apart, and the place (N,) of each cell in them.

    Quarters of fewer than ten practices are in none (-1), nor those before the first one.
    """
    stages, known = first_stage(design.cells)
    since = np.where(np.isfinite(design.since[known]), design.since[known], -99).astype(np.int64)
    inside = (since >= first) & (since <= LONGEST_COURSE)
    quarters, practices = np.unique(since[inside], return_counts=True)
    quarters = quarters[practices >= SMALLEST_PILOT]
    place = np.minimum(np.searchsorted(quarters, since), max(len(quarters) - 1, 0))
    return stages, quarters, np.where(np.isin(since, quarters), place, -1)


def _course(design: Design, *, base: int) -> Course:
    """Return the event study from eight quarters before the start, against the quarters before those."""
    stages, quarters, bins = _by_quarter(design, first=-QUARTERS_BEFORE)
    expected = np.bincount(bins[bins >= 0], stages.mean[bins >= 0], len(quarters))
    is_large = expected >= max(SMALLEST_BASE, SMALLEST_QUARTER * base)
    bins = np.append(np.where(is_large, np.cumsum(is_large) - 1, -1), -1)[bins]
    change, variance = relative_changes(stages, bins, size=int(is_large.sum()))
    quantile = float(norm.ppf((1 + LEVEL) / 2))
    errors = np.sqrt(np.diag(variance))
    effects = [_bounded(float(one), float(error), quantile=quantile) for one, error in zip(change, errors, strict=True)]
    return Course(
        quarter=quarters[is_large],
        estimate=np.array([one.estimate for one in effects]),
        lower=np.array([one.lower for one in effects]),
        upper=np.array([one.upper for one in effects]),
    )


def _avoided(design: Design) -> Course:
    """Return events avoided by enrolled person, added up over the quarters since the start, with bounds."""
    stages, quarters, bins = _by_quarter(design, first=0)
    rows, size = np.flatnonzero(bins >= 0), len(quarters)
    persons = np.bincount(bins[rows], stages.cells.exposure[rows], size)
    base = np.bincount(bins[rows], stages.mean[rows], size)
    lost = base - np.bincount(bins[rows], stages.cells.events[rows], size)
    change = np.divide(-lost, base, out=np.zeros(size), where=base > 0)
    scores = stages.scores(rows, bins[rows], size=size, change=change)
    total = np.cumsum(lost / persons)
    width = norm.ppf((1 + LEVEL) / 2) * np.sqrt((np.cumsum(scores / persons, axis=1) ** 2).sum(axis=0))
    return Course(quarter=quarters, estimate=total, lower=total - width, upper=total + width)


def _pretrend(design: Design) -> float:
    """Return the p-value of no difference in the half-years before the start, against what lies before them."""
    untreated = design.keep(~(design.since >= 0))
    stages, known = first_stage(untreated.cells)
    since = np.where(np.isfinite(untreated.since[known]), untreated.since[known], -99)
    bins = np.where(since >= -QUARTERS_BEFORE - 1, ((since + QUARTERS_BEFORE + 1) // 2), -1).astype(int)
    if not (since[since > -99] < -QUARTERS_BEFORE - 1).any():
        bins = np.where(bins == 0, -1, bins)
    numbers, placed = np.unique(bins[bins >= 0], return_inverse=True)
    if len(numbers) == 0:
        return float("nan")
    bins[bins >= 0] = placed
    return float(chi2.sf(score_statistic(stages, bins, size=len(numbers)), len(numbers)))


def _change(design: Design) -> float:
    """Return the relative change over all quarters since the start."""
    stages, _ = first_stage(design.cells)
    treated = stages.cells.is_treated
    return float(stages.cells.events[treated].sum() / stages.mean[treated].sum() - 1)


def detectable_effect(panel: PracticeQuarters, *, seed: int = 1, draws: int = PLACEBO_DRAWS) -> float:
    """Return the smallest relative change found with 80 % power, known before any result (methods.md 5).

    Practices that never took part are given the starts of those who did, region by region, and how far the effect
    strays that they cannot have says how far chance goes. Nan where too few did not take part.
    """
    design = comparable(panel)
    never = design.keep(~np.isfinite(design.since))
    chance = np.random.default_rng(seed)
    starts = _starts(design)
    errors = []
    for _ in range(draws):
        adopted = _placebo_starts(never.panel, starts, chance=chance)
        if adopted is None:
            return float("nan")
        placebo = comparable(replace(never.panel, adopted=adopted))
        scale = np.sqrt(placebo.participants / design.participants)
        errors.append(_change(placebo) * scale)
    spread = float(np.sqrt(np.mean(np.square(errors))))
    return float(-np.expm1(-(norm.ppf((1 + LEVEL) / 2) + norm.ppf(POWER)) * spread))


def _starts(design: Design) -> tuple[Ints, Floats]:
    """Return region and first quarter (G,) of every practice that took part."""
    takes_part = np.isfinite(design.since)
    _, first = np.unique(design.panel.practice[takes_part], return_index=True)
    return design.panel.region[takes_part][first], design.panel.adopted[takes_part][first]


def _placebo_starts(
    panel: PracticeQuarters, starts: tuple[Ints, Floats], *, chance: np.random.Generator
) -> Floats | None:
    """Return a start for each row (N,): the planned starts of a region fall to at most half of its practices."""
    practices, first = np.unique(panel.practice, return_index=True)
    regions = panel.region[first]
    given = np.full(int(practices.max()) + 1, np.nan)
    for region in np.unique(starts[0]):
        free = chance.permutation(practices[regions == region])
        planned = chance.permutation(starts[1][starts[0] == region])[: len(free) // 2]
        given[free[: len(planned)]] = planned
    return given[panel.practice] if np.isfinite(given).sum() >= SMALLEST_PILOT else None


def _without(status: Status, *, practices: int, quarters: int) -> PilotResult:
    nothing = float("nan")
    return PilotResult(
        status=status,
        practices=practices,
        quarters=quarters,
        effects={},
        course=None,
        pretrend_p=nothing,
        detectable=nothing,
        avoided=None,
        left_out=(nothing, nothing),
        without_covid=None,
    )


def _followed(design: Design) -> tuple[int, float]:
    """Return how many practices can be followed after their start, and the events to be expected of them."""
    if not (design.since >= 0).any() or not np.isnan(design.since).any():
        return 0, 0.0
    stages, _ = first_stage(design.cells)
    treated = stages.cells.is_treated
    return len(np.unique(stages.cells.unit[treated])), float(stages.mean[treated].sum())


def evaluate_pilot(
    panel: PracticeQuarters,
    *,
    base: int = 1,
    covid_quarters: tuple[int, ...] = (),
    with_checks: bool = True,
    seed: int = 1,
    draws: int = PLACEBO_DRAWS,
) -> PilotResult:
    """Return what a pilot did to the outcome, by two-stage differences-in-differences (methods.md 5).

    Controls are practices of the same regions that never take part or not yet. Effects come with the status
    `failed_pretrend` where participants already went another way before. `base` is how many events a record stands for
    where they were selected: chance is that of the records. `covid_quarters` are left out in one of the
    sensitivities; `with_checks` adds Callaway-Sant'Anna and Poisson regression, which take most of the time; `draws` is
    how many placebos tell what can be detected.
    """
    if len(panel.practice) == 0:
        return _without("no_data", practices=0, quarters=0)
    design = comparable(panel)
    practices, expected = _followed(design)
    quarters = len(np.unique(design.panel.quarter[design.since >= 0]))
    if practices < SMALLEST_PILOT or expected < SMALLEST_BASE * base:
        return _without("too_few", practices=practices, quarters=quarters)
    effect, left_out = _overall(design)
    pretrend_p = _pretrend(design)
    checks = _second_opinions(panel, design) if with_checks else {}
    open_quarters = design.keep(~np.isin(design.panel.quarter, covid_quarters))
    return PilotResult(
        status="failed_pretrend" if pretrend_p < PRETREND_LIMIT else "shown",
        practices=practices,
        quarters=quarters,
        effects={"did2s": effect, **checks},
        course=_course(design, base=base),
        pretrend_p=pretrend_p,
        detectable=detectable_effect(panel, seed=seed, draws=draws),
        avoided=_avoided(design),
        left_out=left_out,
        without_covid=_overall(open_quarters)[0] if covid_quarters else None,
    )
