"""Effects, E-values, Holm and power: against values computed elsewhere."""

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.multitest import multipletests

from verdampt.statistics.harm import (
    Effect,
    combine,
    e_value,
    e_values,
    excess_ratio,
    holm,
    make_effect,
    subtract_controls,
)
from verdampt.statistics.power import (
    cohort_error,
    detectable,
    detectable_ratio,
    excess_error,
    power_of,
    slope_error,
)


def ratio(value: float, error: float) -> Effect:
    return make_effect("rate_ratio", np.log(value), standard_error=error)


def test_the_e_value_of_the_paper_is_found() -> None:
    # VanderWeele and Ding 2017: RR 3.9 (1.8 to 8.7) has E-value 7.26 and 3.0 for the limit.
    assert e_value(3.9) == pytest.approx(7.26, abs=0.005)
    assert e_value(1.8) == pytest.approx(3.0, abs=0.005)
    assert e_value(1 / 3.9) == pytest.approx(e_value(3.9))
    assert e_value(1.0) == 1.0


def test_the_limit_nearest_to_one_counts_and_an_interval_around_one_needs_nothing() -> None:
    assert e_values(ratio(2.0, 0.1))[1] == pytest.approx(e_value(2.0 * np.exp(-1.96 * 0.1)), rel=1e-3)
    assert e_values(ratio(0.5, 0.1))[1] == pytest.approx(e_value(0.5 * np.exp(1.96 * 0.1)), rel=1e-3)
    assert e_values(ratio(1.1, 0.2))[1] == 1.0
    with pytest.raises(ValueError, match="slope"):
        e_values(make_effect("slope", 1.0, standard_error=1.0))


@pytest.mark.parametrize("seed", range(5))
def test_holm_agrees_with_statsmodels(seed: int) -> None:
    p_values = np.random.default_rng(seed).uniform(0, 0.2, 7)

    assert holm(p_values) == pytest.approx(multipletests(p_values, method="holm")[1])


def test_holm_leaves_out_what_is_not_known() -> None:
    found = holm(np.array([0.01, np.nan, 0.04]))

    assert found[[0, 2]] == pytest.approx([0.02, 0.04])
    assert np.isnan(found[1])


def test_an_excess_has_the_interval_of_its_prediction() -> None:
    found = excess_ratio(1100.0, expected=1000.0, variance=900.0)

    assert found.estimate == pytest.approx(1.1)
    assert np.log(found.upper / found.lower) == pytest.approx(2 * 1.96 * 0.03, rel=1e-3)
    assert found.p_value() == pytest.approx(stats.norm.sf(np.log(1.1) / 0.03))
    assert np.isnan(excess_ratio(3.0, expected=0.0, variance=1.0).estimate)
    assert excess_ratio(0.0, expected=4.0, variance=4.0).estimate == pytest.approx(1 / 8)


def test_controls_are_taken_off_with_their_own_margin_and_their_spread() -> None:
    effect = ratio(1.21, 0.03)

    alone = subtract_controls(effect, [ratio(1.1, 0.04)])
    two = subtract_controls(effect, [ratio(1.3, 0.04), ratio(0.9, 0.04)])
    spread = subtract_controls(effect, [ratio(1.3, 0.001), ratio(1.1, 0.001), ratio(0.9, 0.001)])

    assert alone.estimate == pytest.approx(1.1)
    assert alone.standard_error == pytest.approx(0.05)
    assert two.standard_error == pytest.approx(np.hypot(0.03, 0.04 / np.sqrt(2)))
    assert np.isinf(two.degrees_of_freedom)
    assert spread.standard_error > 0.2
    assert 2 <= spread.degrees_of_freedom < 2.2
    assert subtract_controls(effect, []) is effect


def test_a_margin_leans_on_all_controls_even_where_their_own_margins_explain_most_of_their_spread() -> None:
    found = subtract_controls(ratio(1.0, 0.001), [ratio(value, 0.1) for value in (0.85, 1.0, 1.2)])

    assert found.degrees_of_freedom >= 2


def test_outcomes_as_restless_as_their_controls_are_rarely_called_harm() -> None:
    chance = np.random.default_rng(4)
    false = 0
    for _ in range(2000):
        values = chance.normal(0.02, np.hypot(0.02, 0.01), 6)
        effects = [make_effect("rate_ratio", value, standard_error=0.01) for value in values]
        false += subtract_controls(effects[0], effects[1:]).lower > 1

    assert false / 2000 < 0.035


def test_estimators_that_agree_are_averaged_and_else_the_worst_counts_with_a_wider_margin() -> None:
    agreed = combine([ratio(1.2, 0.1), ratio(1.1, 0.1)])
    worst = combine([ratio(1.2, 0.1), ratio(0.9, 0.01)])

    assert agreed.estimate == pytest.approx(np.sqrt(1.2 * 1.1))
    assert agreed.standard_error == pytest.approx(0.1)
    assert worst.estimate == pytest.approx(1.2)
    assert worst.standard_error > 0.1
    with pytest.raises(ValueError, match="no effect"):
        combine([])


@pytest.mark.parametrize("freedom", [float("inf"), 22.0])
def test_the_smallest_detectable_effect_has_the_power_it_says(freedom: float) -> None:
    smallest = detectable(0.02, degrees_of_freedom=freedom)

    assert power_of(smallest, standard_error=0.02, degrees_of_freedom=freedom) == pytest.approx(0.8, abs=0.01)
    assert power_of(0.0, standard_error=0.02, degrees_of_freedom=freedom) == pytest.approx(0.025)
    assert detectable_ratio(0.02, degrees_of_freedom=freedom) == pytest.approx(np.expm1(smallest))


def test_the_announced_power_is_the_share_found_in_simulations() -> None:
    chance = np.random.default_rng(1)
    dose, variance = chance.normal(0, 1, 30), chance.uniform(0.5, 2, 30)
    error = slope_error(dose, variance=variance)
    weights = 1 / variance
    middle = (weights * dose).sum() / weights.sum()
    outcomes = 0.4 * dose + np.sqrt(variance) * chance.standard_normal((4000, 30))
    slopes = (outcomes * weights * (dose - middle)).sum(1) / (weights * np.square(dose - middle)).sum()

    assert slopes.std() == pytest.approx(error, rel=0.04)
    assert (slopes > 1.96 * error).mean() == pytest.approx(power_of(0.4, standard_error=error), abs=0.03)


def test_noise_in_the_deficit_makes_the_corrected_slope_less_sure() -> None:
    dose, variance = np.random.default_rng(2).normal(0, 1, 40), np.ones(40)

    plain = slope_error(dose, variance=variance)
    noisy = slope_error(dose, variance=variance, dose_variance=np.full(40, 0.5 * dose.var(ddof=1)))
    hopeless = slope_error(dose, variance=variance, dose_variance=np.full(40, 5.0))

    assert noisy == pytest.approx(2 * plain)
    assert hopeless == plain


def test_errors_known_from_the_design_alone() -> None:
    assert excess_error(1000.0, variance=900.0) == pytest.approx(0.03)
    assert cohort_error(wave=400.0, before=1600.0, risk=0.2) == pytest.approx(np.sqrt(0.16 * (1 / 400 + 1 / 1600)))
