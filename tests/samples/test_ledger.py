"""Levels, shifts and stated figures of the made-up people: conservation, and the same by hand from the files."""

from datetime import timedelta

import numpy as np
import polars as pl
import pytest
from scipy import stats

from tests.conftest import ROOT
from verdampt.build import WORK_DATABASE, build
from verdampt.engines.duckdb import Engine
from verdampt.intake import SilentProgress
from verdampt.publishing.snapshot import open_marts
from verdampt.settings import Settings

EXTRACTS = ROOT / "data_samples" / "extracts"
TOTAL_OF = {
    "mode": "care_type = 'chain_contacts'",
    "place": "care_type = 'treatment_hospital'",
    "care_line": "starts_with(care_type, 'referral_') and care_type <> 'referral_hospital'",
}
"""The published care types that the categories of a shift add up to."""


@pytest.fixture(scope="module")
def published(sample_snapshot):
    with open_marts(sample_snapshot) as connection:
        yield lambda query: connection.sql(query).pl()


@pytest.fixture(scope="module")
def secure(sample_snapshot, sample_settings):
    with Engine(sample_settings.build.work / WORK_DATABASE, keep=True) as engine:
        yield engine


def delivered(kind: str, *, day: str = "") -> pl.DataFrame:
    frames = [pl.read_csv(path, separator=";", infer_schema=False) for path in sorted(EXTRACTS.glob(f"{kind}_*.gz"))]
    frame = pl.concat(frames)
    return frame.with_columns(pl.col(day).str.to_date()) if day else frame


def test_the_categories_of_any_slice_add_up_to_the_published_total(published) -> None:
    shifts = published("from pub_shifts where status = 'shown'")
    slices = shifts.select("region_code", "dimension", "window_code").unique().sort(pl.all())
    chosen = slices.sample(60, seed=11)

    assert set(chosen["dimension"]) == set(TOTAL_OF)
    for region_code, dimension, window_code in chosen.iter_rows():
        total = published(
            f"select sum(observed) as observed, sum(expected) as expected from pub_window_deficits "
            f"where {TOTAL_OF[dimension]} and period_type = 'month' "
            f"and region_code = '{region_code}' and window_code = '{window_code}'"
        ).row(0, named=True)
        parts = shifts.filter(region_code=region_code, dimension=dimension, window_code=window_code)
        assert parts["observed"].sum() == pytest.approx(total["observed"], rel=1e-9)
        assert parts["expected"].sum() == pytest.approx(total["expected"], rel=1e-9)
        assert parts["difference"].sum() == pytest.approx(total["observed"] - total["expected"], abs=1e-6)
        assert parts["observed_share"].sum() == pytest.approx(1)
        assert parts["expected_share"].sum() == pytest.approx(1)


def test_regions_of_every_category_add_up_to_the_nation(published) -> None:
    sums = published("""
        select dimension, window_code, category,
            sum(observed) filter (where region_code <> 'NL') as observed,
            sum(expected) filter (where region_code <> 'NL') as expected,
            max(observed) filter (where region_code = 'NL') as whole_observed,
            max(expected) filter (where region_code = 'NL') as whole_expected
        from pub_shifts group by all
    """)

    assert sums.height == 10 * 5
    assert np.allclose(sums["observed"], sums["whole_observed"], rtol=1e-9)
    assert np.allclose(sums["expected"], sums["whole_expected"], rtol=1e-6)


def test_the_planted_shift_to_the_telephone_and_the_screen_is_found(published) -> None:
    """From 12 to 30 % of contacts at a distance from March 2020 on (verdampt.synthesis.world)."""
    modes = published("from pub_shifts where region_code = 'NL' and dimension = 'mode' and window_code = '2021'")
    remote = modes.filter(pl.col("category").is_in(["telephone", "video", "e_consult", "digital_triage"]))

    assert (remote["lower"] > 0).all()
    assert modes.filter(category="consult")["upper"].item() < 0
    assert remote["expected_share"].sum() == pytest.approx(0.12, abs=0.01)
    assert remote["observed_share"].sum() == pytest.approx(0.30, abs=0.02)


def test_contacts_that_were_followed_are_those_of_the_files(published) -> None:
    contacts = delivered("gp_contacts", day="contact_date").with_columns(chapter=pl.col("icpc").str.slice(0, 1))
    days = contacts.select("patient_key", "chapter", "contact_date").unique().sort(pl.all())
    days = days.with_columns(after=pl.col("contact_date").shift(-1).over("patient_key", "chapter"))
    year = contacts.join(days, on=["patient_key", "chapter", "contact_date"]).filter(
        pl.col("contact_date").dt.year() == 2021, mode="telephone"
    )
    again = (year["after"] - year["contact_date"] <= timedelta(days=30)).fill_null(value=False)

    shown = published(
        "select quality from pub_shifts where region_code = 'NL' and category = 'telephone' and window_code = '2021'"
    )

    assert shown["quality"].item() == pytest.approx(again.mean(), rel=1e-9)


