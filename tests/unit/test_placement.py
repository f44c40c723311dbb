"""Where a care type stands: one place for every point of the plane, never equivalence unseen."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from verdampt.statistics.placement import OutcomeTest, place
from verdampt.statistics.places import PLACES


def outcome(ratio: float, error: float, *, detectable: float = 0.04, direction: str = "more") -> OutcomeTest:
    lower, upper = ratio * np.exp(-1.96 * error), ratio * np.exp(1.96 * error)
    return OutcomeTest(
        estimate=ratio,
        lower=lower,
        upper=upper,
        standard_error=error,
        detectable=detectable,
        direction=direction,
    )


HARMFUL, SAME, UNSURE = outcome(1.3, 0.05), outcome(1.0, 0.01), outcome(1.0, 0.2)


@pytest.mark.parametrize(
    ("lower", "upper", "outcomes", "expected"),
    [
        (0.10, 0.20, [HARMFUL, SAME], "not_to_miss"),
        (0.05, 0.20, [SAME, SAME], "candidate_less"),
        (0.10, 0.20, [SAME, UNSURE], "to_find_out"),
        (-0.02, 0.04, [HARMFUL], "late"),
        (-0.02, 0.04, [SAME], "recovered"),
        (-0.02, 0.04, [UNSURE], "recovered_unknown"),
        (0.01, 0.20, [HARMFUL], "undetermined"),
        (0.10, 0.20, [], "to_find_out"),
        (np.nan, np.nan, [SAME], "undetermined"),
    ],
)
def test_each_corner_has_its_place(lower: float, upper: float, outcomes: list[OutcomeTest], expected: str) -> None:
    assert place(lower, upper, outcomes).placement == expected


def test_every_point_of_the_plane_has_one_place_that_follows_from_its_two_classes() -> None:
    chance = np.random.default_rng(1)
    seen = set()
    for _ in range(5000):
        ends = np.sort(chance.normal(0.05, 0.05, 2))
        outcomes = [
            outcome(
                float(np.exp(chance.normal(0.02, 0.08))),
                float(chance.choice([0.005, 0.02, 0.1])),
                detectable=float(chance.choice([0.03, 0.08])),
                direction=str(chance.choice(["more", "fewer"])),
            )
            for _ in range(int(chance.integers(0, 4)))
        ]
        found = place(float(ends[0]), float(ends[1]), outcomes)
        assert found.placement == PLACES[found.deficit_class, found.harm_class]
        is_large, is_small = ends[0] >= 0.05, ends[1] < 0.05
        assert found.deficit_class == ("large" if is_large else "small" if is_small else "undetermined")
        assert not (found.harm_class == "equivalent" and any(one.detectable > 0.05 for one in outcomes))
        seen.add((found.deficit_class, found.harm_class))
    classes = set(product(("large", "small", "undetermined"), ("signal", "equivalent", "undetermined")))
    assert seen == classes == set(PLACES)


def test_no_equivalence_where_a_change_that_matters_could_not_have_been_found() -> None:
    assert place(0.1, 0.2, [replace(SAME, detectable=0.06)]).harm_class == "undetermined"
    assert place(0.1, 0.2, [replace(SAME, detectable=float("nan"))]).harm_class == "undetermined"
    assert place(0.1, 0.2, [SAME]).detectable == 0.04


def test_one_weak_signal_among_many_outcomes_is_no_signal() -> None:
    weak = outcome(1.1, 0.045)

    assert place(0.1, 0.2, [weak]).harm_class == "signal"
    assert place(0.1, 0.2, [weak, *[UNSURE] * 4]).harm_class == "undetermined"


def test_fewer_of_an_outcome_that_should_be_found_is_harm() -> None:
    assert place(0.1, 0.2, [outcome(0.7, 0.05, direction="fewer")]).harm_class == "signal"
    assert place(0.1, 0.2, [outcome(0.7, 0.05)]).harm_class == "equivalent"


def test_false_signals_over_many_outcomes_stay_rare() -> None:
    chance = np.random.default_rng(2)
    false = [
        place(0.1, 0.2, [outcome(float(np.exp(chance.normal(0, 0.03))), 0.03) for _ in range(6)]).harm_class
        for _ in range(3000)
    ]

    assert false.count("signal") / 3000 < 0.035
