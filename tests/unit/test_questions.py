"""The tables of the doctors' questions from series and cohorts made up by hand."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from verdampt.questions.balances import balance_table
from verdampt.questions.cases import Case, Outcome
from verdampt.questions.harms import harm_table
from verdampt.questions.placements import pair_table, placement_table
from verdampt.questions.series import Series
from verdampt.statistics.expected import Baseline
from verdampt.statistics.uncertainty import Shocks

REGIONS = tuple(f"GG{number:02d}" for number in range(12))
G1 = (date(2020, 3, 9), date(2020, 6, 28))
WEEKS = [date(2017, 1, 2) + timedelta(weeks=number) for number in range(330)]
MONTHS = [date(2017 + number // 12, 1 + number % 12, 1) for number in range(72)]
PAIRS = pl.DataFrame({"pair": ["skin_heart"], "low_path": [310], "high_path": [320]})


def series(period_type: str, given: dict[str, tuple[float, float, float]]) -> Series:
    """Series by name: expected a period in a region, and observed as a part of it in the first wave and afterwards."""
    starts = WEEKS if period_type == "week" else MONTHS
    during = np.array([G1[0] <= start <= G1[1] for start in starts])
    after = np.array([start > G1[1] for start in starts])
    mean = np.stack([np.full((len(REGIONS), len(starts)), usual) for usual, _, _ in given.values()])
    ratios = [np.where(during, wave, np.where(after, later, 1.0)) for _, wave, later in given.values()]
    observed = mean * np.stack(ratios)[:, None, :]
    return Series(
        names=tuple(given),
        regions=(*REGIONS, "NL"),
        scheme="ggd",
        period_type="week" if period_type == "week" else "month",
        starts=tuple(starts),
        observed=np.concatenate([observed, observed.sum(1, keepdims=True)], axis=1),
        baseline=Baseline(
            mean=mean,
            total=mean.sum(1),
            dispersion=np.ones(len(given)),
            covariance=np.zeros((len(given), len(REGIONS), 4, 4)),
            covariates=np.ones((len(starts), 4)),
            is_sum=True,
        ),
        shocks=Shocks(lengths=(1, 52), regional=(1e-5, 1e-5), national=(1e-5, 1e-5), correlation=(0.2, 0.2)),
        horizon=np.ones(len(starts)),
    )


def outcome(path_number: int, **changed: object) -> Outcome:
    known: dict[str, object] = {
        "path_number": path_number, "outcome": "emergency", "outcome_type": "harm", "measured_path": path_number,
        "event": "emergency", "first_month": 1, "last_month": 12, "direction": "more",
    }  # fmt: skip
    return Outcome(**known | changed)  # type: ignore[arg-type]


@pytest.fixture
def case() -> Case:
    cohorts = [
        {"region_scheme": "land" if region == "NL" else "ggd", "region_code": region, "path_number": path,
         "window_code": window, "contacts": size * part, "referred_30": size * part * 0.2,
         "referred_365": size * part * 0.25, "not_referred": size * part * 0.8, "substituted": size * part * helped,
         "repeats": size * part}
        for path in (310, 320)
        for window, size, helped in (("baseline", 50_000, 0.02), ("G1", 5_000, 0.03))
        for region, part in ((region, 1.0 if region == "NL" else 1 / len(REGIONS)) for region in (*REGIONS, "NL"))
    ]  # fmt: skip
    return Case(
        referrals=[series("week", {"referral_skin": (50, 0.5, 1.0), "referral_heart": (50, 0.7, 1.05)})],
        outcomes=[
            series("week", {"complaint_310": (200, 0.5, 1.0), "complaint_320": (200, 0.8, 1.0)}),
            series("month", {"emergency_310": (40, 1.0, 1.0), "emergency_320": (40, 1.3, 1.3)}),
        ],
        complaint_cohorts=pl.DataFrame(cohorts),
        outcome_cohorts=pl.DataFrame(
            schema=dict.fromkeys(("outcome", "window_code", "phase", "age_band", "sex"), pl.String)
            | dict.fromkeys(("path_number", "deprivation_fifth"), pl.Int64)
            | dict.fromkeys(("contacts", "events", "repeats"), pl.Float64)
        ),
        care_paths={310: "skin", 320: "heart"},
        registered=(outcome(310), outcome(320)),
        driven=frozenset({310}),
        waves={"G1": G1},
        last_dates=dict.fromkeys(("gp_contacts", "gp_referrals", "hospital_trajectories"), date(2022, 12, 31)),
        regions=(*REGIONS, "NL"),
        smallest_base=100,
        weight=1,
    )


def parts(case: Case, path_number: int, region: str = "NL") -> dict[str, dict[str, float]]:
    rows = balance_table(case).filter(path_number=path_number, region_code=region, window_code="G1")
    return {row["part"]: row for row in rows.iter_rows(named=True)}


def test_parts_add_up_to_the_unit_and_to_expected_minus_observed_in_every_slice(case) -> None:
    sums = balance_table(case).group_by("region_code", "path_number").agg(pl.col("share", "referrals").sum() / 2)
    deficits = {310: 50 * 16 * 0.5, 320: 50 * 16 * 0.3}

    assert sums.height == 2 * 13
    assert np.allclose(sums["share"], 1)
    for path, missing in deficits.items():
        for region, times in (("GG03", 1), ("NL", 12)):
            found = sums.filter(path_number=path, region_code=region)["referrals"][0]
            assert found == pytest.approx(missing * times, rel=1e-9)


def test_need_that_fell_is_certain_only_beyond_other_complaints_and_where_the_table_says_so(case) -> None:
    untagged = replace(case, driven=frozenset())
    # Its complaints fell by half, the other ones by a fifth; a fifth of them is referred.
    certain = 200 * 16 * 12 * (0.5 - 0.2) * 0.2

    assert parts(case, 310)["need_fell"]["referrals"] == pytest.approx(certain, rel=0.1)
    assert parts(untagged, 310)["need_fell"]["referrals"] == 0
    assert parts(untagged, 310)["need_fell"]["upper"] > 0.3


def test_harm_is_certain_where_emergencies_rose_and_nobody_else_could_have_caused_them(case) -> None:
    shared = replace(case, registered=(outcome(310, measured_path=320), outcome(320)))
    strayed = replace(
        case, registered=(*case.registered, outcome(320, outcome="control", outcome_type="negative_control"))
    )

    assert parts(case, 310)["harm"]["referrals"] == 0
    assert parts(case, 320)["harm"]["lower"] > 0.3
    assert parts(shared, 320)["harm"]["referrals"] == 0
    assert parts(shared, 320)["harm"]["upper"] > 0.3
    # A control that rose as much takes the certainty away.
    assert parts(strayed, 320)["harm"]["referrals"] == 0


def test_what_came_back_between_waves_is_caught_up_and_nothing_else_is(case) -> None:
    heart, skin = parts(case, 320)["caught_up"], parts(case, 310)["caught_up"]
    back = 50 * 0.05 * 52 * 12

    assert 0.3 * back < heart["referrals"] < back
    assert heart["referrals_upper"] > back
    assert skin["lower"] == 0


def test_a_region_that_delivers_nothing_says_so_and_small_ones_say_that(case) -> None:
    gap = case.referrals[0].observed.copy()
    gap[:, 2] = np.nan
    found = balance_table(replace(case, referrals=[replace(case.referrals[0], observed=gap)], smallest_base=1_000))

    assert set(found.filter(region_code="GG02")["status"]) == {"no_data"}
    assert set(found.filter(region_code="GG03")["status"]) == {"too_few"}
    assert set(found.filter(region_code="NL")["status"]) == {"shown"}


def test_without_series_there_is_an_answer_for_every_region_and_it_is_that_there_are_no_data(case) -> None:
    nothing = replace(case, referrals=[], outcomes=[], complaint_cohorts=case.complaint_cohorts.clear(), last_dates={})

    balance, harm = balance_table(nothing), harm_table(nothing)

    assert set(balance["status"]) == set(harm["status"]) == {"no_data"}
    assert balance.height == 13 * 2 * 6
    assert set(placement_table(nothing)["placement"]) == {"undetermined"}
    assert set(pair_table(nothing, PAIRS)["status"]) == {"no_data"}


def test_a_deficit_that_stays_and_emergencies_that_rose_cannot_be_missed(case) -> None:
    deep = series("week", {"referral_skin": (50, 0.5, 0.9), "referral_heart": (50, 0.5, 0.9)})
    placed = {row["path_number"]: row for row in placement_table(replace(case, referrals=[deep])).iter_rows(named=True)}
    harm = harm_table(case).filter(path_number=320, estimator="excess").row(0, named=True)

    assert placed[320]["placement"] == "not_to_miss"
    assert placed[310]["deficit_class"] == "large"
    assert placed[310]["harm_class"] != "signal"
    assert harm["lower"] > 1
    assert harm["detectable"] < 1.3
    assert harm["e_value_limit"] > 1


def cohorts(risks: dict[tuple[str, str], float], *, often: float = 1.0) -> pl.DataFrame:
    """Contacts of one complaint by window and half, with the chance of the outcome in each."""
    rows = [
        {"outcome": "emergency", "window_code": window, "phase": phase, "age_band": age, "sex": "V",
         "path_number": 320, "deprivation_fifth": fifth, "contacts": 4_000.0, "events": 4_000 * (risk + more),
         "repeats": 4_000 * often}
        for (window, phase), risk in risks.items()
        for age, more in (("18-64", 0.0), ("65-79", 0.05))
        for fifth in (1, 5)
    ]  # fmt: skip
    return pl.DataFrame(rows)


HALVES = [(window, phase) for window in ("G1", "before_G1") for phase in ("first", "second")]


@pytest.mark.parametrize(("soonest", "apart"), [(0.10, 0.0), (0.13, 0.03)])
def test_who_came_soon_after_a_wave_began_is_compared_with_who_came_later_and_with_other_years(
    case, soonest, apart
) -> None:
    risks = dict(zip(HALVES, (soonest, 0.08, 0.10, 0.08), strict=True))

    row = harm_table(replace(case, outcome_cohorts=cohorts(risks))).row(
        by_predicate=(pl.col("path_number") == 320) & (pl.col("estimator") == "lockdown"), named=True
    )

    assert row["status"] == "shown"
    assert row["estimate"] == pytest.approx(apart, abs=1e-6)
    assert row["lower"] < apart < row["upper"]
    assert (row["e_value_limit"] > 1) == (apart > 0)
    assert 0 < row["detectable"] < 0.03


def test_people_who_come_often_make_a_risk_less_sure(case) -> None:
    risks = {("G1", "first"): 0.12, ("baseline", "whole"): 0.10}

    def width(often: float) -> float:
        found = harm_table(replace(case, outcome_cohorts=cohorts(risks, often=often)))
        row = found.filter(path_number=320, estimator="cohort").row(0, named=True)
        return float(row["upper"] - row["lower"])

    assert width(4.0) == pytest.approx(2 * width(1.0), rel=1e-6)


def test_care_that_came_back_less_has_a_ratio_below_one(case) -> None:
    pair = pair_table(case, PAIRS).row(0, named=True)

    assert pair["status"] == "shown"
    assert pair["ratio"] == pytest.approx(1 / 1.05, rel=1e-6)
    assert pair["low_recovery"] == pytest.approx(1)
