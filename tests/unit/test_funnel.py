"""The split of a deficit over the steps of the chain: exact, whatever the figures."""

from datetime import date

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from verdampt.chain import FUNNEL_SCHEMA, claims_run_off, follow_through, loss_funnel
from verdampt.statistics.funnel import logarithmic_mean, split_deficit

VOLUMES = st.lists(st.floats(1e-3, 1e9), min_size=5, max_size=5)


@given(VOLUMES, VOLUMES)
def test_the_parts_add_up_to_the_deficit(expected: list[float], observed: list[float]) -> None:
    parts = split_deficit(expected=np.array(expected), observed=np.array(observed))

    deficit = expected[-1] - observed[-1]
    assert abs(parts.sum() - deficit) <= 1e-6 * max(abs(deficit), 1e-6 * max(expected[-1], observed[-1]))


def test_a_loss_in_one_step_is_put_down_to_that_step() -> None:
    parts = split_deficit(expected=np.array([1000.0, 200.0, 100.0]), observed=np.array([1000.0, 100.0, 50.0]))

    np.testing.assert_allclose(parts, [0.0, 50.0, 0.0], atol=1e-9)


def test_the_logarithmic_mean_lies_between_its_two_values_and_is_smooth_where_they_meet() -> None:
    assert logarithmic_mean(np.array([2.0]), np.array([1.0]))[0] == pytest.approx(1 / np.log(2))
    for off in (0.0, 1e-9, 1e-7, 2e-6, 1e-4):
        mean = logarithmic_mean(np.array([1.0 + off]), np.array([1.0]))[0]
        assert mean == pytest.approx(1 + off / 2, abs=off**2 + 1e-12)


def steps(**changed: object) -> pl.DataFrame:
    row: dict[str, object] = {
        "region_code": "NL", "path_number": 320, "window_code": "G1", "window_end": date(2020, 6, 28),
        "is_hospital": True, "contacts_observed": 800.0, "contacts_expected": 1000.0, "contacts_lower": 950.0,
        "contacts_upper": 1050.0, "referrals_observed": 90.0, "referrals_expected": 150.0, "referrals_lower": 130.0,
        "referrals_upper": 170.0, "seen_observed": 70.0, "treated_observed": 30.0, "claimed_observed": 29.0,
        "expected_seen_share": 0.8, "expected_treated_share": 0.4, "expected_claimed_share": 0.99,
        "past_referrals": 900.0, "past_seen": 720.0, "past_treated": 290.0, "past_claimed": 287.0,
    }  # fmt: skip
    return pl.DataFrame([row | changed])


def test_every_step_has_an_interval_around_its_part_and_the_parts_add_up() -> None:
    found = loss_funnel(steps(), last_date=date(2023, 12, 31))

    assert found["step"].to_list() == ["contacts", "referrals", "seen", "treated", "claimed"]
    end = found.row(-1, named=True)
    assert found["lost"].sum() == pytest.approx(end["expected"] - end["observed"], rel=1e-6)
    assert (found["lower"] < found["lost"]).all()
    assert (found["lost"] < found["upper"]).all()


@pytest.mark.parametrize(
    ("changed", "last_date", "status"),
    [
        ({}, date(2021, 12, 24), "too_young"),
        ({}, date(2021, 12, 25), "shown"),
        ({"claimed_observed": 9.0}, date(2023, 12, 31), "too_few"),
        ({"treated_observed": 0.0}, date(2023, 12, 31), "too_few"),
        ({"expected_treated_share": None}, date(2023, 12, 31), "too_few"),
    ],
)
def test_what_is_too_young_or_too_small_says_so(changed: dict[str, object], last_date: date, status: str) -> None:
    found = loss_funnel(steps(**changed), last_date=last_date)

    assert set(found["status"]) == {status}
    assert found["lost"].is_null().all() == (status != "shown")


def test_where_no_hospital_is_seen_the_chain_ends_at_the_referral() -> None:
    found = loss_funnel(steps(is_hospital=False, path_number=406), last_date=date(2023, 12, 31))

    assert found["step"].to_list() == ["contacts", "referrals"]
    assert found["lost"].sum() == pytest.approx(60.0)


def test_without_a_chain_there_are_no_rows() -> None:
    assert loss_funnel(steps().clear(), last_date=date.min).schema == FUNNEL_SCHEMA


def test_without_claims_and_referrals_there_is_no_run_off_and_no_follow_through() -> None:
    lines = pl.DataFrame(
        schema={"source": pl.String, "month_start": pl.Date, "delay_months": pl.Int64, "lines": pl.Int64}
    )
    outcomes = pl.DataFrame(schema={"region_code": pl.String})

    assert claims_run_off(lines, last_date=date.min).is_empty()
    assert follow_through(outcomes, last_date=date.min).is_empty()
