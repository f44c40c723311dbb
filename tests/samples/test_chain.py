"""The chain of made-up people against what was planted: links, follow-through, splits and counts."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from verdampt.build import WORK_DATABASE
from verdampt.engines.duckdb import Engine
from verdampt.publishing.snapshot import open_marts
from verdampt.synthesis.judging import judge_links

CONVERSION = 0.82
"""Planted share of referrals to hospitals that lead to a first contact (sql/synthesis/referral_events.sql)."""


@pytest.fixture(scope="module")
def linked(sample_snapshot, sample_settings):
    with Engine(sample_settings.build.work / WORK_DATABASE, keep=True) as engine:
        yield engine


@pytest.fixture(scope="module")
def published(sample_snapshot):
    with open_marts(sample_snapshot) as connection:
        yield lambda query: connection.sql(query).pl()


def test_the_links_found_are_the_links_planted_in_the_nation_and_every_region(linked) -> None:
    judged = judge_links(linked)

    assert judged.height == 26
    assert judged["precision"].min() >= 0.98
    assert judged["recall"].min() >= 0.92
    assert (judged["conversion"] - judged["true_conversion"]).abs().max() <= 0.01


def test_follow_through_holds_the_planted_truth_in_nine_of_ten_cohorts(published) -> None:
    cohorts = published(
        "select * from pub_follow_through where region_code = 'NL' and path_number <> 300 and urgency = 'regulier' "
        "and horizon_days = 90 and month_start >= '2018-01-01' order by month_start, path_number limit 200"
    )
    # Who is not urgent waits a week and then, on average, 32 days more; day 90 is whole.
    truth = float(CONVERSION * (1 - np.exp(-(91 - 7) / 32)))

    covered = cohorts.select(pl.lit(truth).is_between("lower", "upper")).to_series()

    assert len(covered) == 200
    assert covered.mean() >= 0.90


def test_cohorts_too_young_for_a_number_of_days_show_nothing_for_it(published) -> None:
    newest = published("select horizon_days, max(month_start) as month from pub_follow_through group by 1 order by 1")

    assert dict(newest.iter_rows()) == {
        30: date(2023, 11, 1),
        90: date(2023, 9, 1),
        180: date(2023, 6, 1),
        365: date(2022, 12, 1),
    }


def test_the_parts_of_every_split_add_up_to_its_deficit(published) -> None:
    ends = published(
        "select sum(lost) as lost, arg_max(expected - observed, step_number) as deficit, max(expected) as size "
        "from pub_chain where status = 'shown' group by region_code, path_number, window_code"
    )

    assert ends.height > 30
    assert ((ends["lost"] - ends["deficit"]).abs() <= 1e-6 * ends["deficit"].abs() + 1e-9 * ends["size"]).all()


def test_the_first_wave_was_lost_before_the_hospital_as_planted(published) -> None:
    """Contacts and referrals fell; nothing was planted after the referral."""
    wave = published(
        "select step, lower, upper from pub_chain where region_code = 'NL' and path_number = 300 and window_code = 'G1'"
    ).rows_by_key("step", named=True, unique=True)

    assert wave["contacts"]["lower"] > 0
    assert wave["referrals"]["lower"] > 0
    for step in ("seen", "treated", "claimed"):
        assert wave[step]["lower"] <= 0 <= wave[step]["upper"]


def test_both_sides_are_told_of_and_no_record_goes_missing(linked, published) -> None:
    sides = dict(
        published("select side, sum(records) from pub_link_quality where region_code = 'NL' group by 1").iter_rows()
    )

    assert sides["referral"] == pytest.approx(linked.count("stg_gp__referrals"))
    assert sides["contact"] == pytest.approx(linked.count("int_first_contacts"))
    assert sides["claim"] == pytest.approx(
        linked.rows("select count(*) from int_claims where link_rule <> 'not_counted'")[0][0]
    )
    matched = (
        "select side, sum(records) from pub_link_quality where region_code = 'NL' and status = 'linked' group by 1"
    )
    assert dict(published(matched).iter_rows())["referral"] == dict(published(matched).iter_rows())["contact"]


def test_regions_add_up_to_the_nation_and_persons_are_never_more_than_events(linked) -> None:
    off = linked.rows(
        "select max(abs(nation - regions)) from (select care_type, period_type, period_start, "
        "sum(volume) filter (where region_scheme = 'land') as nation, "
        "sum(volume) filter (where region_scheme = 'ggd') as regions from int_chain_volumes group by all)"
    )
    strata = linked.rows(
        "select max(abs(volume - events)), max(abs(fct_care_volumes.persons - stratified.persons)) "
        "from fct_care_volumes inner join (select region_code, care_type, month_start, sum(events) as events, "
        "sum(persons) as persons from fct_stratified_volumes group by all) as stratified "
        "on fct_care_volumes.region_code = stratified.region_code "
        "and fct_care_volumes.care_type = stratified.care_type and period_start = month_start and period_type = 'month'"
    )
    more = linked.rows("select count(*) from fct_stratified_volumes where persons > events + 1e-9")

    assert off[0][0] < 1e-9
    assert max(strata[0]) < 1e-9
    assert more[0][0] == 0


def test_the_grid_is_complete(linked) -> None:
    gaps = linked.rows(
        "select count(*) from (select region_code, care_type, count(*) as cells, "
        "count(distinct month_start) * count(distinct concat_ws('/', age_band, sex, deprivation_fifth, mode, urgency, "
        "care_line)) as wanted from fct_stratified_volumes group by all) where cells <> wanted"
    )

    assert gaps[0][0] == 0
