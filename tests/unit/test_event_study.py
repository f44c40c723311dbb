"""Regions with a deep drop against the others: exact tests, planted effects and trends that were there before."""

import numpy as np
import pytest
from scipy import stats

from verdampt.statistics.event_study import EventStudy, deeper_half, event_study, pretrend


def outcome(seed: int, *, regions: int = 26, effect: float = 0.0, slope: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    chance = np.random.default_rng(seed)
    is_high = np.arange(regions) % 2 == 0
    noise = 0.05 * chance.standard_normal((regions, 12)) + 0.1 * chance.standard_normal((regions, 1))
    course = np.where(np.arange(12) >= 8, effect, 0.0) + slope * np.arange(12)
    return noise + is_high[:, None] * course, is_high


def study(made: tuple[np.ndarray, np.ndarray]) -> EventStudy:
    return event_study(made[0], is_high=made[1], first_after=8)


def test_with_two_periods_before_the_joint_test_is_students() -> None:
    values, is_high = outcome(1)
    change = values[:, 1] - values[:, 0]

    found = pretrend(values[is_high][:, :2], values[~is_high][:, :2])

    assert found == pytest.approx(stats.ttest_ind(change[is_high], change[~is_high]).pvalue)


def test_the_effect_is_welchs_test_of_the_change() -> None:
    values, is_high = outcome(2, effect=0.1)
    change = values[:, 8:].mean(1) - values[:, :8].mean(1)
    oracle = stats.ttest_ind(change[is_high], change[~is_high], equal_var=False)

    found = event_study(values, is_high=is_high, first_after=8)

    assert found.effect.value() == pytest.approx(change[is_high].mean() - change[~is_high].mean())
    assert np.log([found.effect.lower, found.effect.upper]) == pytest.approx(list(oracle.confidence_interval()))
    assert found.effect.p_value() == pytest.approx(oracle.pvalue / 2)
    assert found.course[8:].mean() - found.course[:8].mean() == pytest.approx(found.effect.value())
    assert ((found.lower < found.course) & (found.course < found.upper)).all()


def test_flat_beforehand_fails_in_one_of_twenty_and_a_planted_trend_nearly_always() -> None:
    flat = [study(outcome(seed)).status for seed in range(400)]
    bent = [study(outcome(seed, slope=0.03)).status for seed in range(50)]

    assert flat.count("failed_pretrend") / 400 == pytest.approx(0.05, abs=0.03)
    assert bent.count("failed_pretrend") > 45


def test_planted_effects_are_covered_and_nothing_is_seen_where_nothing_is() -> None:
    held = [study(outcome(seed, effect=0.05)).effect for seed in range(300)]
    none = [study(outcome(seed)).effect for seed in range(300, 600)]

    assert np.mean([one.lower <= np.exp(0.05) <= one.upper for one in held]) > 0.92
    assert np.mean([one.lower > 1 for one in none]) < 0.05


def test_too_few_regions_say_so() -> None:
    values, _ = outcome(3, regions=8)

    found = event_study(values, is_high=np.arange(8) < 2, first_after=8)

    assert found.status == "too_few"
    assert np.isnan(found.effect.estimate)


def test_regions_without_data_are_left_out() -> None:
    values, is_high = outcome(5)
    missing = np.where(np.arange(26)[:, None] < 2, np.nan, values)

    found, without = study((missing, is_high)), study((values[2:], is_high[2:]))

    assert found.effect == without.effect
    assert found.pretrend_p == without.pretrend_p


def test_one_period_before_has_no_pretrend_to_test() -> None:
    values, is_high = outcome(4)

    found = event_study(values, is_high=is_high, first_after=1, is_log=False)

    assert np.isnan(found.pretrend_p)
    assert found.status == "shown"
    assert found.effect.measure == "slope"


def test_the_deeper_half_is_above_the_median() -> None:
    assert deeper_half(np.array([0.1, 0.4, 0.2, 0.3, np.nan])).tolist() == [False, True, False, True, False]
