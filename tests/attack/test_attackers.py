"""The attackers against a made-up nation: nothing out of protected counts, nearly all out of counts that only hide."""

import numpy as np
import pytest

from verdampt.benchmarks.attack import attack
from verdampt.disclosure.attack import Known, Table, from_suppressed, judge, propagate


@pytest.fixture(scope="module")
def report():
    return attack(6)


def test_no_small_count_of_a_nation_is_recovered_by_any_attacker(report) -> None:
    assert report["small"] > 4_000
    assert report["intervals"] == report["expected_values"] == report["releases"] == 0
    assert report["narrowest"] >= 9
    assert report["windows"] == 0


def test_the_same_attackers_succeed_where_small_counts_are_only_hidden_or_noise_is_drawn_anew(report) -> None:
    assert report["control"] > 0.9
    assert report["releases_redrawn"] > 0.25


def test_protected_counts_stay_useful(report) -> None:
    assert abs(report["bias"]) < 0.015
    assert report["rmse"] < 8


def test_subtraction_of_a_total_gives_a_hidden_cell_away() -> None:
    counts = np.array([3.0, 40, 25, 8, 60, 30])

    known = from_suppressed(counts, [np.array([0, 0, 0, 1, 1, 1])])

    assert known.exact().all()
    assert judge(known, counts).share() == 1


def test_bounds_follow_from_totals_that_overlap() -> None:
    start = Known(lower=np.zeros(3), upper=np.full(3, 9.0))
    tables = [
        Table(groups=np.array([0, 0, -1]), lower=np.array([17.0]), upper=np.array([17.0])),
        Table(groups=np.array([-1, 0, 0]), lower=np.array([8.0]), upper=np.array([8.0])),
    ]

    known = propagate(start, tables)

    assert known.lower.tolist() == known.upper.tolist() == [9, 8, 0]


def test_an_attack_that_knows_what_is_not_true_is_refused() -> None:
    with pytest.raises(ValueError, match="do not hold the truth"):
        judge(Known(lower=np.array([4.0]), upper=np.array([5.0])), np.array([7.0]))
