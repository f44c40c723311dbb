"""Run-off: how complete recent months are, against months whose end is known."""

import numpy as np
import pytest

from verdampt.statistics.runoff import development_factors, run_off, status

COMPLETENESS = np.array([0.0, 0.0, 0.14, 0.34, 0.66, 0.89, 0.97, 0.99, 1.0])
"""Share of claims in after so many months, as measured (methods.md 3.3)."""


def months(mean: float, *, seed: int, count: int = 48, drop: slice | None = None) -> np.ndarray:
    """Return increments (O, D) of whole months."""
    chance = np.random.default_rng(seed)
    volumes = np.full(count, float(mean))
    if drop:
        volumes[drop] *= 0.6
    shares = np.diff(COMPLETENESS, prepend=0.0)
    return np.array([chance.multinomial(chance.poisson(volume), shares) for volume in volumes]).astype(float)


def known(increments: np.ndarray) -> np.ndarray:
    """Return what came in until the last month of origin."""
    rows, delays = np.indices(increments.shape)
    return np.where(rows + delays < len(increments), increments, 0.0)


def test_factors_are_worked_out_by_hand() -> None:
    cumulative = np.array([[10.0, 20.0, 22.0], [10.0, 30.0, np.nan], [8.0, np.nan, np.nan]])

    np.testing.assert_allclose(development_factors(cumulative), [50 / 20, 22 / 20])


@pytest.mark.parametrize(("mean", "off_at_3", "off_at_5"), [(20_000, 0.02, 0.005), (300, 0.12, 0.04)])
def test_a_nowcast_comes_close_to_what_the_month_came_to(mean: float, off_at_3: float, off_at_5: float) -> None:
    errors = []
    for seed in range(30):
        truth = months(mean, seed=seed)
        found = run_off(known(truth))
        errors.append(np.abs(found.total[[-4, -6]] / truth.sum(1)[[-4, -6]] - 1))

    assert np.mean(errors, axis=0)[0] < off_at_3
    assert np.mean(errors, axis=0)[1] < off_at_5


def test_a_drop_in_care_stays_a_drop() -> None:
    """A prior of what was expected would fill the drop up (methods.md 3.3)."""
    off = []
    for seed in range(30):
        truth = months(2_000, seed=seed, drop=slice(-7, None))
        found = run_off(known(truth))
        off.append(found.total[-5] / truth.sum(1)[-5] - 1)

    assert abs(np.mean(off)) < 0.02


def test_the_interval_covers_what_the_month_came_to() -> None:
    covered = []
    for seed in range(120):
        truth = months(3_000, seed=seed)
        found = run_off(known(truth))
        covered += [found.lower[-back] <= truth.sum(1)[-back] <= found.upper[-back] for back in (4, 5, 6)]

    assert 0.90 <= np.mean(covered) <= 1.0


def test_replaying_stored_vintages_gives_what_was_published_then() -> None:
    whole = months(3_000, seed=4, count=60)

    for last in (47, 53, 59):
        vintage = whole[: last + 1]
        found = run_off(known(vintage))
        settled = slice(0, last - 10)
        np.testing.assert_allclose(found.total[settled], vintage.sum(1)[settled])
        # What comes in later changes no earlier vintage.
        longer = whole.copy()
        longer[last + 1 :] *= 5
        np.testing.assert_array_equal(run_off(known(longer[: last + 1])).total, found.total)


def test_a_month_that_does_not_fit_raises_the_alarm_and_others_do_not() -> None:
    truth = known(months(5_000, seed=5))
    broken = truth.copy()
    rows, delays = np.indices(truth.shape)
    broken[(rows + delays == len(truth) - 1) & (delays == 4)] *= 0.3

    assert not run_off(truth).has_alarm
    assert run_off(broken).has_alarm


def test_months_are_shown_from_85_percent_and_provisional_until_98() -> None:
    assert status(np.array([0.2, 0.8499, 0.85, 0.9799, 0.98, 1.0])) == [
        "hidden", "hidden", "provisional", "provisional", "complete", "complete",
    ]  # fmt: skip
