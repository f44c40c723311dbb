"""Follow-through: the Aalen-Johansen curve, its margin, and the two traps that naive shares fall into."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest
from sksurv.nonparametric import cumulative_incidence_competing_risks

from verdampt.statistics.followthrough import cumulative_incidence

CONTACT, COMPETING, CENSORED = 1, 2, 0


def counts(events: np.ndarray, days: np.ndarray, *, length: int) -> dict[str, np.ndarray]:
    """Return the counts (1, length) of each kind of event by day."""
    return {
        name: np.bincount(days[events == kind], minlength=length)[None].astype(float)
        for name, kind in (("contacts", CONTACT), ("competing", COMPETING), ("censored", CENSORED))
    }


@pytest.mark.parametrize("seed", range(20))
def test_it_equals_scikit_survival_with_many_events_on_one_day(seed: int) -> None:
    chance = np.random.default_rng(seed)
    # Somebody stays to the end: scikit-survival divides by who is left.
    events, days = np.append(chance.integers(0, 3, 400), CENSORED), np.append(chance.integers(1, 60, 400), 59)
    _, oracle, bounds = cumulative_incidence_competing_risks(events, days, conf_type="log-log", var_type="Dinse_Approx")

    found = cumulative_incidence(**counts(events, days, length=60))
    lower, upper = found.bounds(level=0.95)

    at = np.unique(days)
    np.testing.assert_allclose(found.share[0, at], oracle[CONTACT], atol=1e-12)
    np.testing.assert_allclose(lower[0, at], bounds[CONTACT, 0], rtol=1e-4)
    # Of a share of none scikit-survival is sure.
    some = oracle[CONTACT] > 0
    np.testing.assert_allclose(upper[0, at][some], bounds[CONTACT, 1][some], rtol=1e-4)


@pytest.mark.parametrize("people", [1, 3, 50])
def test_nobody_and_everybody_are_not_sure(people: int) -> None:
    none = cumulative_incidence(**counts(np.full(people, CENSORED), np.full(people, 9), length=10)).bounds(level=0.95)
    everybody = cumulative_incidence(**counts(np.full(people, CONTACT), np.full(people, 5), length=10)).bounds(
        level=0.95
    )

    exact = binomtest(people, people).proportion_ci(confidence_level=0.95, method="exact")
    assert everybody[0][0, -1] == pytest.approx(exact.low)
    assert none[1][0, -1] == pytest.approx(1 - exact.low)
    assert (none[0][0, -1], everybody[1][0, -1]) == (0, pytest.approx(1))


@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 19)), min_size=1, max_size=60),
)
def test_a_share_rises_from_0_to_at_most_1_and_lies_within_its_bounds(people: list[tuple[int, int]]) -> None:
    events, days = np.array(people).T

    found = cumulative_incidence(**counts(events, days, length=20))
    lower, upper = found.bounds(level=0.95)

    assert (np.diff(found.share[0], prepend=0) >= -1e-12).all()
    assert (found.share <= 1 + 1e-12).all()
    assert (lower <= found.share + 1e-12).all()
    assert (found.share <= upper + 1e-12).all()


def test_without_censoring_it_is_the_plain_share() -> None:
    events, days = np.array([1, 1, 2, 1, 2]), np.array([3, 5, 5, 8, 9])

    found = cumulative_incidence(**counts(events, days, length=10))

    np.testing.assert_allclose(found.share[0, [2, 3, 5, 8, 9]], [0, 0.2, 0.4, 0.6, 0.6])


def test_who_died_could_not_be_seen_any_more() -> None:
    """In a frail group, death taken as censoring promises contacts to the dead (methods.md 3.2)."""
    chance = np.random.default_rng(1)
    size = 40_000
    contact = np.where(chance.random(size) < 0.85, chance.exponential(60, size), np.inf)
    death = chance.exponential(365 / 0.43, size)
    days = np.minimum(np.minimum(contact, death), 365).astype(int)
    events = np.where(days >= 365, CENSORED, np.where(contact < death, CONTACT, COMPETING))
    truth = np.mean((contact < death) & (contact < 365))

    found = cumulative_incidence(**counts(events, days, length=366))
    as_censoring = counts(events, days, length=366)
    naive = cumulative_incidence(
        contacts=as_censoring["contacts"],
        competing=np.zeros((1, 366)),
        censored=as_censoring["competing"] + as_censoring["censored"],
    )

    assert found.share[0, -1] == pytest.approx(truth, abs=0.005)
    assert naive.share[0, -1] > truth + 0.03


def test_recent_referrals_do_not_pull_the_share_down() -> None:
    """Of referrals of the last two months half could not be seen yet (methods.md 3.2)."""
    chance = np.random.default_rng(2)
    size = 40_000
    contact = np.where(chance.random(size) < 0.8, chance.exponential(45, size), np.inf)
    age = chance.integers(1, 121, size)
    days = np.minimum(np.minimum(contact, age), 120).astype(int)
    events = np.where(contact < np.minimum(age, 120), CONTACT, CENSORED)
    truth = np.mean(contact < 120)

    found = cumulative_incidence(**counts(events, days, length=121))

    assert found.share[0, -1] == pytest.approx(truth, abs=0.015)
    assert np.mean(events == CONTACT) < truth - 0.2
