"""What the pandemic does to the would-be patients of a made-up world, and what becomes of them."""

from dataclasses import dataclass, replace

import numpy as np

from verdampt.statistics.irls import Floats
from verdampt.synthesis.question_people import (
    CONTACTS,
    CONTROLS,
    KINDS,
    LEFT,
    MONTHS,
    OUTCOME,
    OUTCOME_WINDOW,
    REFERRALS,
    REGIONS,
    SUBSTITUTE,
    WAVE,
    Cohort,
    Counts,
    Drawn,
    Planted,
    Told,
)


@dataclass(frozen=True, kw_only=True)
class _Lost:
    """What the pandemic did to the would-be patients of the wave, in cells (R, kinds, months, ages)."""

    gone: list[Counts]
    """Need that fell, of would-be early referrals, late ones, and others."""
    away: list[Counts]
    came: list[Counts]
    blocked: Counts
    """Who came and was not referred."""
    here: Counts
    """(..., 4): of those caught up, substituted, harmed, and nothing seen."""
    elsewhere: Counts
    """The same of would-be early referrals who stayed away."""
    here_back: Counts
    """(..., delays), when those caught up came."""
    elsewhere_back: Counts
    late_fell: Counts
    """(R, months), late referrals of the window that did not come as the need fell."""


def _lose(drawn: Drawn, planted: Planted) -> _Lost:
    """Let the pandemic happen to the would-be patients of the wave."""
    chance, months = drawn.chance, np.array(WAVE)
    early, late = drawn.early[:, :, months], drawn.late[:, :, months]
    fell = np.array([planted.need_fell, 0.0])[None, :, None, None]
    kind_factor = np.array([chance.uniform(0.6, 1.0), 1.0])[None, :, None, None]
    age_factor = np.array([1.3, 1.1, 0.9, 0.7])
    away_chance = np.clip(planted.stayed_away[:, None, None, None] * kind_factor * age_factor, 0, 0.9)
    gone, away, came = [], [], []
    for group in (early, late, drawn.kinds[:, :, months] - early - late):
        gone.append(chance.binomial(group, fell))
        away.append(chance.binomial(group - gone[-1], away_chance))
        came.append(group - gone[-1] - away[-1])
    blocked = chance.binomial(came[0], planted.not_referred[:, None, None, None])
    fates = [planted.caught_up, planted.substituted, planted.harm]
    here = chance.multinomial(blocked, [*fates, 1 - sum(fates)])
    fates = [planted.caught_up_away, 0.0, planted.harm]
    elsewhere = chance.multinomial(away[0], [*fates, 1 - sum(fates)])
    late_fell = chance.binomial(gone[1].sum((1, 3)), LEFT / 11)
    return _Lost(
        gone=gone,
        away=away,
        came=came,
        blocked=blocked,
        here=here,
        elsewhere=elsewhere,
        here_back=_come_back(chance, here[..., 0]),
        elsewhere_back=_come_back(chance, elsewhere[..., 0]),
        late_fell=late_fell,
    )


def pandemic(drawn: Drawn, planted: Planted, shift: Floats) -> tuple[Told, dict[str, Floats], Floats, float]:
    """Return the history of the pandemic, what became of whom, the admitted (R,), and those of the cohort."""
    lost = _lose(drawn, planted)
    harmed = lost.here[..., 2] + lost.elsewhere[..., 2]
    observed = _seen(drawn.counts, lost)
    admitted = _acute(drawn.chance, observed, harmed.sum((1, 3)), shift)
    told = Told(observed=observed, cohort=_wave_cohort(drawn, lost, shift))
    return told, _truth(lost), admitted, float(lost.here[..., 2].sum())


def _seen(counts: Counts, lost: _Lost) -> Floats:
    """Return what was seen of all series (series, R, months), acute care still as usual."""
    observed = counts.astype(float)
    referrals = observed[REFERRALS]
    back = (lost.here_back + lost.elsewhere_back).sum((1, 3))
    for place, month in enumerate(WAVE):
        missed = lost.gone[0][:, :, place] + lost.away[0][:, :, place] + lost.blocked[:, :, place]
        referrals[:, month] -= missed.sum((1, 2))
        for kind in range(KINDS):
            none = [group[:, kind, place].sum(1) for group in (*lost.gone, *lost.away)]
            observed[CONTACTS + kind, :, month] -= np.sum(none, axis=0)
        ends = min(back.shape[-1], MONTHS - month)
        referrals[:, month : month + ends] += back[:, place, :ends]
        if month < WAVE[-1]:
            referrals[:, month + 1] -= lost.late_fell[:, place]
    return observed


def _truth(lost: _Lost) -> dict[str, Floats]:
    """Return the people (R,) of each part of the deficit of the window."""
    back = (lost.here_back + lost.elsewhere_back).sum((1, 3))
    in_window = np.sum([back[:, place, : len(WAVE) - place].sum(1) for place in range(len(WAVE))], axis=0)
    fates = (lost.here + lost.elsewhere).sum((1, 2, 3))
    people = {
        "need_fell": lost.gone[0].sum((1, 2, 3)) + lost.late_fell.sum(1),
        "caught_up": back.sum((1, 2)) - in_window,
        "substituted": fates[:, 1],
        "harm": fates[:, 2],
        "evaporated": fates[:, 3],
        "unexplained": np.zeros(REGIONS),
    }
    truth = {name: np.asarray(count, dtype=float) for name, count in people.items()}
    return truth | {"deficit": np.sum(list(truth.values()), axis=0)}


def _wave_cohort(drawn: Drawn, lost: _Lost, shift: Floats) -> Cohort:
    """Return the episodes of those who came in the wave, the harmed among them."""
    chance, months = drawn.chance, len(WAVE)
    here_by_end = [lost.here_back[:, :, place, :, : months - place].sum(-1) for place in range(months)]
    by_end = lost.came[0] - lost.blocked + np.stack(here_by_end, axis=2)
    by_end = by_end + chance.binomial(lost.came[1], (LEFT / 11)[None, None, :, None])
    by_year = lost.came[0] - lost.blocked + lost.here_back[..., :13].sum(-1) + lost.came[1]
    episodes, substituted = lost.came[0] + lost.came[1] + lost.came[2], lost.here[..., 1]
    substitutes = substituted + chance.binomial(episodes - by_end - substituted, SUBSTITUTE)
    cohort = drawn.followed(episodes, by_end, by_year, substitutes, shift=shift)
    return replace(cohort, acute=cohort.acute + lost.here[..., 2])


def _come_back(chance: np.random.Generator, people: Counts) -> Counts:
    """Return who comes back after how many months (..., delays)."""
    delays = np.arange(25)
    likely = np.where(delays >= 1, 0.78 ** (delays - 1), 0.0)
    return np.asarray(chance.multinomial(people, likely / likely.sum()))


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
