"""Low-value care beside high-value care: a ratio of recoveries with an interval that holds."""

import math

import numpy as np
import pytest

from verdampt.statistics.pairs import Recovered, recovery_ratio


def test_the_ratio_of_the_american_study_is_found() -> None:
    low = Recovered(observed=831.0, expected=1000.0, variance=100.0)
    high = Recovered(observed=950.0, expected=1000.0, variance=100.0)

    found = recovery_ratio(low, high)

    assert (found.low_recovery, found.high_recovery) == (0.831, 0.95)
    assert found.ratio == pytest.approx(0.8747, abs=1e-4)
    assert math.log(found.upper / found.lower) == pytest.approx(2 * 1.96 * 0.01 * math.sqrt(2), rel=1e-3)


def test_shocks_that_both_share_make_the_ratio_surer() -> None:
    low, high = (Recovered(observed=seen, expected=1000.0, variance=2500.0) for seen in (800.0, 900.0))

    apart, shared = recovery_ratio(low, high), recovery_ratio(low, high, correlation=0.8)

    assert apart.ratio == shared.ratio
    assert apart.lower < shared.lower < shared.upper < apart.upper


def test_intervals_hold_the_planted_ratio() -> None:
    chance = np.random.default_rng(1)
    counts = chance.normal([[400.0], [900.0]], [[25.0], [40.0]], (2, 2000))
    held = []
    for low, high in counts.T:
        found = recovery_ratio(
            Recovered(observed=float(low), expected=500.0, variance=(500 * 25 / 400) ** 2),
            Recovered(observed=float(high), expected=1000.0, variance=(1000 * 40 / 900) ** 2),
        )
        held.append(found.lower <= 0.8 / 0.9 <= found.upper)

    assert np.mean(held) == pytest.approx(0.95, abs=0.015)


def test_nothing_expected_or_observed_gives_no_ratio() -> None:
    nothing = recovery_ratio(
        Recovered(observed=0.0, expected=10.0, variance=1.0), Recovered(observed=5.0, expected=10.0, variance=1.0)
    )

    assert math.isnan(nothing.ratio)
    assert math.isnan(nothing.lower)
    assert nothing.high_recovery == 0.5
