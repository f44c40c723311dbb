"""A made-up Netherlands with planted faults: what is found is what was planted, none more."""

import json

import pytest

from tests.conftest import ROOT
from verdampt.build import check
from verdampt.intake import SilentProgress
from verdampt.settings import Settings
from verdampt.synthesis.faults import plant_faults
from verdampt.synthesis.generate import synthesise

KINDS = (
    "gp_contacts",
    "gp_referrals",
    "hospital_trajectories",
    "hospital_activities",
    "insurer_claims",
    "deaths",
    "population",
)


def settings_for(folder, work) -> Settings:
    return Settings.model_validate(
        {
            "build": {"out": work / "published", "work": work / "work"},
            "regions": {"table": ROOT / "data_samples/reference/regions.csv"},
            "extracts": [
                {"kind": kind, "source": "made_up", "path": f"{folder}/{kind}_*.csv.gz", "extracted_on": "2023-12-31"}
                for kind in KINDS
            ],
        }
    )


@pytest.fixture(scope="module")
def faulty(tmp_path_factory):
    folder = tmp_path_factory.mktemp("faulty")
    synthesise(20_000, out=folder / "extracts", seed=3)
    return folder, plant_faults(folder / "extracts", seed=3)


def test_found_faults_equal_planted_faults(faulty) -> None:
    folder, planted = faulty

    checked = check(settings_for(folder / "extracts", folder), progress=SilentProgress())

    found = {
        (row["source_file"].rsplit("/", 1)[-1], row["column_name"], row["reason"]): (row["rows"], row["first_line"])
        for row in checked.rejects.iter_rows(named=True)
    }
    for one in (one for one in planted if one.verdict == "accepted_with_rejects"):
        matching = [key for key in found if key[:2] == (one.file, one.column) and key[2].startswith(one.fault)]
        assert len(matching) == 1, one
        assert found.pop(matching[0]) == (one.rows, min(one.lines)), one
    assert found == {}
    refused = {one.file: one.refusal for one in checked.deliveries if one.verdict == "refused"}
    for one in (one for one in planted if one.verdict == "refused"):
        assert one.fault in refused.pop(one.file), one
    assert refused == {}


def test_every_row_of_every_file_is_accounted_for(faulty) -> None:
    folder, _ = faulty

    checked = check(settings_for(folder / "extracts", folder), progress=SilentProgress())

    assert all(one.rows_in == one.rows_accepted + one.rows_rejected for one in checked.deliveries)
    assert sum(one.rows_rejected for one in checked.deliveries) == checked.rejects["rows"].sum()


def test_the_same_seed_gives_the_same_files_and_another_seed_others(tmp_path) -> None:
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        synthesise(2_000, out=tmp_path / name, seed=seed)
    files = {name: {p.name: p.read_bytes() for p in (tmp_path / name).iterdir()} for name in "abc"}

    assert files["a"] == files["b"]
    assert files["a"]["gp_contacts_2020.csv.gz"] != files["c"]["gp_contacts_2020.csv.gz"]


def test_the_truth_adds_up_and_holds_what_was_planted(faulty) -> None:
    folder, _ = faulty
    truth = json.loads((folder / "extracts" / "truth.json").read_text())

    parts = ("given", "fell", "caught_up", "substituted", "harmed", "evaporated")
    assert all(row["needs"] == sum(row[part] for part in parts) for row in truth["fates"])
    shares = {care["care_type"]: care for care in truth["care_types"]}
    assert all(abs(sum(care[part] for part in parts[1:]) - 1) < 1e-9 for care in shares.values())
    assert truth["conversion"]["converted"] / truth["conversion"]["hospital_referrals"] == pytest.approx(0.82, abs=0.02)
    assert truth["pilots"]["working"]["practice_keys"]
