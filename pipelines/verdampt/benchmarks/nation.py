"""A made-up nation for benchmarks: every region, 40 kinds of care and nine years of weeks, with a drop in 2020."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl

from verdampt.resources import project_root
from verdampt.settings import Settings

SEED = 20200312
CARE_TYPES = 40
WEEKS = 470
"""From the first Monday of 2017 to the end of 2025."""
FIRST_MONDAY = date(2017, 1, 2)
DROP, DROP_FROM, DROP_WEEKS = 0.40, date(2020, 3, 16), 12
YEAR = 52.18
"""In weeks."""


def _regions(table: Path) -> list[str]:
    codes = pl.read_csv(table, separator=";")["ggd_code"]
    return sorted(codes.drop_nulls().unique().to_list())


def _volumes(chance: np.random.Generator, *, regions: int) -> np.ndarray:
    """Return volumes by region and week: a level for each region, a season, a drop in 2020, and noise."""
    weeks = np.arange(WEEKS)
    season = 1 + 0.08 * np.cos(2 * np.pi * (weeks / YEAR + chance.uniform()))
    since = weeks - (DROP_FROM - FIRST_MONDAY).days // 7
    given = np.where((since >= 0) & (since < DROP_WEEKS), 1 - DROP, 1.0)
    level = chance.uniform(200, 2_000, size=(regions, 1))
    return chance.poisson(level * season * given)


def nation(folder: Path) -> Settings:
    """Write the extract of a nation and the names of its care, and return the settings that build it."""
    reference = project_root() / "data_samples" / "reference"
    regions = _regions(reference / "regions.csv")
    chance = np.random.default_rng(SEED)
    weeks = [FIRST_MONDAY + timedelta(weeks=number) for number in range(WEEKS)]
    codes = [f"care_{number:02d}" for number in range(1, CARE_TYPES + 1)]
    parts = [
        pl.DataFrame(
            {
                "region_code": np.repeat(regions, WEEKS),
                "care_type": code,
                "period_type": "week",
                "period_start": weeks * len(regions),
                "volume": _volumes(chance, regions=len(regions)).ravel(),
            }
        )
        for code in codes
    ]
    pl.concat(parts).write_csv(folder / "volumes.csv", separator=";")
    names = [f"{code};Zorg {code[-2:]};Care {code[-2:]};keer;keer;time;times;count" for code in codes]
    head = "care_type;name;name_en;noun_one;noun_many;noun_one_en;noun_many_en;unit"
    (folder / "care_types.csv").write_text("\n".join([head, *names]) + "\n", encoding="utf-8")
    return _settings(folder, reference=reference)


def _settings(folder: Path, *, reference: Path) -> Settings:
    tables = {name: reference / f"{name}.csv" for name in ("breaks", "events")}
    return Settings.model_validate(
        {
            "build": {"out": folder / "published", "work": folder / "work"},
            "regions": {
                "table": reference / "regions.csv",
                "changes": reference / "municipality_changes.csv",
                "tiles": reference / "tiles.csv",
            },
            "reference": {**tables, "care_types": folder / "care_types.csv"},
            "baseline": {"first": FIRST_MONDAY, "last": date(2019, 12, 29)},
            "extracts": [
                {
                    "kind": "volumes",
                    "source": "nation",
                    "path": str(folder / "volumes.csv"),
                    "already_public": True,
                    "extracted_on": date(2026, 2, 1),
                }
            ],
        }
    )
