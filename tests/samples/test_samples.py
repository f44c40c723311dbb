"""The committed samples: what was planted is found."""

import json
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from verdampt.publishing.snapshot import open_marts
from verdampt.statistics.uncertainty import interval

ROOT = Path(__file__).resolve().parents[2]
VOLUMES = ROOT / "data_samples" / "volumes"


def test_the_planted_share_of_care_given_is_found_for_nearly_every_region_and_year(sample_snapshot) -> None:
    truth = pl.DataFrame(json.loads((VOLUMES / "truth.json").read_text())["years"])
    with open_marts(sample_snapshot) as connection:
        found = connection.sql("from pub_window_deficits").pl()

    both = found.join(
        truth.with_columns(window_code=pl.col("year").cast(pl.String)), on=["region_code", "care_type", "window_code"]
    )

    assert len(both) == 25 * 8 * 4
    inside = both["normal"].is_between(both["lower"], both["upper"])
    assert inside.mean() >= 0.95
    assert (both["ratio"] / both["share_given"] - 1).abs().mean() < 0.03


def test_the_script_that_is_committed_makes_the_files_that_are_committed(tmp_path) -> None:
    script = (ROOT / "data_samples" / "make_volumes.py").read_text()
    (tmp_path / "make_volumes.py").write_text(script)
    (tmp_path / "reference").symlink_to(ROOT / "data_samples" / "reference")
    (tmp_path / "volumes").mkdir()

    subprocess.run([sys.executable, str(tmp_path / "make_volumes.py")], check=True)

    made = {path.name: path.read_bytes() for path in (tmp_path / "volumes").iterdir()}
    assert made == {path.name: path.read_bytes() for path in VOLUMES.iterdir()}


def test_the_interval_of_a_selection_asked_for_later_is_that_of_the_build(sample_snapshot) -> None:
    question = (ROOT / "sql" / "queries" / "selection.sql").read_text()
    with open_marts(sample_snapshot) as connection:
        windows = connection.sql("""
            from pub_window_deficits join pub_windows using (period_type, window_code)
            where period_type = 'week' and region_code in ('GG0111', 'GG3406')
                and care_type in ('gp_contacts', 'planned_surgery')
        """).pl()
        nation = connection.sql("""
            from pub_window_deficits where region_code = 'NL' and care_type = 'gp_contacts' and window_code = '2021'
        """).pl()

        def select(regions, care_types, window):
            parameters = {
                "region_codes": regions,
                "care_types": care_types,
                "region_scheme": "ggd",
                "period_type": "week",
                "first_date": window["first_date"] - timedelta(days=3),
                "last_date": window["last_date"] - timedelta(days=3),
            }
            return connection.sql(question, params=parameters).pl().row(0, named=True)

        for window in windows.iter_rows(named=True):
            found = select([window["region_code"]], [window["care_type"]], window)
            assert found["observed"] == window["observed"]
            assert _bounds(found) == (
                pytest.approx(window["expected"], rel=1e-9),
                pytest.approx(window["lower"], abs=1),
                pytest.approx(window["upper"], abs=1),
            )
        regions = connection.sql("select region_code from pub_regions where region_scheme = 'ggd'").pl()
        year = windows.filter(window_code="2021").row(0, named=True)
        whole = select(regions["region_code"].to_list(), ["gp_contacts"], year)
        both = select(["GG0111"], ["gp_contacts", "planned_surgery"], year)
        parts = [select(["GG0111"], [care], year)["variance"] for care in ("gp_contacts", "planned_surgery")]

    assert _bounds(whole)[1:] == (
        pytest.approx(nation["lower"][0], rel=1e-6),
        pytest.approx(nation["upper"][0], rel=1e-6),
    )
    assert sum(parts) < both["variance"] < (parts[0] ** 0.5 + parts[1] ** 0.5) ** 2


def _bounds(found):
    mean, variance = np.array([found["expected"]]), np.array([found["variance"]])
    lower, upper = interval(mean, variance=variance, level=0.95, degrees_of_freedom=1, is_count=True)
    return found["expected"], lower[0], upper[0]


