"""What the estimators say of a made-up world: its balance, and each outcome's effect by four estimators."""

from dataclasses import dataclass

import numpy as np

from verdampt.statistics.balance import Balance, Bounded, absent_part, balance_of
from verdampt.statistics.dose_response import dose_response
from verdampt.statistics.episodes import Cells, risk_difference
from verdampt.statistics.event_study import deeper_half, event_study
from verdampt.statistics.expected import PRIMARY, baseline_mask, fit_baseline
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
from verdampt.statistics.placebo import evidence, learn_shocks, placebos
from verdampt.statistics.power import cohort_error, excess_error, slope_error
from verdampt.statistics.uncertainty import Shocks, Sums, horizon_factor, nation_sums, region_sums
from verdampt.synthesis import question_worlds as worlds
from verdampt.synthesis.question_worlds import Counts, QuestionWorld, Told

FIRST_AFTER = 6
"""Of the blocks of four months from which the event study is made."""
ESTIMATORS = ("excess", "dose_response", "cohort", "event_study")


@dataclass(frozen=True, kw_only=True)
class Window:
    """What was expected of every series in one window; arrays (series, R + 1), the nation last."""

    months: range
    expected: Floats
    variance: Floats
    apart: Floats
    """Variance when regions are compared, without the shock they share."""

    def seen(self, told: Told) -> Floats:
        """Return what was observed, (series, R + 1)."""
        sums = told.observed[:, :, list(self.months)].sum(2)
        return np.column_stack([sums, sums.sum(1)])


@dataclass(frozen=True, kw_only=True)
class Expected:
    """The fitted baseline of a world."""

    wave: Window
    after: Window
    outcomes: Window
    mean: Floats
    """(series, R, months)."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One outcome by one estimator: its effect net of controls, and the error that was known beforehand."""

    effect: Effect
    design_error: float
    """Of the value on the effect's own scale, from the design (and the controls) alone."""
    degrees_of_freedom: float = float("inf")


def expect(world: QuestionWorld) -> Expected:
    """Fit the baseline of a world and sum it over the windows that are used."""
    panel = world.panel
    inside = baseline_mask(panel, first=panel.starts[0])
    shocks = learn_shocks(evidence(placebos(panel, inside=inside, scenario=PRIMARY, shortest=2.0)))
    baseline = fit_baseline(panel, inside=inside)

    def window(months: range) -> Window:
        regions = region_sums(baseline, list(months))
        nation = nation_sums(baseline, list(months), regions)
        both = Sums(
            **{
                name: np.hstack([getattr(regions, name), getattr(nation, name)])
                for name in ("expected", "noise", "parameters", "squares")
            }
        )
        horizon = float(horizon_factor(panel.times()[list(months)]).mean())
        return Window(
            months=months,
            expected=both.expected,
            variance=_variance(both, shocks, len(months), horizon, is_shared=True),
            apart=_variance(both, shocks, len(months), horizon, is_shared=False),
        )

    return Expected(
        wave=window(worlds.WAVE),
        after=window(worlds.AFTER),
        outcomes=window(worlds.OUTCOME_WINDOW),
        mean=baseline.mean,
    )


def _variance(sums: Sums, shocks: Shocks, length: int, horizon: float, *, is_shared: bool) -> Floats:
    return sums.variance(shocks, length=length, horizon=horizon, is_shared=is_shared)


def _cells(*, events: tuple[Counts, Counts], sizes: tuple[Counts, Counts]) -> Cells:
    """Return cells of cohorts (regions, kinds, months, ages), months taken together by calendar month."""
    rows: list[Floats] = []
    for is_wave, happened, people in ((1.0, events[0], sizes[0]), (0.0, events[1], sizes[1])):
        months = np.arange(people.shape[2]) % 4
        folded = [np.stack([part[:, :, months == m].sum((0, 2)) for m in range(4)]) for part in (people, happened)]
        for month, kind, age in np.ndindex(folded[0].shape):
            dummies = [float(month == m) for m in range(1, 4)] + [float(age == a) for a in range(1, worlds.AGES)]
            dummies += [float(kind), *(float(kind and age == a) for a in range(1, worlds.AGES))]
            rows.append(
                np.array([is_wave, folded[0][month, kind, age], folded[1][month, kind, age], *dummies], dtype=float)
            )
    table = np.array(rows)
    return Cells(covariates=table[:, 3:], is_wave=table[:, 0] == 1, records=table[:, 1], events=table[:, 2])


