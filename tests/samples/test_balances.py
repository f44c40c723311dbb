"""The doctors' questions on made-up people: identities, what was planted, and what is said without data."""

import json

import numpy as np
import polars as pl
import pytest

from tests.conftest import ROOT
from verdampt.build import build
from verdampt.intake import SilentProgress
from verdampt.publishing.snapshot import open_marts
from verdampt.settings import load_settings

PARTS = ("need_fell", "caught_up", "substituted", "harm", "evaporated", "unexplained")
FATE_OF = {"need_fell": "fell", "caught_up": "caught_up", "substituted": "substituted", "harm": "harmed"}
NAMED = {"evaporated": "evaporated", **FATE_OF}


@pytest.fixture(scope="module")
def ask(sample_snapshot):
    with open_marts(sample_snapshot) as connection:
        yield lambda query: connection.sql(query).pl()


@pytest.fixture(scope="module")
def ask_volumes_only(tmp_path_factory):
    """The samples without any record of a patient."""
    folder = tmp_path_factory.mktemp("volumes_only")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        settings = load_settings(ROOT / "verdampt.toml")
        settings = settings.model_copy(
            update={
                "build": settings.build.model_copy(update={"out": folder / "published", "work": folder / "work"}),
                "extracts": tuple(one for one in settings.extracts if one.kind == "volumes"),
            }
        )
        snapshot = build(settings, progress=SilentProgress())
    with open_marts(snapshot) as connection:
        yield lambda query: connection.sql(query).pl()


def test_six_parts_add_up_to_the_unit_and_to_the_deficit_in_random_slices(ask) -> None:
    slices = ask("""
        select region_code, concat('referral_', care_path) as care_type, window_code, list(part order by part_number)
            as parts, sum(share) as share, sum(referrals) as referrals, min(share) as least
        from pub_balance inner join pub_care_paths using (path_number)
        where status = 'shown' group by all order by all
    """)
    waves = ask(
        "select * from pub_window_deficits where period_type = 'week' and window_code in ('G1','G2','G3','G4','G5')"
    )
    keys = ["region_code", "care_type"]
    summed = waves.group_by(keys).agg(pl.col("deficit").sum()).with_columns(window_code=pl.lit("sinds-2020-03"))
    deficits = pl.concat([waves.select(*keys, "deficit", "window_code"), summed])
    chosen = slices[np.random.default_rng(9).permutation(slices.height)[:60]].join(deficits, on=[*keys, "window_code"])

    assert chosen.height == 60
    assert chosen["share"].to_list() == [1.0] * 60
    assert chosen["least"].min() >= 0
    assert all(tuple(parts) == PARTS for parts in chosen["parts"])
    assert np.allclose(chosen["referrals"], chosen["deficit"], rtol=1e-9)


def test_what_surely_fell_is_seen_to_fall(ask) -> None:
    known = ask("""
        select estimator, measure, upper from pub_harm inner join pub_outcomes using (path_number, outcome)
        where outcome_type = 'positive_control' and path_number = 300 and status = 'shown'
    """)
    upper = dict(zip(known["estimator"], known["upper"], strict=True))

    assert upper["dose_response"] < 0
    assert upper["event_study"] < 0


def test_every_part_stands_between_its_bounds_and_nothing_is_shown_of_what_is_not(ask) -> None:
    shown = ask("from pub_balance where status = 'shown'")
    hidden = ask("from pub_balance where status <> 'shown'")

    assert shown.filter(region_code="NL", window_code="G1")["path_number"].n_unique() >= 8
    assert ((shown["lower"] <= shown["share"]) & (shown["share"] <= shown["upper"])).all()
    assert shown["lower"].min() >= 0
    assert shown["upper"].max() <= 1
    for column in ("share", "lower", "upper", "referrals", "referrals_lower", "referrals_upper"):
        assert hidden[column].null_count() == hidden.height
    assert set(hidden["status"]) <= {"too_few", "no_deficit", "no_data"}