def _age_band(year: int) -> pl.Expr:
    age = year - pl.col("birth_year").cast(pl.Int64)
    bands = pl.when(age < 18).then(pl.lit("0-17")).when(age < 65).then(pl.lit("18-64"))
    return bands.when(age < 80).then(pl.lit("65-79")).otherwise(pl.lit("80+")).alias("age_band")


@pytest.mark.parametrize("region_code", ["GG0111", "GG3406"])
def test_the_level_of_a_region_is_the_one_computed_by_hand(secure, published, region_code) -> None:
    strata = ["age_band", "sex"]
    places = secure.frame("select gm_code, region_code, share from ref_municipality_regions")
    contacts = delivered("gp_contacts", day="contact_date").filter(pl.col("contact_date").dt.year() == 2019)
    people = delivered("population").filter(pl.col("reference_date").str.starts_with("2019"))
    seen = contacts.with_columns(_age_band(2019)).join(places, on="gm_code").group_by("region_code", *strata)
    lived = people.rename({"region_code": "gm_code"}).join(places, on="gm_code").group_by("region_code", *strata)
    inhabitants = pl.col("inhabitants").cast(pl.Float64) * pl.col("share")
    both = lived.agg(people=inhabitants.sum()).join(
        seen.agg(events=pl.col("share").sum()), on=["region_code", *strata], how="left"
    )
    both = both.fill_null(0).sort(strata)
    nation = both.filter(region_code="NL").with_columns(weight=pl.col("people") / pl.col("people").sum())
    own = both.filter(region_code=region_code).join(nation.select(*strata, "weight"), on=strata)
    rate = 1000 * (own["weight"] * own["events"] / own["people"]).sum()
    nation_rate = 1000 * nation["events"].sum() / nation["people"].sum()
    dispersion = secure.rows(
        "select max(dispersion) from calc_series where care_type = 'chain_contacts' and period_type = 'month'"
    )[0][0]
    variance = 1e6 * dispersion * (own["weight"] ** 2 * own["events"] / own["people"] ** 2).sum()
    lower = variance / (2 * rate) * stats.chi2.ppf(0.025, 2 * rate**2 / variance)

    row = published(
        f"from pub_levels where region_code = '{region_code}' and care_type = 'chain_contacts' and calendar_year = 2019"
    ).row(0, named=True)

    assert row["rate"] == pytest.approx(rate, rel=1e-9)
    assert row["nation_rate"] == pytest.approx(nation_rate, rel=1e-9)
    assert row["lower"] == pytest.approx(lower, rel=1e-9)
    assert abs(row["ratio"] - 1) < abs(rate / nation_rate - 1)
    assert row["ratio_lower"] < row["ratio"] < row["ratio_upper"]
    assert 1 <= row["rank_low"] <= row["rank_high"] <= 25


def test_levels_are_said_for_every_region_and_year_before_the_drop(published) -> None:
    levels = published("from pub_levels where care_type = 'chain_contacts'")

    assert levels["status"].unique().to_list() == ["shown"]
    assert set(levels["calendar_year"]) == {0, 2017, 2018, 2019}
    assert levels.height == 26 * 4
    # No region was planted to give less: nobody is named with certainty.
    assert levels["chance_of_lowest"].max() < 0.9


@pytest.fixture(scope="module")
def followed() -> pl.DataFrame:
    """Contacts of 2022 with the day of the next referral, to anywhere and to a hospital, sent again not counted."""
    contacts = delivered("gp_contacts", day="contact_date")
    path = pl.concat_str("destination", pl.col("specialism_code").fill_null(""))
    referrals = delivered("gp_referrals", day="referral_date").with_columns(path=path)
    referrals = referrals.sort("patient_key", "path", "referral_date")
    since = pl.col("referral_date").diff().over("patient_key", "path")
    referrals = referrals.filter(since.is_null() | (since > timedelta(days=30)))
    first = pl.col("contact_date") == pl.col("contact_date").min().over("patient_key", pl.col("contact_date").dt.year())
    rows = contacts.with_columns(is_first=first).filter(pl.col("contact_date").dt.year() == 2022)
    for name, part in (("all", referrals), ("hospital", referrals.filter(destination="hospital"))):
        days = part.select("patient_key", pl.col("referral_date").alias(name)).sort(name)
        rows = rows.sort("contact_date").join_asof(
            days, left_on="contact_date", right_on=name, by="patient_key", strategy="forward", check_sortedness=False
        )
    return rows


