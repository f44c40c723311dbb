"""Expected values on worlds whose truth is known, and their promises: they add up, and later years do not move them."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from verdampt.benchmarks.coverage import coverage, targets
from verdampt.statistics.expected import Panel, baseline_mask, fit_baseline
from verdampt.statistics.placebo import evidence, learn_shocks, placebos
from verdampt.statistics.uncertainty import interval, region_sums
from verdampt.synthesis.worlds import FIRST_WEEK, WorldSize, make_world

SMALL = WorldSize(care_types=6, regions=9)


def test_in_worlds_without_a_pandemic_intervals_hold_what_they_say_and_without_shocks_they_do_not() -> None:
    for target in targets(coverage(3)):
        assert target.holds(), target.line()


def test_regions_add_up_to_the_nation_in_every_week() -> None:
    panel = make_world(2, size=SMALL)

    baseline = fit_baseline(panel, inside=baseline_mask(panel, first=FIRST_WEEK))

    assert np.abs(baseline.mean.sum(1) / baseline.total - 1).max() < 1e-9


def test_what_happens_after_the_baseline_does_not_move_what_was_expected() -> None:
    panel = make_world(3, size=SMALL)
    inside = baseline_mask(panel, first=FIRST_WEEK)
    dropped = replace(panel, observed=np.where(inside, panel.observed, 0.0))

    both = [fit_baseline(one, inside=inside).mean for one in (panel, dropped)]

    assert np.array_equal(*both)


def test_a_planted_drop_lies_outside_and_its_size_is_found() -> None:
    panel = make_world(9, size=SMALL)
    inside = baseline_mask(panel, first=FIRST_WEEK)
    window = list(range(int(inside.sum()) + 11, int(inside.sum()) + 23))
    shocks = learn_shocks(evidence(placebos(panel, inside=inside, scenario="primary", shortest=2.0)))
    sums = region_sums(fit_baseline(panel, inside=inside), window)
    seen = panel.observed[:, :, window].sum(2) * 0.6
    large = sums.expected > 12 * 20

    variance = sums.variance(shocks, length=12)
    lower, _ = interval(sums.expected, variance=variance, level=0.95, degrees_of_freedom=99, is_count=True)

    assert (seen < lower)[large].mean() > 0.95
    assert seen[large].sum() / sums.expected[large].sum() == pytest.approx(0.6, abs=0.04)


def monthly(panel: Panel, *, months: int) -> Panel:
    starts = tuple(date(2017 + month // 12, month % 12 + 1, 1) for month in range(months))
    level = np.random.default_rng(5).poisson(400, (2, 4, months)).astype(float)
    return replace(
        panel, observed=level, starts=starts, period_type="month", origin=date(2019, 12, 31), zone_shares=None
    )


def test_months_quarters_and_years_come_from_the_same_code() -> None:
    weekly = make_world(4, size=SMALL)
    month = monthly(weekly, months=60)
    quarter = replace(
        month,
        observed=month.observed.reshape(2, 4, 20, 3).sum(3),
        starts=month.starts[::3],
        period_type="quarter",
    )
    year = replace(
        month, observed=month.observed.reshape(2, 4, 5, 12).sum(3), starts=month.starts[::12], period_type="year"
    )

    for panel, size in ((month, 400), (quarter, 1200), (year, 4800)):
        baseline = fit_baseline(panel, inside=baseline_mask(panel, first=date(2017, 1, 1)))
        assert baseline.mean[:, :, -12:].mean() == pytest.approx(size, rel=0.03)
        assert np.abs(baseline.mean.sum(1) / baseline.total - 1).max() < 1e-9


def test_missing_weeks_of_one_region_are_no_zeros_and_leave_the_others_alone() -> None:
    panel = make_world(6, size=SMALL)
    inside = baseline_mask(panel, first=FIRST_WEEK)
    gaps = panel.observed.copy()
    gaps[:, 2, 10:50] = np.nan

    whole, holed = (fit_baseline(replace(panel, observed=one), inside=inside) for one in (panel.observed, gaps))

    large = whole.mean.mean(2) > 5
    assert np.abs(holed.mean / whole.mean - 1).mean(2)[large].max() < 0.12
    assert np.abs(holed.mean.sum(1) / holed.total - 1).max() < 1e-9


def test_a_region_that_never_had_the_care_expects_nearly_nothing() -> None:
    panel = make_world(7, size=SMALL)
    none = panel.observed.copy()
    none[:, 4] = 0

    baseline = fit_baseline(replace(panel, observed=none), inside=baseline_mask(panel, first=FIRST_WEEK))

    assert np.isfinite(baseline.mean).all()
    assert baseline.mean[:, 4].max() < 1


def test_week_53_is_a_week_like_its_neighbours() -> None:
    panel = make_world(8, size=SMALL)
    baseline = fit_baseline(panel, inside=baseline_mask(panel, first=FIRST_WEEK))
    place = panel.starts.index(date(2020, 12, 28))

    around = baseline.mean[:, :, [place - 1, place, place + 1]].sum(1)

    assert (np.diff(np.log(around)) < 0.8).all()


def test_growth_of_the_people_moves_expected_one_to_one() -> None:
    panel = make_world(10, size=SMALL)
    times = panel.times()
    growing = np.where(times > 0, 1.1, 1.0)[None, None]
    inside = baseline_mask(panel, first=FIRST_WEEK)

    plain, more = (fit_baseline(replace(panel, demography=one), inside=inside) for one in (None, growing))

    assert np.allclose(more.mean[:, :, times > 0], 1.1 * plain.mean[:, :, times > 0])


def test_scenarios_differ_by_their_trend_only() -> None:
    starts = tuple(FIRST_WEEK + timedelta(weeks=week) for week in range(52 * 5))
    growth = np.exp(0.04 * np.arange(len(starts)) / 52)
    observed = np.random.default_rng(1).poisson(200 * growth, (3, 6, len(starts))).astype(float)
    panel = Panel(observed=observed, starts=starts, period_type="week", origin=date(2019, 12, 29))
    inside = baseline_mask(panel, first=FIRST_WEEK)

    last = {
        scenario: fit_baseline(panel, inside=inside, scenario=scenario).total[:, -52:].sum()
        for scenario in ("flat", "primary", "full")
    }

    assert last["flat"] < last["primary"] < last["full"] * 1.001
    assert last["full"] == pytest.approx(6 * 200 * growth[-52:].sum() * 3, rel=0.02)
    assert last["flat"] == pytest.approx(6 * 200 * growth[:156].mean() * 52 * 3, rel=0.02)


def test_rates_of_regions_keep_the_fit_of_the_whole_and_have_an_interval() -> None:
    years = tuple(date(year, 1, 1) for year in range(2015, 2022))
    nation = np.array([[100.0, 103.0, 104.0, 108.0, 110.0, 80.0, 112.0]])
    observed = nation[:, None] * np.array([0.9, 1.0, 1.15])[None, :, None]
    panel = Panel(
        observed=observed,
        starts=years,
        period_type="year",
        origin=date(2019, 12, 31),
        is_count=False,
        totals=nation,
    )
    inside = baseline_mask(panel, first=date(2015, 1, 1))

    baseline = fit_baseline(panel, inside=inside)
    sums = region_sums(baseline, [5])
    shocks = learn_shocks(evidence(placebos(panel, inside=inside, scenario="primary", shortest=2.0)))
    lower, upper = interval(
        sums.expected,
        variance=sums.variance(shocks, length=1),
        level=0.95,
        degrees_of_freedom=shocks.windows,
        is_count=False,
    )

    assert baseline.total[0, 5] == pytest.approx(112.8, abs=1.5)
    assert baseline.mean[0, :, 5] == pytest.approx(baseline.total[0, 5] * np.array([0.9, 1.0, 1.15]), rel=0.01)
    assert (observed[0, :, 5] < lower[0]).all()
    assert (lower[0] < sums.expected[0]).all()
    assert (sums.expected[0] < upper[0]).all()