def test_planted_shares_lie_within_the_intervals_of_the_nation_for_most_parts(ask) -> None:
    fates = pl.DataFrame(json.loads((ROOT / "data_samples" / "extracts" / "truth.json").read_text())["fates"])
    planted = fates.group_by("care_type").agg(pl.col(*NAMED.values()).sum())
    found = ask("""
        select care_path as care_type, part, lower, upper from pub_balance inner join pub_care_paths using (path_number)
        where region_code = 'NL' and window_code = 'G1' and status = 'shown' and part <> 'unexplained'
    """).join(planted, on="care_type")
    missed = sum(found[fate] for fate in NAMED.values())
    truth = sum((found["part"] == part) * found[fate] for part, fate in NAMED.items()) / missed

    inside = (found["lower"] <= truth) & (truth <= found["upper"])

    assert found["care_type"].n_unique() == 8
    assert inside.mean() >= 0.9


def test_the_register_and_what_could_be_found_stand_beside_every_estimate(ask) -> None:
    rows = ask("from pub_harm inner join pub_outcomes using (path_number, outcome)")
    shown = rows.filter(status="shown")

    assert rows.height == ask("from pub_harm").height
    assert shown["estimator"].n_unique() >= 3
    assert shown["detectable"].null_count() == shown["power"].null_count() == 0
    assert shown["power"].is_between(0, 1).all()
    assert ((shown["lower"] <= shown["estimate"]) & (shown["estimate"] <= shown["upper"])).all()
    assert shown.filter(measure="rate_ratio")["e_value_limit"].min() >= 1
    assert rows.filter(pl.col("status") != "shown")["estimate"].null_count() == (rows["status"] != "shown").sum()


def test_negative_controls_are_silent(ask) -> None:
    """Nothing was planted in them but a hundredth of what was missed."""
    controls = ask(
        "select estimate, lower, upper, measure from pub_harm inner join pub_outcomes using (path_number, outcome) "
        "where outcome_type = 'negative_control' and status = 'shown' and estimator <> 'dose_response'"
    )
    nothing = (controls["measure"] == "rate_ratio").cast(pl.Float64)

    assert controls.height >= 12
    assert ((controls["lower"] <= nothing) & (nothing <= controls["upper"])).mean() >= 0.9


def test_so_few_made_up_people_place_nothing_and_the_detectable_effect_says_why(ask) -> None:
    placed = ask("from pub_placement")

    assert set(placed["placement"]) == {"undetermined"}
    assert set(placed["status"]) == {"shown"}
    assert placed["detectable"].drop_nulls().min() > 0.05


def test_pairs_are_marked_as_made_up_and_their_recovery_is_near_what_was_expected(ask) -> None:
    pairs = ask("from pub_pairs")

    assert pairs.height == 3
    assert all("Verzonnen" in reference for reference in pairs["reference"])
    assert (pairs["low_recovery"] / pairs["high_recovery"] - pairs["ratio"]).abs().max() < 1e-9
    assert ((pairs["lower"] < 1.3) & (pairs["upper"] > 0.7)).all()


def test_without_records_of_patients_every_answer_is_that_there_are_no_data(ask_volumes_only) -> None:
    balance = ask_volumes_only("from pub_balance")

    assert set(balance["status"]) == {"no_data"}
    assert balance["region_code"].n_unique() == ask_volumes_only("from pub_regions")["region_code"].n_unique()
    assert set(balance["part"]) == set(PARTS)
    assert set(ask_volumes_only("from pub_harm")["status"]) == {"no_data"}
    assert set(ask_volumes_only("from pub_placement")["status"]) == {"no_data"}
    assert set(ask_volumes_only("from pub_placement")["placement"]) == {"undetermined"}
    assert set(ask_volumes_only("from pub_pairs")["status"]) == {"no_data"}
    assert ask_volumes_only("from pub_outcomes").height > 50
