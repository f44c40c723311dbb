"""The committed samples: what was planted is found."""

import json
import subprocess
import sys
from pathlib import Path

import polars as pl

from verdampt.publishing.snapshot import open_marts

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