def test_regions_of_every_care_type_add_up_to_the_nation_in_every_period(sample_snapshot) -> None:
    with open_marts(sample_snapshot) as connection:
        sums = connection.sql("""
            select care_type, period_type, period_start,
                sum(expected) filter (where region_scheme = 'ggd') as parts,
                max(expected) filter (where region_code = 'NL') as whole
            from pub_deficits join pub_regions using (region_code)
            where expected is not null group by all
        """).pl()

    assert sums.height > 10_000
    assert (sums["parts"] / sums["whole"] - 1).abs().max() < 1e-9


def test_the_planted_drop_of_march_2020_is_found_where_a_series_is_large_enough(sample_snapshot) -> None:
    with open_marts(sample_snapshot) as connection:
        found = connection.sql("""
            from pub_recovery join pub_care_types using (care_type)
            where source = 'samples' and region_code <> 'NL'
        """).pl()
    large = found.filter(detail="all")

    assert large.height > 100
    assert large["onset"].is_between(date(2020, 3, 2), date(2020, 3, 23)).mean() > 0.95
    assert (large["onset_first"] <= large["onset"]).all()
    assert (large["onset"] <= large["onset_last"]).all()
    assert (large["trough_lower"] <= large["trough_ratio"]).all()
    assert large["trough_ratio"].max() < 0.95
    assert (
        found.filter(pl.col("detail") == "totals")["trough_ratio"].null_count()
        == found.filter(pl.col("detail") == "totals").height
    )


def test_nobody_dies_less_at_the_same_age_from_2020_on_in_a_world_where_no_such_thing_is_planted() -> None:
    folder = ROOT / "data_samples" / "extracts"
    deaths = pl.concat([pl.read_csv(path, separator=";") for path in sorted(folder.glob("deaths_*.csv.gz"))])
    people = pl.concat([pl.read_csv(path, separator=";") for path in sorted(folder.glob("population_*.csv.gz"))])

    def risk(first: int, last: int) -> float:
        year = pl.col("death_date").str.slice(0, 4).cast(pl.Int64)
        died = deaths.filter(
            pl.col("exit_type") == "died", year.is_between(first, last), year - pl.col("birth_year") > 79
        )
        known = pl.col("reference_date").str.slice(0, 4).cast(pl.Int64).is_between(first, last)
        return died.height / people.filter(known, age_band="80+")["inhabitants"].sum()

    assert risk(2020, 2023) == pytest.approx(risk(2017, 2019), rel=0.15)


PILOTS = json.loads((ROOT / "data_samples" / "extracts" / "truth.json").read_text())["pilots"]


def test_what_pilots_of_the_samples_did_lies_inside_its_bounds(sample_snapshot) -> None:
    with open_marts(sample_snapshot) as connection:
        pilots = connection.sql("from pub_pilots where outcome = 'referrals' and estimator = 'did2s'").pl()
        course = connection.sql("from pub_pilot_course").pl()
        costs = connection.sql("from pub_pilot_costs").pl()

    assert set(pilots["pilot"]) == set(PILOTS)
    for row in pilots.to_dicts():
        assert row["lower"] <= PILOTS[row["pilot"]]["effect"] <= row["upper"]
        assert row["size_class"] == "20-49"
    assert course["quarter_number"].min() == -8
    assert -1 not in set(course["quarter_number"])
    assert costs["invested_eur"].max() == pytest.approx(15.0)


def test_which_practices_take_part_in_a_pilot_and_how_many_is_told_nowhere(sample_snapshot) -> None:
    keys = pl.Series([key for pilot in PILOTS.values() for key in pilot["practice_keys"]])
    with open_marts(sample_snapshot) as connection:
        texts = connection.sql(
            "select table_name, column_name from information_schema.columns where data_type = 'VARCHAR'"
        ).fetchall()
        for table, column in texts:
            assert (
                not connection.sql(f'select distinct "{column}" from {table}').pl()[column].is_in(keys.implode()).any()
            )

    manifest = json.dumps(sample_snapshot.manifest)
    assert not any(key in manifest for key in keys)
    assert "pilot_practices" not in json.dumps(sample_snapshot.manifest["inputs"])
