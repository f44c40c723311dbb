"""Intervals: quantiles, shocks that are planted and found, and back-test cards."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from verdampt.statistics.backtest import back_test, verdict
from verdampt.statistics.expected import baseline_mask, fit_baseline
from verdampt.statistics.placebo import evidence, learn_shocks, placebo_years, placebos
from verdampt.statistics.uncertainty import (
    Shocks,
    count_quantile,
    each_period,
    horizon_factor,
    interval,
    nation_sums,
    region_sums,
)
from verdampt.synthesis.worlds import FIRST_WEEK, WorldSize, make_world

PANEL = make_world(1, size=WorldSize(care_types=8, regions=12))
INSIDE = baseline_mask(PANEL, first=FIRST_WEEK)


@settings(deadline=None, max_examples=300)
@given(
    mean=st.floats(min_value=0.01, max_value=1e6),
    factor=st.floats(min_value=1.001, max_value=500),
    chance=st.sampled_from([0.025, 0.1, 0.9, 0.975]),
)
def test_quantiles_of_counts_are_one_or_a_thousandth_away_from_counting_at_most(mean, factor, chance) -> None:
    variance = mean * factor
    size = mean**2 / (variance - mean)

    found = count_quantile(chance, mean=np.array([mean]), variance=np.array([variance]))[0]

    assert abs(found - stats.nbinom.ppf(chance, size, size / (size + mean))) <= max(1, mean / 1000)


def test_interval_of_counts_holds_its_share_and_never_falls_below_zero() -> None:
    mean, variance = np.array([3.0]), np.array([6.0])
    draws = np.random.default_rng(5).negative_binomial(3, 0.5, 100_000)

    lower, upper = interval(mean, variance=variance, level=0.95, degrees_of_freedom=100, is_count=True)

    assert lower[0] == 0
    assert 0.95 <= ((draws >= lower) & (draws <= upper)).mean() <= 0.99


def test_a_period_by_itself_is_a_window_of_one() -> None:
    baseline = fit_baseline(PANEL, inside=INSIDE)
    each = each_period(baseline)

    for week in (0, 100, 250):
        alone = region_sums(baseline, [week])
        for name in ("expected", "noise", "parameters", "squares"):
            assert np.allclose(getattr(each, name)[:, :, week], getattr(alone, name))


def test_the_variance_of_the_nation_is_that_of_its_regions_and_what_they_share() -> None:
    baseline = fit_baseline(PANEL, inside=INSIDE)
    window = list(range(160, 172))
    regions = region_sums(baseline, window)
    nation = nation_sums(baseline, window, regions)
    shocks = Shocks(lengths=(1, 52), regional=(0.0, 0.0), national=(0.0, 0.0), correlation=(0.2, 0.2))
    shared = Shocks(lengths=(1, 52), regional=(0.0, 0.0), national=(0.04, 0.04), correlation=(0.2, 0.2))

    apart = regions.variance(shocks, length=12).sum(1)

    assert np.allclose(nation.variance(shocks, length=12)[:, 0], apart)
    assert np.allclose(nation.variance(shared, length=12)[:, 0], apart + 0.04 * nation.expected[:, 0] ** 2)
    assert np.allclose(nation.variance(shared, length=12, is_shared=False)[:, 0], apart)


def test_shocks_that_are_planted_are_found_and_none_where_there_are_none() -> None:
    quiet = make_world(2, size=WorldSize(drift_sd=0.0, regional_drift_sd=0.0, shock_sd=0.0))
    restless = make_world(2, size=WorldSize(drift_sd=0.0, regional_drift_sd=0.0, shock_sd=0.08))
    found = {}
    for name, panel in (("quiet", quiet), ("restless", restless)):
        inside = baseline_mask(panel, first=FIRST_WEEK)
        found[name] = learn_shocks(evidence(placebos(panel, inside=inside, scenario="primary", shortest=2.0)))

    assert found["quiet"].national[0] < 0.03**2
    # The season that is learned from restless years is off as well, so the error is that of both.
    assert 1 < found["restless"].national[0] / (0.08**2 + 0.04**2) < 2
    # Shocks of a week count as dispersion of the series already; what lasts a quarter does not.
    assert 0.3 < found["restless"].regional[2] / 0.08**2 < 1.2
    assert found["quiet"].regional[2] < 0.02**2


def test_shock_variances_between_two_lengths_lie_between_and_beyond_them_stay() -> None:
    shocks = Shocks(lengths=(4, 13), regional=(0.01, 0.02), national=(0.03, 0.05), correlation=(0.2, 0.4))

    regional, national, correlation = shocks.at(8)

    assert 0.01 < regional < 0.02
    assert 0.03 < national < 0.05
    assert 0.2 < correlation < 0.4
    assert shocks.at(1) == (0.01, 0.03, 0.2)
    assert shocks.at(150) == (0.02, 0.05, 0.4)


def test_drift_grows_with_the_years_after_the_baseline() -> None:
    assert horizon_factor(np.array([-2.0, -0.1, 0.5, 1.5, 2.2])).tolist() == [1, 1, 1, 3, 5]


def test_a_placebo_year_has_enough_years_before_it_and_is_never_trained_on() -> None:
    years = placebo_years(PANEL, inside=INSIDE, shortest=1.0)

    assert len(years) == 2
    for training, year in years:
        assert not (training & year).any()
        assert 50 <= year.sum() <= 54
        assert training.sum() >= 50
    assert placebo_years(PANEL, inside=INSIDE, shortest=3.0) == []


def test_a_card_says_how_far_off_the_model_was() -> None:
    found = placebos(PANEL, inside=INSIDE, scenario="primary", shortest=2.0)
    cards = back_test(found, evidence(found), is_count=True, degrees_of_freedom=100)
    year = next(one for one in found if one.length == 52)

    card = next(one for one in cards if (one.care_number, one.level, one.length) == (5, "region", 52))

    seen, foreseen = year.observed[5].sum(), year.regions.expected[5].sum()
    assert card.bias == pytest.approx(foreseen / seen - 1)
    assert card.windows == 12
    assert card.is_pooled
    assert np.mean([one.coverage_95 for one in cards if one.length == 1 and one.level == "region"]) > 0.9
    assert len(cards) == 8 * 2 * 5


@pytest.mark.parametrize(
    ("bias", "coverage", "expected"),
    [
        (0.01, 0.95, "green"),
        (-0.02, 0.90, "green"),
        (0.01, 1.0, "amber"),
        (0.04, 0.95, "amber"),
        (0.01, 0.86, "amber"),
        (0.06, 0.95, "red"),
        (0.0, 0.80, "red"),
        (float("nan"), 0.95, "red"),
    ],
)
def test_the_light_is_green_amber_or_red(bias, coverage, expected) -> None:
    assert verdict(bias=bias, coverage=coverage) == expected
