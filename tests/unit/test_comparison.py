"""Regions beside each other, standardised rates, and unequal drops."""

import numpy as np
import pytest

from verdampt.statistics.comparison import compare, inequality, standardise


def test_without_real_differences_one_in_twenty_is_flagged_and_maps_stay_flat() -> None:
    chance = np.random.default_rng(1)
    flagged, raw, drawn = [], [], []
    for _ in range(200):
        expected = chance.uniform(50, 500, 25)
        variance = 2 * expected + (0.04 * expected) ** 2
        observed = expected * 0.8 * np.exp(chance.normal(0, np.sqrt(variance) / expected))
        found = compare(observed, expected, variance=variance)
        low, high = found.limits[1], found.limits[2]
        flagged.append(((found.relative < low) | (found.relative > high)).mean())
        raw.append(np.square(found.relative - 1).mean())
        drawn.append(np.square(found.shrunken - 1).mean())

    assert 0.02 <= np.mean(flagged) <= 0.08
    assert np.mean(drawn) < 0.3 * np.mean(raw)


def test_a_region_that_really_fell_deeper_is_flagged_and_ranks_first() -> None:
    expected = np.full(20, 2_000.0)
    observed = expected.copy()
    observed[3] *= 0.7

    found = compare(observed, expected, variance=expected)

    assert found.relative[3] < found.limits[0][3]
    assert found.rank_high[3] == 1
    assert found.chance_of_worst[3] == 1
    assert found.chance_of_worst[5] < 0.5


def test_ranks_of_regions_that_differ_by_chance_alone_are_wide() -> None:
    expected = np.full(20, 100.0)
    observed = np.random.default_rng(2).poisson(100, 20).astype(float)

    found = compare(observed, expected, variance=expected)

    assert (found.rank_high - found.rank_low).mean() > 10


def test_regions_with_hardly_anything_expected_or_nothing_delivered_are_not_compared() -> None:
    found = compare(np.array([3.0, np.nan, 90, 100]), np.array([4.0, 100, 100, 100]), variance=np.full(4, 100.0))

    assert np.isnan(found.relative[:2]).all()
    assert np.isnan(found.chance_of_worst[:2]).all()
    assert np.isfinite(found.relative[2:]).all()


def test_standardising_takes_away_who_lives_where() -> None:
    rates = np.array([0.01, 0.05])
    people = np.array([[90_000.0, 10_000.0], [10_000.0, 90_000.0]])

    found = standardise(people * rates, people, weights=np.array([0.5, 0.5]))

    assert found.rate == pytest.approx([30, 30])
    assert (found.lower < found.rate).all()
    assert (found.rate < found.upper).all()


def test_bounds_of_one_stratum_are_those_of_a_poisson_count() -> None:
    # Garwood's exact bounds of 10 events are 4.795 and 18.39.
    found = standardise(np.array([[10.0]]), np.array([[1000.0]]), weights=np.array([1.0]))

    assert (found.lower[0], found.upper[0]) == pytest.approx((4.795, 18.39), abs=0.01)


def test_no_events_have_a_lower_bound_of_zero_and_an_upper_bound_above_it() -> None:
    found = standardise(np.zeros((1, 2)), np.full((1, 2), 500.0), weights=np.array([0.5, 0.5]))

    assert found.rate[0] == found.lower[0] == 0
    assert found.upper[0] > 0


def test_an_unequal_drop_is_found_and_what_was_unequal_before_is_not() -> None:
    expected = np.array([900.0, 1000, 1100, 1300, 1600])
    ridit = (np.cumsum(expected) - expected / 2) / expected.sum()

    unequal = inequality(expected * (0.9 - 0.1 * ridit), expected, variance=expected)
    equal = inequality(expected * 0.8, expected, variance=expected)

    assert unequal.slope_index == pytest.approx(0.10, abs=1e-6)
    assert unequal.slope_low < 0.10 < unequal.slope_high
    assert unequal.relative_index == pytest.approx(0.8 / 0.9, abs=0.005)
    assert equal.slope_index == pytest.approx(0, abs=1e-9)
    assert equal.relative_index == pytest.approx(1, abs=1e-9)