def _compared(world: QuestionWorld, told: Told, name: str, regions: slice, *, control: int | None = None) -> Effect:
    """Return the doubly robust effect on one count of the cohort; its complement of unreferred for substitutes."""
    counts, sizes = [], []
    for cohort in (told.cohort, world.before):
        people = cohort.episodes - cohort.by_end if name == "substitutes" else cohort.episodes
        happened = cohort.controls[control] if control is not None else getattr(cohort, name)
        counts.append(happened[regions])
        sizes.append(people[regions])
    found = risk_difference(_cells(events=(counts[0], counts[1]), sizes=(sizes[0], sizes[1])))
    return found.effect if name != "acute" and control is None else found.ratio


def balance(world: QuestionWorld, told: Told, expected: Expected, *, harm: Share) -> Balance:
    """Return the balance of all regions and, last, the nation."""
    wave, after = expected.wave, expected.after
    seen, later = wave.seen(told), after.seen(told)
    index = worlds.REFERRALS

    def missing_of(window: Window, observed: Floats, series: int, seed: int) -> Floats:
        return deficit_draws(
            observed[series], expected=window.expected[series], variance=window.variance[series], seed=seed
        )

    deficit = missing_of(wave, seen, index, 1)
    slices = [slice(region, region + 1) for region in range(worlds.REGIONS)] + [slice(None)]

    def shares(name: str) -> Share:
        effects = [_compared(world, told, name, one) for one in slices]
        return Share(
            value=np.array([effect.estimate for effect in effects]),
            error=np.array([effect.standard_error for effect in effects]),
        )

    def per_slice(counts: Counts) -> Floats:
        sums = counts.sum(axis=(1, 2, 3)).astype(float)
        return np.append(sums, sums.sum())

    by_end, by_year, substitutes = shares("by_end"), shares("by_year"), shares("substitutes")
    episodes = per_slice(told.cohort.episodes)
    draws = np.random.default_rng(7).standard_normal(deficit.shape)
    caught_up = caught_up_draws(
        deficit,
        missing=Share(value=-by_end.value, error=by_end.error),
        remaining=Share(value=-by_year.value, error=by_year.error),
        in_contact=episodes * (by_end.error * draws - by_end.value),
        overshoot=-missing_of(after, later, index, 8),
    )
    unreferred = per_slice(world.before.episodes - world.before.by_end)
    usual = per_slice(world.before.substitutes) / unreferred
    substituted = substituted_draws(
        deficit,
        episodes=per_slice(told.cohort.episodes - told.cohort.by_end),
        wave=Share(value=usual + substitutes.value, error=substitutes.error),
        before=Share(value=usual, error=np.zeros_like(usual)),
    )
    return balance_of(
        deficit,
        need_fell=_need_fell(world, wave, seen, deficit),
        caught_up=caught_up,
        substituted=substituted,
        harm=harm_draws(deficit, share=harm),
    )


def _need_fell(world: QuestionWorld, wave: Window, seen: Floats, deficit: Floats) -> Bounded:
    if not world.is_tagged:
        return absent_part(deficit)
    falls = []
    for kind in range(worlds.KINDS):
        series = worlds.CONTACTS + kind
        falls.append(
            deficit_draws(seen[series], expected=wave.expected[series], variance=wave.variance[series], seed=20 + kind)
        )
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
    return [one for one in range(worlds.FIRST_CONTROL, worlds.FIRST_FILLER) if one != series]


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
    errors = [excess_error(window.expected[one, -1], variance=window.variance[one, -1]) for one in (series, *controls)]
    design = np.hypot(errors[0], np.sqrt(np.square(errors[1:]).sum()) / len(controls))
    return Finding(effect=subtract_controls(ratios[0], ratios[1:]), design_error=float(design))


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
    error = slope_error(dose, variance=variance + control_variance, covariates=world.burden[:, None])
    blunted = found.reliability if found.is_corrected else 1.0
    return Finding(
        effect=found.effect, design_error=error / blunted, degrees_of_freedom=found.effect.degrees_of_freedom
    )


def _cohort(world: QuestionWorld, told: Told, series: int, controls: list[int]) -> Finding:
    def ratio(one: int) -> Effect:
        place = None if one == worlds.OUTCOME else one - worlds.FIRST_CONTROL
        return _compared(world, told, "acute", slice(None), control=place)

    effect = subtract_controls(ratio(series), [ratio(one) for one in controls])
    wave, before = float(told.cohort.episodes.sum()), float(world.before.episodes.sum())
    risk = float(world.before.acute.sum()) / before
    error = cohort_error(wave=wave, before=before, risk=risk) / risk
    # How far outcomes stray is seen in the controls, before the outcome itself.
    nothing = make_effect("rate_ratio", 0.0, standard_error=error)
    known = subtract_controls(nothing, [ratio(one) for one in controls])
    return Finding(effect=effect, design_error=known.standard_error, degrees_of_freedom=known.degrees_of_freedom)


def _event(told: Told, expected: Expected, series: int, controls: list[int]) -> Finding:
    quarters = np.stack([np.arange(start, start + 4) for start in range(26, 62, 4)])
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
