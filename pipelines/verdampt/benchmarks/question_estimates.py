"""What the estimators say of a made-up world: its balance, and each outcome's effect by four estimators."""

from dataclasses import dataclass

import numpy as np

from verdampt.benchmarks.question_windows import Expected, Window, compared
from verdampt.statistics.balance import Balance, Bounded, absent_part, balance_of
from verdampt.statistics.dose_response import dose_response
from verdampt.statistics.event_study import deeper_half, event_study
from verdampt.statistics.harm import Effect, excess_ratio, make_effect, subtract_controls
from verdampt.statistics.irls import Floats
from verdampt.statistics.parts import (
    Share,
    caught_up_draws,
    combine_shares,
    deficit_draws,
    harm_draws,
    need_fell_draws,
    substituted_draws,
)
from verdampt.statistics.power import cohort_error, excess_error, slope_error
from verdampt.synthesis import question_people as worlds
from verdampt.synthesis.question_people import Counts, QuestionWorld, Told

FIRST_AFTER = 6
"""Of the blocks of four months from which the event study is made."""
REGISTERED_CONTROLS = 3
"""As many as every outcome of the samples has."""
ESTIMATORS = ("excess", "dose_response", "cohort", "event_study")


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One outcome by one estimator: its effect net of controls, and the error that was known beforehand."""

    effect: Effect
    design_error: float
    """Of the value on the effect's own scale, from the design (and the controls) alone."""
    degrees_of_freedom: float = float("inf")


def balance(world: QuestionWorld, told: Told, expected: Expected, *, harm: Share) -> Balance:
    """Return the balance of all regions and, last, the nation."""
    seen = expected.wave.seen(told)
    deficit = _missing(expected.wave, seen, worlds.REFERRALS, seed=1)
    overshoot = -_missing(expected.after, expected.after.seen(told), worlds.REFERRALS, seed=8)
    return balance_of(
        deficit,
        need_fell=_need_fell(world, expected.wave, seen, deficit),
        caught_up=_caught_up(world, told, deficit, overshoot),
        substituted=_substituted(world, told, deficit),
        harm=harm_draws(deficit, share=harm),
    )


def _missing(window: Window, seen: Floats, series: int, *, seed: int) -> Floats:
    """Return draws (D, R + 1) of what is missing of one series."""
    return deficit_draws(seen[series], expected=window.expected[series], variance=window.variance[series], seed=seed)


def _shares(world: QuestionWorld, told: Told, name: str) -> Share:
    """Return the change of one share of the episodes against the years before, by region and last the nation."""
    slices = [slice(region, region + 1) for region in range(worlds.REGIONS)] + [slice(None)]
    effects = [compared(world, told, name, one) for one in slices]
    return Share(
        value=np.array([effect.estimate for effect in effects]),
        error=np.array([effect.standard_error for effect in effects]),
    )


def _per_slice(counts: Counts) -> Floats:
    """Return counts (R, kinds, months, ages) by region and, last, the nation."""
    sums = counts.sum(axis=(1, 2, 3)).astype(float)
    return np.append(sums, sums.sum())


def _caught_up(world: QuestionWorld, told: Told, deficit: Floats, overshoot: Floats) -> Bounded:
    by_end, by_year = _shares(world, told, "by_end"), _shares(world, told, "by_year")
    noise = np.random.default_rng(7).standard_normal(deficit.shape)
    return caught_up_draws(
        deficit,
        missing=Share(value=-by_end.value, error=by_end.error),
        remaining=Share(value=-by_year.value, error=by_year.error),
        in_contact=_per_slice(told.cohort.episodes) * (by_end.error * noise - by_end.value),
        overshoot=overshoot,
    )


def _substituted(world: QuestionWorld, told: Told, deficit: Floats) -> Bounded:
    rise = _shares(world, told, "substitutes")
    usual = _per_slice(world.before.substitutes) / _per_slice(world.before.episodes - world.before.by_end)
    return substituted_draws(
        deficit,
        episodes=_per_slice(told.cohort.episodes - told.cohort.by_end),
        wave=Share(value=usual + rise.value, error=rise.error),
        before=Share(value=usual, error=np.zeros_like(usual)),
    )


def _need_fell(world: QuestionWorld, wave: Window, seen: Floats, deficit: Floats) -> Bounded:
    if not world.is_tagged:
        return absent_part(deficit)
    falls = [_missing(wave, seen, worlds.CONTACTS + kind, seed=20 + kind) for kind in range(worlds.KINDS)]
    ratio = wave.expected[worlds.CONTACTS + worlds.TAGGED] / wave.expected[worlds.CONTACTS + worlds.UNTAGGED]
    referred = world.before.by_year[:, worlds.TAGGED].sum((1, 2)).astype(float)
    episodes = world.before.episodes[:, worlds.TAGGED].sum((1, 2)).astype(float)
    referred, episodes = np.append(referred, referred.sum()), np.append(episodes, episodes.sum())
    share = referred / episodes
    error = np.sqrt(share * (1 - share) / episodes)
    return need_fell_draws(
        falls[worlds.TAGGED],
        referred=Share(value=share, error=error),
        shared_fall=falls[worlds.UNTAGGED] * ratio,
    )


def harm_share(world: QuestionWorld, told: Told, expected: Expected) -> Share:
    """Return the part of the missing care that was followed by an acute admission, the same for all slices.

    From the excess of the nation and the slope over regions together: their errors are apart.
    """
    controls = _other_controls(worlds.OUTCOME)
    slope = _slope(world, told, expected, worlds.OUTCOME, controls).effect
    excess = _excess(told, expected, worlds.OUTCOME, controls).effect
    usual = expected.outcomes.expected[worlds.OUTCOME, -1]
    missing = expected.wave.expected[worlds.REFERRALS, -1] - expected.wave.seen(told)[worlds.REFERRALS, -1]
    unit = usual / max(missing, 1.0)
    both = [(slope.estimate, slope.standard_error), (unit * (excess.estimate - 1), unit * excess.standard_error)]
    shares = [Share(value=np.array([value]), error=np.array([error])) for value, error in both]
    found = combine_shares(shares)
    slices = worlds.REGIONS + 1
    return Share(value=np.repeat(found.value, slices), error=np.repeat(found.error, slices))


