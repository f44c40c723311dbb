"""Drop and recovery of every region and care type, as one table."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from verdampt.estimates.course import DAYS, Plan, Waves, find_course, make_plan, shown
from verdampt.estimates.fitting import Fitted, Tested
from verdampt.estimates.tables import KEY, by_group, main_scenario, one_nation, places_of, stack
from verdampt.statistics.claims import CaughtUp, Known, caught_up, lasting, recovery_class
from verdampt.statistics.expected import SMALLEST_BASE
from verdampt.statistics.irls import Floats
from verdampt.statistics.recovery import NEVER, Numbers

FIGURES = (
    "trough_ratio",
    "trough_lower",
    "trough_upper",
    "net_deficit",
    "lower",
    "upper",
    "share_of_expected",
    "recent_ratio",
    "rebound",
    "caught_up_share",
    "caught_up_lower",
    "caught_up_upper",
)
DATES = (
    "onset",
    "onset_first",
    "onset_last",
    "trough_start",
    "recovered_at_90",
    "recovered_at_95",
    "recovered_at_95_first",
    "recovered_at_95_last",
    "recovered_at_100",
    "recent_start",
)
RECOVERY = {
    **KEY,
    **dict.fromkeys(DATES, pl.Date),
    **dict.fromkeys(FIGURES, pl.Float64),
    "onset_is_inherited": pl.Boolean,
    "is_indicative": pl.Boolean,
    "detail": pl.String,
    "lasting": pl.String,
    "recovery_class": pl.String,
}


@dataclass(frozen=True, kw_only=True)
class _Totals:
    """A window of one care type: observed, expected and variance (R + 1,), and 95 % bounds by scenario."""

    observed: Floats
    expected: Floats
    variance: Floats
    bounds: dict[str, tuple[Floats, Floats]]

    def ratio(self) -> Floats:
        """Return observed as a share of expected; NaN where hardly anything was expected."""
        is_enough = self.expected >= SMALLEST_BASE
        return np.where(is_enough, self.observed / np.where(is_enough, self.expected, 1.0), np.nan)


def _totals(scenarios: Mapping[str, Fitted], periods: Sequence[int], kind: int) -> _Totals:
    main = main_scenario(scenarios)
    bounds = {}
    for name, one in scenarios.items():
        sums = one.sums(periods)
        lower, upper = one.bounds(sums.expected, one.variance(periods, sums), level=0.95)
        bounds[name] = (lower[kind], upper[kind])
    sums = main.sums(periods)
    return _Totals(
        observed=main.observed()[kind][:, list(periods)].sum(1),
        expected=sums.expected[kind],
        variance=main.variance(periods, sums)[kind],
        bounds=bounds,
    )


def _rebound(one: Fitted, kind: int, *, after: Numbers, plan: Plan) -> Floats:
    """Return what came above expected (R + 1,) in blocks after recovery of which the whole 95 % interval lies below."""
    total = np.zeros(len(after))
    observed = one.observed()[kind]
    for begin in range(0, len(plan.since) - plan.pace.block + 1, plan.pace.block):
        block = plan.since[begin : begin + plan.pace.block]
        sums = one.sums(block)
        _, upper = one.bounds(sums.expected, one.variance(block, sums), level=0.95)
        seen = observed[:, block].sum(1)
        is_above = (seen > upper[kind]) & (after != NEVER) & (after <= block[0])
        total += np.where(is_above, seen - sums.expected[kind], 0.0)
    return total


def _caught_up(scenarios: Mapping[str, Fitted], plan: Plan, wave: _Totals, kind: int) -> list[CaughtUp]:
    count = len(wave.observed)
    if not plan.catch_up:
        return [caught_up(deficit=0, deficit_variance=1, overshoot=0, overshoot_variance=1, common=0)] * count
    after = _totals(scenarios, plan.catch_up, kind)
    shared = np.minimum(wave.variance / np.square(wave.expected), after.variance / np.square(after.expected))
    return [
        caught_up(
            deficit=float(wave.expected[row] - wave.observed[row]),
            deficit_variance=float(wave.variance[row]),
            overshoot=float(after.observed[row] - after.expected[row]),
            overshoot_variance=float(after.variance[row]),
            common=float(wave.expected[row] * after.expected[row] * shared[row]),
        )
        for row in range(count)
    ]


def _is_red(tested: Sequence[Tested]) -> dict[tuple[str, str, str, str], bool]:
    """Return by scheme, care type, kind of period and level whether the back-test of a year forbids claims."""
    red: dict[tuple[str, str, str, str], bool] = {}
    for one in tested:
        longest = max((card.length for card in one.cards), default=0)
        for card in one.cards:
            if card.length == longest:
                key = (
                    one.group.scheme,
                    one.group.care_types[card.care_number],
                    one.group.panel.period_type,
                    card.level,
                )
                red[key] = card.verdict == "red"
    return red


def _one_care_type(
    scenarios: Mapping[str, Fitted], kind: int, plan: Plan, red: Mapping[tuple[str, str, str, str], bool]
) -> pl.DataFrame:
    one = main_scenario(scenarios)
    group, panel = one.group, one.group.panel
    wave, since, recent = (_totals(scenarios, part, kind) for part in (plan.wave, plan.since, plan.recent))
    usual = one.expected()[kind][:, plan.year].sum(1)
    per_week = usual / len(plan.year) * 7 / DAYS[panel.period_type]
    sizes = np.full(len(usual), np.inf) if not panel.is_count else per_week
    course = find_course(
        one, kind, plan, usual / len(plan.year), wave_expected=wave.expected, wave_variance=wave.variance
    )
    columns = shown(course, sizes, panel.starts, can_begin=panel.period_type in ("week", "month"))
    lower, upper = since.bounds[one.scenario]
    recent_low, recent_high = recent.bounds[one.scenario]
    back = course.recovered[0.95][0]
    come_back = _caught_up(scenarios, plan, wave, kind)
    span = (panel.starts[plan.since[-1]] - panel.starts[plan.wave[-1]]).days / 365.25
    levels = ["region"] * len(group.regions) + ["nation"]
    has_break = bool(group.breaks[kind, plan.since].any())
    rows = range(len(levels))
    key = (group.scheme, group.care_types[kind], panel.period_type)
    trusted = [group.has_interval and not red.get((*key, level), True) for level in levels]
    classes = [
        recovery_class(
            Known(
                has_break=has_break,
                is_trusted=trusted[row],
                wave_ratio=float(wave.ratio()[row]),
                wave_is_below=bool(wave.observed[row] < wave.bounds[one.scenario][0][row]),
                recent_ratio=float(recent.ratio()[row]),
                recent_is_above=bool(recent.observed[row] > recent_high[row]),
                recent_width=float((recent_high[row] - recent_low[row]) / max(recent.expected[row], 1e-9)),
                trough_ratio=float(course.trough.ratio[row]),
            )
        )
        for row in rows
    ]
    stays = [
        lasting(
            years=span if trusted[row] else 0.0,
            observed=float(since.observed[row]),
            bounds=[(float(low[row]), float(high[row])) for low, high in since.bounds.values()],
            recent_ratio=float(recent.ratio()[row]),
            year=float(usual[row]),
        )
        for row in rows
    ]
    return pl.DataFrame(
        {
            "region_code": places_of(one),
            **columns,
            "net_deficit": since.expected - since.observed,
            "lower": lower - since.observed,
            "upper": upper - since.observed,
            "share_of_expected": 1 - since.ratio(),
            "recent_start": [panel.starts[plan.recent[0]]] * len(levels),
            "recent_ratio": recent.ratio(),
            "rebound": _rebound(one, kind, after=back, plan=plan),
            "caught_up_share": [found.share for found in come_back],
            "caught_up_lower": [found.lower for found in come_back],
            "caught_up_upper": [found.upper for found in come_back],
            "lasting": [str(found) for found in stays],
            "recovery_class": [str(found) for found in classes],
        },
        strict=False,
    ).with_columns(
        care_type=pl.lit(group.care_types[kind]),
        period_type=pl.lit(panel.period_type),
        is_indicative=pl.lit(not group.has_interval),
    )


def _frames(
    fitted: Sequence[Fitted], tested: Sequence[Tested], first_schemes: Mapping[str, str], waves: Waves
) -> Iterator[pl.DataFrame]:
    red = _is_red(tested)
    for scenarios in by_group(fitted):
        one = main_scenario(scenarios)
        plan = make_plan(one, waves)
        if plan is None:
            continue
        for kind, _ in enumerate(one.group.care_types):
            yield one_nation(_one_care_type(scenarios, kind, plan, red), one, first_schemes)


def recovery_table(
    fitted: Sequence[Fitted], tested: Sequence[Tested], first_schemes: Mapping[str, str], *, events: pl.DataFrame
) -> pl.DataFrame:
    """Return a row per region and care type: when it fell, how deep, when it was back, and what is left.

    `events` are the rows of ref_events. Source: methods.md 2.
    """
    waves = Waves.read(events)
    frames = _frames(fitted, tested, first_schemes, waves) if waves else iter(())
    return stack(frames, RECOVERY)
