"""Expected values and their intervals on worlds whose truth is known."""

from datetime import date, timedelta

import numpy as np
import pytest

from verdampt.statistics.calendar import middle, period_end
from verdampt.statistics.expected import expect
from verdampt.statistics.uncertainty import interpolate, interval, shock_variance

WEEKS = [date(2016, 1, 4) + timedelta(days=7 * week) for week in range(52 * 6)]


def world(seed: int, *, series: int, level: float) -> np.ndarray:
    random = np.random.default_rng(seed)
    season = 1 + 0.1 * np.cos(2 * np.pi * np.arange(len(WEEKS)) / 52.18)
    return random.poisson(level * season, (series, len(WEEKS))).astype(float)


def fitted(observed: np.ndarray):
    return expect(
        observed, starts=WEEKS, period_type="week", first=date(2016, 1, 4), last=date(2019, 12, 29), is_count=True
    )


def test_in_worlds_without_a_pandemic_95_of_100_weeks_lie_inside() -> None:
    inside = []
    for seed in range(5):
        observed = world(seed, series=40, level=60)
        expectation = fitted(observed)
        for week in range(220, 300, 4):
            _, lower, upper = expectation.window([week], level=0.95)
            inside.append(((observed[:, week] >= lower) & (observed[:, week] <= upper)).mean())

    assert 0.93 <= np.mean(inside) <= 0.99


def test_a_period_by_itself_is_a_window_of_one() -> None:
    expectation = fitted(world(1, series=4, level=30))

    together = expectation.each(level=0.8)

    for week in (0, 100, 250, 311):
        alone = expectation.window([week], level=0.8)
        assert all(np.allclose(one[:, week], other) for one, other in zip(together, alone, strict=True))


def test_a_planted_drop_lies_far_outside() -> None:
    observed = world(9, series=20, level=200)
    observed[:, 220:232] *= 0.6

    total, lower, _ = fitted(observed).window(range(220, 232), level=0.95)

    assert (observed[:, 220:232].sum(1) < lower).all()
    assert observed[:, 220:232].sum() / total.sum() == pytest.approx(0.6, abs=0.02)


def test_the_drop_itself_does_not_move_what_was_expected() -> None:
    observed = world(3, series=5, level=80)
    dropped = observed.copy()
    dropped[:, 215:260] = 0

    assert np.array_equal(fitted(observed).mean, fitted(dropped).mean)


def test_five_yearly_amounts_give_an_interval_with_students_t() -> None:
    years = [date(year, 1, 1) for year in range(2015, 2022)]
    amounts = np.array([[100.0, 103.0, 104.0, 108.0, 110.0, 80.0, 112.0]])

    expectation = expect(
        amounts, starts=years, period_type="year", first=date(2015, 1, 1), last=date(2019, 12, 31), is_count=False
    )
    total, lower, upper = expectation.window([5], level=0.95)

    assert total[0] == pytest.approx(112.8, abs=1.0)
    assert 80 < lower[0] < total[0] < upper[0]


def test_shock_variance_finds_a_common_shock_and_is_zero_without_one() -> None:
    random = np.random.default_rng(4)
    expected = np.full((400, 52), 1000.0)
    shocked = random.poisson(expected * np.exp(random.normal(0, 0.1, (400, 1))))
    quiet = random.poisson(expected)
    noise = np.ones(400)

    found = shock_variance(shocked.astype(float), expected=expected, dispersion=noise, length=52)
    none = shock_variance(quiet.astype(float), expected=expected, dispersion=noise, length=52)

    assert found == pytest.approx(0.01, rel=0.3)
    assert none < 0.0001


def test_interval_of_counts_holds_its_share_and_never_falls_below_zero() -> None:
    mean, variance = np.array([3.0]), np.array([6.0])
    draws = np.random.default_rng(5).negative_binomial(3, 0.5, 100_000)

    lower, upper = interval(mean, variance=variance, level=0.95, degrees_of_freedom=np.array([100.0]), is_count=True)

    assert lower[0] == 0
    assert 0.95 <= ((draws >= lower) & (draws <= upper)).mean() <= 0.99


def test_shock_variance_between_two_lengths_lies_between() -> None:
    assert 0.01 < interpolate(8, lengths=(4, 13), variances=(0.01, 0.02)) < 0.02


@pytest.mark.parametrize(
    ("start", "period_type", "end"),
    [
        (date(2020, 12, 28), "week", date(2021, 1, 3)),
        (date(2020, 2, 1), "month", date(2020, 2, 29)),
        (date(2020, 10, 1), "quarter", date(2020, 12, 31)),
        (date(2020, 1, 1), "year", date(2020, 12, 31)),
    ],
)
def test_periods_end_where_the_next_begins(start: date, period_type, end: date) -> None:
    assert period_end(start, period_type) == end


def test_week_53_of_2020_belongs_to_2020() -> None:
    assert middle(date(2020, 12, 28), "week") == date(2020, 12, 31)