def _other_controls(series: int) -> list[int]:
    others = [one for one in range(worlds.FIRST_CONTROL, worlds.FIRST_FILLER) if one != series]
    return others[:REGISTERED_CONTROLS]


def findings(world: QuestionWorld, told: Told, expected: Expected, series: int) -> dict[str, Finding]:
    """Return what each estimator finds of one outcome (or of a control, as if it were one), net of the controls."""
    controls = _other_controls(series)
    return {
        "excess": _excess(told, expected, series, controls),
        "dose_response": _slope(world, told, expected, series, controls),
        "cohort": _cohort(world, told, series, controls),
        "event_study": _event(told, expected, series, controls),
    }


def _excess(told: Told, expected: Expected, series: int, controls: list[int]) -> Finding:
    window = expected.outcomes
    seen = window.seen(told)[:, -1]
    ratios = [
        excess_ratio(seen[one], expected=window.expected[one, -1], variance=window.variance[one, -1])
        for one in (series, *controls)
    ]
    error = excess_error(window.expected[series, -1], variance=window.variance[series, -1])
    return _net_of_controls(ratios[0], ratios[1:], error=error)


def _net_of_controls(effect: Effect, controls: list[Effect], *, error: float) -> Finding:
    """Return an effect with its controls taken off; its error is known before it, how far outcomes stray is in them."""
    known = subtract_controls(make_effect("rate_ratio", 0.0, standard_error=error), controls)
    return Finding(
        effect=subtract_controls(effect, controls),
        design_error=known.standard_error,
        degrees_of_freedom=known.degrees_of_freedom,
    )


def _net(told: Told, window: Window, series: int, controls: list[int]) -> tuple[Floats, ...]:
    """Return relative excess and variance (R,) of an outcome and of its controls together."""
    seen = window.seen(told)[:, :-1]
    expected, apart = window.expected[:, :-1], window.apart[:, :-1]
    relative = seen / expected - 1
    variance = apart / np.square(expected)
    return (
        relative[series],
        variance[series],
        relative[controls].mean(0),
        variance[controls].sum(0) / len(controls) ** 2,
    )


def _doses(told: Told, expected: Expected, series: int) -> tuple[Floats, Floats]:
    """Return missing referrals per expected outcome (R,) and the variance that regions do not share."""
    wave, usual = expected.wave, expected.outcomes.expected[series, :-1]
    missing = wave.expected[worlds.REFERRALS, :-1] - wave.seen(told)[worlds.REFERRALS, :-1]
    return missing / usual, wave.apart[worlds.REFERRALS, :-1] / np.square(usual)


def _slope(world: QuestionWorld, told: Told, expected: Expected, series: int, controls: list[int]) -> Finding:
    outcome, variance, control, control_variance = _net(told, expected.outcomes, series, controls)
    dose, dose_variance = _doses(told, expected, series)
    found = dose_response(
        outcome,
        dose,
        variance=variance,
        dose_variance=dose_variance,
        covariates=world.burden[:, None],
        control=control,
        control_variance=control_variance,
    )
    error = slope_error(
        dose, variance=variance + control_variance, dose_variance=dose_variance, covariates=world.burden[:, None]
    )
    return Finding(effect=found.effect, design_error=error, degrees_of_freedom=found.effect.degrees_of_freedom)


def _cohort(world: QuestionWorld, told: Told, series: int, controls: list[int]) -> Finding:
    def ratio(one: int) -> Effect:
        place = None if one == worlds.OUTCOME else one - worlds.FIRST_CONTROL
        return compared(world, told, "acute", slice(None), control=place)

    wave, before = float(told.cohort.episodes.sum()), float(world.before.episodes.sum())
    risk = float(world.before.acute.sum()) / before
    error = cohort_error(wave=wave, before=before, risk=risk) / risk
    return _net_of_controls(ratio(series), [ratio(one) for one in controls], error=error)


def _event(told: Told, expected: Expected, series: int, controls: list[int]) -> Finding:
    starts = range(worlds.WAVE[0] - 4 * FIRST_AFTER, worlds.OUTCOME_WINDOW[-1] + 1, 4)
    quarters = np.stack([np.arange(start, start + 4) for start in starts])
    seen, usual = (part[:, :, quarters].sum(3) for part in (told.observed, expected.mean))
    logs = np.log(np.maximum(seen, 0.5) / usual)
    outcome = logs[series] - logs[controls].mean(0)
    is_high = deeper_half(_doses(told, expected, worlds.OUTCOME)[0])
    found = event_study(outcome, is_high=is_high, first_after=FIRST_AFTER)
    _, variance, _, control_variance = _net(told, expected.outcomes, series, controls)
    spread = variance + control_variance
    # The mean of the periods before has noise of its own, seen before the result.
    before = outcome[:, :FIRST_AFTER].mean(1)
    sides = [(spread[side].mean() + before[side].var(ddof=1)) / side.sum() for side in (is_high, ~is_high)]
    error = np.sqrt(sum(sides))
    effect = found.effect
    if found.status != "shown":
        effect = make_effect("rate_ratio", 0.0, standard_error=effect.standard_error)
    return Finding(effect=effect, design_error=float(error), degrees_of_freedom=float(worlds.REGIONS - 2))
