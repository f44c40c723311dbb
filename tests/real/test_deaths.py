"""Dutch weekly deaths as an extract of counted care, against what Statistics Netherlands expected."""

import csv
from datetime import date

import polars as pl
import pytest

from tests.conftest import real_folder
from verdampt.build import build
from verdampt.intake import SilentProgress
from verdampt.publishing.snapshot import open_marts
from verdampt.settings import Settings


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    folder = tmp_path_factory.mktemp("deaths")
    deaths = pl.read_csv(
        real_folder("sterfte") / "economist_netherlands_weekly_deaths_2015_2024.csv", try_parse_dates=True
    )
    deaths.filter(pl.col("start_date") < date(2022, 1, 1)).select(
        region_code=pl.lit("NL"),
        care_type=pl.lit("deaths"),
        period_type=pl.lit("week"),
        period_start="start_date",
        volume="total_deaths",
    ).write_csv(folder / "deaths.csv", separator=";")
    (folder / "care_types.csv").write_text(
        "care_type;name;name_en;noun_one;noun_many;noun_one_en;noun_many_en;unit\n"
        "deaths;Sterfte;Deaths;overledene;overledenen;death;deaths;count\n"
    )
    settings = Settings.model_validate(
        {
            "build": {"out": folder / "published", "work": folder / "work"},
            "reference": {"care_types": folder / "care_types.csv"},
            "baseline": {"first": "2014-12-29", "last": "2019-12-29"},
            "extracts": [
                {"kind": "volumes", "source": "cbs", "path": str(folder / "deaths.csv"), "already_public": True}
            ],
        }
    )
    snapshot = build(settings, progress=SilentProgress())
    with open_marts(snapshot) as connection:
        yield lambda query: connection.sql(query).pl()


def test_every_quarter_of_2020_and_2021_is_within_two_percent_of_what_cbs_expected(ask) -> None:
    rows = csv.DictReader(
        (real_folder("sterfte") / "cbs_sterfte_week_verwacht_2020_2023.csv")
        .read_text(encoding="utf-8-sig")
        .splitlines()
    )
    cbs = pl.DataFrame(
        [
            {
                "period_start": date.fromisocalendar(int(row["year"]), int(row["week"]), 1),
                "quarter": f"{row['year']}-{min((int(row['week']) - 1) // 13, 3) + 1}",
                "cbs": float(row["cbs_avg"]),
            }
            for row in rows
            if row["agegroup"] == "m_v_0_999" and row["year"] in ("2020", "2021")
        ]
    )

    ours = ask("select period_start, expected from pub_deficits")
    quarters = cbs.join(ours, on="period_start").group_by("quarter").agg(pl.col("expected").sum(), pl.col("cbs").sum())

    assert quarters.height == 8
    assert cbs.height == 105
    assert (quarters["expected"] / quarters["cbs"] - 1).abs().max() < 0.02


def test_the_weekly_interval_holds_the_years_2017_to_2019_when_they_are_foretold(ask) -> None:
    card = ask("from pub_backtest where level = 'nation' and window_length = 1").row(0, named=True)

    assert card["windows"] >= 156
    assert 0.90 <= card["coverage_95"] <= 0.98


def test_the_excess_of_the_first_wave_is_found(ask) -> None:
    first = ask("from pub_window_deficits where window_code = 'G1'").row(0, named=True)

    assert first["finding"] == "clearly_more"
    assert first["observed"] - first["expected"] == pytest.approx(9_000, abs=1_500)
    assert first["holds"]
