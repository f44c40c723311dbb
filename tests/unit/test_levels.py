"""Levels before the drop beside each other, and tables made to add up."""

import numpy as np
import pytest

from verdampt.statistics.levels import compare_levels
from verdampt.statistics.raking import rake

WEIGHTS = np.array([0.5, 0.3, 0.2])
RATES = np.array([0.02, 0.05, 0.1])


def _world(chance: np.random.Generator, level: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    people = chance.uniform(2_000, 60_000, (len(level), 3))
    return chance.poisson(people * RATES * level[:, None]).astype(float), people


def test_regions_that_differ_in_age_only_have_the_same_rate() -> None:
    people = np.array([[9_000.0, 500.0, 500.0], [2_000.0, 4_000.0, 4_000.0]])
    events = people * RATES

    found = compare_levels(events, people, nation=(events.sum(0), people.sum(0)), weights=WEIGHTS)

    assert found.rate == pytest.approx(1000 * (WEIGHTS * RATES).sum())
    assert found.ratio == pytest.approx(1.0)
    assert found.nation_rate == pytest.approx(found.rate[0])


def test_true_levels_lie_within_their_bounds_and_the_lowest_is_found() -> None:
    chance = np.random.default_rng(5)
    inside, lowest, not_lowest = [], [], []
    for _ in range(100):
        level = np.exp(chance.normal(0, 0.08, 25))
        level /= level.mean()
        events, people = _world(chance, level)
        found = compare_levels(events, people, nation=(events.sum(0), people.sum(0)), weights=WEIGHTS)
        inside.append(((found.ratio_lower <= level) & (level <= found.ratio_upper)).mean())
        is_lowest = level <= np.sort(level)[4]
        lowest.append(found.chance_of_lowest[is_lowest].mean())
        not_lowest.append(found.chance_of_lowest[~is_lowest].mean())

    assert 0.90 <= np.mean(inside) <= 0.99
    assert np.mean(lowest) > 0.7
    assert np.mean(not_lowest) < 0.1


def test_where_all_is_chance_nobody_is_told_to_be_the_lowest() -> None:
    chance = np.random.default_rng(6)
    highest = []
    for _ in range(50):
        events, people = _world(chance, np.ones(25))
        found = compare_levels(events, people, nation=(events.sum(0), people.sum(0)), weights=WEIGHTS)
        highest.append(found.chance_of_lowest.max())
        assert np.abs(found.ratio - 1).max() < 0.1

    assert np.mean(highest) < 0.6


def test_a_region_of_too_little_says_nothing_and_one_without_events_is_not_sure() -> None:
    people = np.array([[20.0, 10.0, 5.0], [40_000.0, 30_000.0, 9_000.0], [60.0, 40.0, 30.0], [50_000.0, 9.0, 900.0]])
    events = np.array([[0.0, 0.0, 0.0], [800.0, 1500.0, 900.0], [0.0, 0.0, 0.0], [1_000.0, 1.0, 90.0]])

    found = compare_levels(events, people, nation=(events.sum(0), people.sum(0)), weights=WEIGHTS)

    assert np.isnan([found.rate[0], found.ratio[0], found.chance_of_lowest[0]]).all()
    assert found.rate[2] == 0
    assert found.ratio[2] > 0.5 * found.ratio[1]
    assert found.rank_low[1] >= 1


def test_counts_that_vary_more_than_chance_have_wider_bounds() -> None:
    events, people = _world(np.random.default_rng(7), np.ones(5))
    whole = (events.sum(0), people.sum(0))

    plain = compare_levels(events, people, nation=whole, weights=WEIGHTS)
    varied = compare_levels(events, people, nation=whole, weights=WEIGHTS, dispersion=4.0)

    assert varied.rate == pytest.approx(plain.rate)
    assert (varied.upper - varied.lower) == pytest.approx(2 * (plain.upper - plain.lower), rel=0.1)


def test_a_raked_table_adds_up_both_ways_and_keeps_its_odds() -> None:
    chance = np.random.default_rng(8)
    table = chance.uniform(1, 100, (25, 6))
    rows = table.sum(1) * chance.uniform(0.8, 1.2, 25)
    columns = table.sum(0)

    found = rake(table, rows=rows, columns=columns)

    assert found.sum(1) == pytest.approx(rows, rel=1e-12)
    assert found.sum(0) == pytest.approx(columns * rows.sum() / columns.sum(), rel=1e-9)
    odds = (found[0, 0] * found[1, 1]) / (found[0, 1] * found[1, 0])
    assert odds == pytest.approx((table[0, 0] * table[1, 1]) / (table[0, 1] * table[1, 0]))


def test_zeros_stay_zero_and_an_empty_row_is_divided_as_all_are() -> None:
    table = np.array([[10.0, 0.0], [0.0, 0.0], [30.0, 20.0]])

    found = rake(table, rows=np.array([12.0, 3.0, 45.0]), columns=table.sum(0))

    assert found[0, 1] == 0
    assert found.sum(1) == pytest.approx([12.0, 3.0, 45.0])