@pytest.mark.parametrize(
    ("figure", "variant", "destination", "days", "is_referred"),
    [
        ("five_percent_refers", "contacts_hospital_30", "hospital", 30, True),
        ("five_percent_refers", "contacts_any_30", "all", 30, True),
        ("five_percent_refers", "contacts_hospital_same_day", "hospital", 0, True),
        ("five_percent_refers", "patients_hospital_365", "hospital", 365, True),
        ("gp_solves", "contacts_any_30", "all", 30, False),
        ("gp_solves", "patients_any_365", "all", 365, False),
    ],
)
def test_stated_figures_are_what_the_files_say(
    followed, published, figure, variant, destination, days, is_referred
) -> None:
    of = followed.filter(pl.col("is_first")).unique("patient_key") if variant.startswith("patients") else followed
    has_referral = (of[destination] - of["contact_date"] <= timedelta(days=days)).fill_null(value=False)
    numerator = (has_referral == is_referred).sum()

    row = published(f"from pub_stated_figures where figure = '{figure}' and variant = '{variant}'").row(0, named=True)

    assert (row["status"], row["calendar_year"]) == ("shown", 2022)
    assert (row["numerator"], row["denominator"]) == (numerator, of.height)
    assert row["value"] == pytest.approx(numerator / of.height)
    assert row["lower"] < row["value"] < row["upper"]
    assert row["region_low"] < row["value"] < row["region_high"]


def test_every_figure_has_one_main_variant_and_what_was_not_delivered_is_said(published) -> None:
    figures = published("from pub_stated_figures")

    assert figures.group_by("figure").agg(pl.col("is_main").sum())["is_main"].to_list() == [1] * 3
    euros = dict(figures.filter(unit="eur_per_month").select("variant", "status").iter_rows())
    assert euros == {"gp_care": "no_data", "gp_consults": "no_data", "hospital_claims": "shown"}


def test_every_question_has_a_status_and_a_reason_in_every_region(published) -> None:
    questions = published("from pub_questions")
    here = dict(questions.filter(region_code="GG0111").select("question", "status").iter_rows())
    said = questions.filter(pl.col("status") != "answered")

    assert questions.height == 11 * 26
    assert set(questions["status"]) <= {"answered", "partly", "cannot_say"}
    assert (questions.filter(status="answered")["reason"] == "shown").all()
    assert not (said["reason"] == "shown").any()
    assert [here[name] for name in ("V1", "V6", "V8")] == ["answered"] * 3
    # The nation answers for its regions, and of three stated figures one needs what was not delivered.
    assert here["V7"] == "partly"
    assert set(questions.filter(question="V11").select("status", "reason").unique().row(0)) == {"partly", "no_delivery"}


def test_without_a_chain_nothing_is_said_and_that_is_said(tmp_path) -> None:
    (tmp_path / "regions.csv").write_text(
        "gm_code;gm_name;gewest_code;gewest_name;valid_from;valid_to\nA;A;A;A;;\nB;B;B;B;;\n"
    )
    (tmp_path / "tiles.csv").write_text("region_code;tile_column;tile_row\nA;0;0\n")
    (tmp_path / "changes.csv").write_text("old_code;new_code;valid_from;share\nC;A;2019-01-01;1\n")
    (tmp_path / "care_types.csv").write_text(
        "care_type;name;name_en;noun_one;noun_many;noun_one_en;noun_many_en;unit\ncare;a;a;a;a;a;a;count\n"
    )
    rows = [f"{region};care;year;{year}-01-01;500" for region in "AB" for year in range(2015, 2022)]
    (tmp_path / "volumes.csv").write_text(
        "\n".join(["region_code;care_type;period_type;period_start;volume", *rows]) + "\n"
    )
    tables = {name: tmp_path / f"{name}.csv" for name in ("tiles", "changes")}
    volumes = {"kind": "volumes", "source": "abroad", "path": str(tmp_path / "volumes.csv"), "already_public": True}
    settings = Settings.model_validate(
        {
            "build": {"out": tmp_path / "published", "work": tmp_path / "work"},
            "regions": {"scheme": "gewest", "table": tmp_path / "regions.csv", **tables},
            "reference": {"care_types": tmp_path / "care_types.csv"},
            "baseline": {"first": "2015-01-01", "last": "2019-12-31"},
            "extracts": [volumes],
        }
    )

    snapshot = build(settings, progress=SilentProgress())

    with open_marts(snapshot) as connection:
        figures = connection.sql("from pub_stated_figures").pl()
        assert figures["status"].unique().to_list() == ["no_data"]
        assert figures.select("numerator", "value", "calendar_year").null_count().row(0) == (figures.height,) * 3
        for table in ("pub_levels", "pub_shifts"):
            assert connection.sql(f"from {table}").pl().is_empty()
        questions = connection.sql("from pub_questions").pl()
        assert questions.height == 11 * 3
        assert questions.filter(question="V1")["status"].unique().to_list() == ["answered"]
        others = questions.filter(pl.col("question") != "V1")
        assert others["status"].unique().to_list() == ["cannot_say"]
        assert others["reason"].is_in(["no_delivery", "no_outcomes", "no_pilot"]).all()
