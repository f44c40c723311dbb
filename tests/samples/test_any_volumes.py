"""Counted care of any country, in any kind of period, with the faults that real series have."""

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from verdampt.build import build
from verdampt.intake import SilentProgress
from verdampt.publishing.snapshot import open_marts
from verdampt.settings import Settings

REGIONS = [f"BE{number}" for number in range(1, 7)]
CARE_TYPES = ("week_care", "month_care", "quarter_care", "year_care", "short_care", "tiny_care")


def _starts(period_type: str) -> list[date]:
    if period_type == "week":
        return [date(2016, 1, 4) + timedelta(weeks=week) for week in range(52 * 6)]
    months = {"month": 1, "quarter": 3, "year": 12}[period_type]
    return [date(2014 + month // 12, month % 12 + 1, 1) for month in range(0, 96, months)]


def _rows():
    chance = np.random.default_rng(3)
    for care_type in CARE_TYPES:
        period_type = care_type.split("_")[0] if care_type not in ("short_care", "tiny_care") else "week"
        level = {"week": 60, "month": 260, "quarter": 780, "year": 3_100}[period_type]
        for place, region in enumerate(REGIONS):
            for start in _starts(period_type):
                if care_type == "short_care" and start < date(2018, 12, 31):
                    continue
                if care_type == "month_care" and place == 2 and start.year == 2017 and start.month in (3, 4):
                    continue  # not delivered, which is no zero
                mean = 0.02 if care_type == "tiny_care" and place else level * (0.5 + place / 4)
                if date(2020, 3, 9) <= start <= date(2020, 6, 20):
                    mean *= 0.5
                yield region, care_type, period_type, start, int(chance.poisson(mean))


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    folder = tmp_path_factory.mktemp("abroad")
    names = ["region_code", "care_type", "period_type", "period_start", "volume"]
    pl.DataFrame(list(_rows()), schema=names, orient="row").write_csv(folder / "volumes.csv", separator=";")
    regions = [f"{code};Region {code};{code};Region {code};;" for code in REGIONS]
    header = "gm_code;gm_name;gewest_code;gewest_name;valid_from;valid_to"
    (folder / "regions.csv").write_text("\n".join([header, *regions]) + "\n")
    care = [f"{code};{code};{code};stuk;stuks;piece;pieces;count" for code in CARE_TYPES]
    header = "care_type;name;name_en;noun_one;noun_many;noun_one_en;noun_many_en;unit"
    (folder / "care_types.csv").write_text("\n".join([header, *care]) + "\n")
    (folder / "tiles.csv").write_text("region_code;tile_column;tile_row\nBE1;0;0\n")
    (folder / "changes.csv").write_text("old_code;new_code;valid_from;share\nBE0;BE1;2019-01-01;1\n")
    settings = Settings.model_validate(
        {
            "build": {"out": folder / "published", "work": folder / "work"},
            "regions": {
                "scheme": "gewest",
                "table": folder / "regions.csv",
                "tiles": folder / "tiles.csv",
                "changes": folder / "changes.csv",
            },
            "reference": {"care_types": folder / "care_types.csv"},
            "calendar": {"country": "BE"},
            "baseline": {"first": "2014-01-01", "last": "2019-12-29"},
            "extracts": [
                {"kind": "volumes", "source": "abroad", "path": str(folder / "volumes.csv"), "already_public": True}
            ],
        }
    )
    snapshot = build(settings, progress=SilentProgress())
    with open_marts(snapshot) as connection:
        yield lambda query: connection.sql(query).pl()


@pytest.mark.parametrize("care_type", ["week_care", "month_care", "quarter_care", "year_care"])
def test_every_kind_of_period_has_expected_values_that_are_right_and_add_up(ask, care_type: str) -> None:
    sums = ask(f"""
        select period_start, sum(expected) filter (where region_code <> 'NL') as parts,
            max(expected) filter (where region_code = 'NL') as whole,
            max(lower) filter (where region_code = 'NL') as lower, max(upper) filter (where region_code = 'NL') as upper
        from pub_deficits where care_type = '{care_type}' and period_start >= '2020-01-01' group by all
    """)
    usual = {"week_care": 60, "month_care": 260, "quarter_care": 780, "year_care": 3_100}[care_type]
    planted = usual * sum(0.5 + place / 4 for place in range(6))

    assert (sums["parts"] / sums["whole"] - 1).abs().max() < 1e-9
    assert sums["whole"].mean() == pytest.approx(planted, rel=0.04)
    assert (sums["lower"] < sums["whole"]).all()
    assert (sums["whole"] < sums["upper"]).all()


def test_one_year_of_baseline_gives_a_ratio_called_indicative_and_no_interval(ask) -> None:
    periods = ask("from pub_deficits where care_type = 'short_care' and period_start >= '2020-01-01'")
    window = ask("from pub_window_deficits where care_type = 'short_care' and window_code = '2020'")
    recovery = ask("from pub_recovery where care_type = 'short_care'")

    assert set(periods["status"]) == {"indicative"}
    assert periods["lower"].null_count() == periods["upper"].null_count() == periods.height
    assert periods["ratio"].null_count() == 0
    assert set(window["finding"]) == {"indicative"}
    assert window["ratio"].is_between(0.75, 0.98).all()
    assert recovery["is_indicative"].all()
    assert set(recovery["recovery_class"]) == {"too_little_data"}


def test_of_next_to_nothing_no_percentage_is_given_anywhere(ask) -> None:
    for table in ("pub_deficits", "pub_window_deficits"):
        tiny = ask(f"from {table} where care_type = 'tiny_care' and region_code not in ('BE1', 'NL')")
        few = tiny.filter(pl.col("expected") < 5)
        assert few.height > 0
        assert few["ratio"].null_count() == few.height
    recovery = ask("from pub_recovery where care_type = 'tiny_care' and region_code not in ('BE1', 'NL')")
    assert recovery["trough_ratio"].null_count() == recovery.height
    assert set(recovery["recovery_class"]) == {"too_little_data"}


def test_what_was_not_delivered_is_no_drop(ask) -> None:
    gaps = ask("from pub_deficits where care_type = 'month_care' and region_code = 'BE3' and observed is null")
    after = ask("""
        select avg(ratio) as ratio from pub_deficits
        where care_type = 'month_care' and region_code = 'BE3' and period_start >= '2020-07-01'
    """)

    assert gaps["status"].to_list() == ["no_delivery"] * 2
    assert after["ratio"][0] == pytest.approx(1, abs=0.06)


def test_week_53_is_expected_like_the_weeks_beside_it(ask) -> None:
    weeks = ask("""
        select period_start, expected from pub_deficits where care_type = 'week_care' and region_code = 'NL'
            and period_start between '2020-12-07' and '2021-01-18' order by 1
    """)

    assert weeks["period_start"].to_list()[3] == date(2020, 12, 28)
    assert weeks["expected"].max() / weeks["expected"].min() < 1.35
