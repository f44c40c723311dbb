"""A new delivery rebuilds only what it touches, and gives the same as building everything."""

import gzip
import shutil
from pathlib import Path

import pytest

from verdampt import increments
from verdampt.build import WORK_DATABASE, build
from verdampt.engines.duckdb import Engine
from verdampt.errors import ExtractError
from verdampt.extracts import reading
from verdampt.intake import SilentProgress
from verdampt.resources import project_root
from verdampt.settings import Settings

KINDS = {
    "gp_contacts": "gps",
    "gp_referrals": "gps",
    "hospital_trajectories": "hospitals",
    "hospital_activities": "hospitals",
    "insurer_claims": "insurers",
    "deaths": "register",
}


@pytest.fixture
def delivered(tmp_path) -> Path:
    """A folder with some years of the made-up extracts."""
    folder = tmp_path / "in"
    folder.mkdir()
    deliver(folder, years=range(2020, 2023))
    return folder


def deliver(folder: Path, *, years: range) -> None:
    for kind in KINDS:
        for year in years:
            name = f"{kind}_{year}.csv.gz"
            shutil.copy(project_root() / "data_samples" / "extracts" / name, folder / name)


def settings_for(folder: Path, place: Path) -> Settings:
    extracts = [
        {
            "kind": kind,
            "source": source,
            "path": f"{folder}/{kind}_*.csv.gz",
            "extracted_on": "2023-12-31",
            "already_public": True,
        }
        for kind, source in KINDS.items()
    ]
    return Settings.model_validate(
        {"build": {"out": place / "published", "work": place / "work"}, "extracts": extracts}
    )


def contents(settings: Settings) -> dict[str, list[tuple[object, ...]]]:
    """Return the rows of every table that models and steps made, in an order of their own."""
    with Engine(settings.build.work / WORK_DATABASE, keep=True) as engine:
        kept = ("stg_", "int_", "fct_", "pub_", "calc_")
        names = [name for name in engine.tables() if name.startswith(kept)]
        # Files have other numbers of lines under other paths; what they hold is compared elsewhere.
        names = [name for name in names if name not in ("stg_deliveries", "pub_delivery_quality")]
        return {name: engine.rows(f'select count(*), bit_xor(hash(whole)) from "{name}" as whole') for name in names}


def both_ways(folder: Path, tmp_path: Path) -> tuple[dict, dict]:
    again, anew = settings_for(folder, tmp_path / "again"), settings_for(folder, tmp_path / "anew")
    build(again, progress=SilentProgress())
    build(anew, progress=SilentProgress())
    return contents(again), contents(anew)


def rewrite(path: Path, change) -> None:
    lines = gzip.decompress(path.read_bytes()).decode().splitlines()
    path.write_bytes(gzip.compress(("\n".join(change(lines)) + "\n").encode()))


def test_a_new_year_gives_the_same_as_building_everything_and_reads_only_its_files(
    delivered, tmp_path, monkeypatch
) -> None:
    deliver(delivered, years=range(2017, 2020))
    build(settings_for(delivered, tmp_path / "again"), progress=SilentProgress())
    read, updated = [], []
    load, update = reading.load, increments.Increment.update
    monkeypatch.setattr(reading, "load", lambda *given, **named: read.append(given[1].name) or load(*given, **named))
    monkeypatch.setattr(
        increments.Increment, "update", lambda self, model: updated.append(model.name) or update(self, model)
    )
    deliver(delivered, years=range(2023, 2024))
    again = settings_for(delivered, tmp_path / "again")

    build(again, progress=SilentProgress())

    assert sorted(read) == sorted(f"{kind}_2023.csv.gz" for kind in KINDS)
    assert {"stg_gp__referrals", "int_referrals", "int_same_path_links", "int_referral_links", "int_claims"} <= set(
        updated
    )
    monkeypatch.undo()
    anew = settings_for(delivered, tmp_path / "anew")
    build(anew, progress=SilentProgress())
    assert contents(again) == contents(anew)


def test_a_correction_that_takes_rows_away_or_changes_them_gives_the_same_too(delivered, tmp_path) -> None:
    build(settings_for(delivered, tmp_path / "again"), progress=SilentProgress())
    rewrite(delivered / "gp_referrals_2020.csv.gz", lambda lines: lines[:1] + lines[200:])
    rewrite(delivered / "hospital_trajectories_2021.csv.gz", lambda lines: lines[:-300])

    again, anew = both_ways(delivered, tmp_path)

    assert again == anew


def test_a_file_that_goes_takes_its_rows_with_it(delivered, tmp_path) -> None:
    build(settings_for(delivered, tmp_path / "again"), progress=SilentProgress())
    (delivered / "gp_referrals_2022.csv.gz").unlink()

    again, anew = both_ways(delivered, tmp_path)

    assert again == anew


def test_rows_that_repeat_those_of_an_earlier_file_are_judged_over_both(delivered, tmp_path) -> None:
    """Half of the repeats are equal, half differ: then the earlier rows fall too."""
    build(settings_for(delivered, tmp_path / "again"), progress=SilentProgress())
    earlier = gzip.decompress((delivered / "gp_referrals_2020.csv.gz").read_bytes()).decode().splitlines()
    repeats = [*earlier[1:6], *(line.replace(";M;", ";V;") for line in earlier[6:12])]
    rewrite(delivered / "gp_referrals_2022.csv.gz", lambda lines: lines + repeats)

    again, anew = both_ways(delivered, tmp_path)

    assert again == anew


def test_a_refused_delivery_costs_nothing_of_what_was_kept(delivered, tmp_path, monkeypatch) -> None:
    again = settings_for(delivered, tmp_path / "again")
    build(again, progress=SilentProgress())
    broken = delivered / "gp_referrals_2022.csv.gz"
    good = broken.read_bytes()
    rewrite(broken, lambda lines: [lines[0], *(line.replace(";hospital;", ";nowhere;") for line in lines[1:])])
    with pytest.raises(ExtractError):
        build(again, progress=SilentProgress())
    broken.write_bytes(good)
    updated = []
    update = increments.Increment.update
    monkeypatch.setattr(
        increments.Increment, "update", lambda self, model: updated.append(model.name) or update(self, model)
    )

    build(again, progress=SilentProgress())

    assert "int_referral_links" in updated
    monkeypatch.undo()
    anew = settings_for(delivered, tmp_path / "anew")
    build(anew, progress=SilentProgress())
    assert contents(again) == contents(anew)
