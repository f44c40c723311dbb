"""The real Vektis years, 2011-2023."""

import polars as pl
import pytest

from tests.conftest import real_folder
from verdampt.publishing.snapshot import open_marts


@pytest.fixture(scope="module")
def ask(vektis_snapshot):
    with open_marts(vektis_snapshot) as connection:
        yield lambda query: connection.sql(query).pl()


def test_rows_insured_years_and_costs_equal_the_control_totals_to_the_cent(ask) -> None:
    control = pl.read_csv(
        real_folder("vektis") / "controletotalen.csv",
        schema_overrides={"aantal_verzekerdejaren": pl.Decimal(18, 2), "kosten_totaal": pl.Decimal(18, 2)},
    )

    published = ask("from pub_delivery_quality where source = 'vektis' order by calendar_year")

    assert published["calendar_year"].to_list() == control["jaar"].to_list() == list(range(2011, 2024))
    assert published["rows_in"].to_list() == control["rijen"].to_list()
    assert published["insured_years"].to_list() == control["aantal_verzekerdejaren"].to_list()
    assert published["cost_eur"].to_list() == control["kosten_totaal"].to_list()
    assert (published["rows_in"] == published["rows_accepted"] + published["rows_rejected"]).all()


def test_hospital_care_in_2020_fell_most_in_zeeland_and_least_in_twente(ask) -> None:
    change = ask("""
        select region_name,
            100 * (max(volume / population) filter (where period_start = '2020-01-01')
                / max(volume / population) filter (where period_start = '2019-01-01') - 1) as percent
        from pub_volumes join pub_regions using (region_code)
        where care_type = 'hospital' and region_scheme = 'ggd' group by all order by percent
    """).rows()

    assert change[0] == ("Zeeland", pytest.approx(-8.0, abs=0.3))
    assert change[-1] == ("Twente", pytest.approx(-1.7, abs=0.3))
    assert len(change) == 25


def test_mental_health_2021_is_a_break_and_counts_in_no_deficit(ask) -> None:
    year = ask("from pub_deficits where care_type = 'mental_health' and period_start = '2021-01-01'")
    window = ask("from pub_window_deficits where care_type = 'mental_health' and window_code = '2021'")

    assert set(year["status"]) == {"break"}
    assert year["observed"].null_count() == 0
    assert year["deficit"].null_count() == window["deficit"].null_count() == len(year) == len(window)
    assert set(window["finding"]) == {"unknown"}


@pytest.mark.parametrize(("scheme", "regions"), [("ggd", 25), ("province", 12), ("corop", 40)])
def test_the_regions_of_each_scheme_add_up_to_the_nation(ask, scheme: str, regions: int) -> None:
    sums = ask(f"""
        select care_type, period_start,
            sum(volume) filter (where region_scheme = '{scheme}') as parts,
            max(volume) filter (where region_code = 'NL') as whole,
            count(*) filter (where region_scheme = '{scheme}') as regions
        from pub_volumes join pub_regions using (region_code) group by all
    """)

    assert set(sums["regions"]) == {regions}
    assert ((sums["parts"] / sums["whole"] - 1).abs() < 1e-9).all()


def test_the_nation_holds_all_costs_but_the_rest_row(ask) -> None:
    hospital = ask("""
        select year(period_start) as y, volume from pub_volumes
        where region_code = 'NL' and care_type = 'hospital' order by 1
    """)
    control = pl.read_csv(real_folder("vektis") / "controletotalen.csv")

    left_out = 1 - hospital["volume"] / control["kosten_medisch_specialistische_zorg"]

    assert left_out.is_between(0.0005, 0.004).all()


def test_weesp_counts_in_amsterdam_in_every_year_and_haaren_is_split_without_loss(ask) -> None:
    years = ask("""
        select region_code, year(period_start) as y, max(population) as insured from pub_volumes
        where region_code in ('GG3606', 'GG3406', 'CR33', 'CR34', 'CR35', 'CR36') group by all
    """).pivot("y", index="region_code", values="insured")

    growth = years["2020"] / years["2018"] - 1

    assert growth.abs().max() < 0.03


def test_care_that_came_later_into_the_basic_package_has_no_figure_before(ask) -> None:
    first = dict(ask("select care_type, year(min(period_start)) from pub_volumes group by 1").rows())

    assert (first["hospital"], first["geriatric_rehabilitation"], first["district_nursing"]) == (2011, 2013, 2015)


def test_costs_may_be_negative_in_the_files_and_absent_cells_are_no_zeros(vektis_snapshot) -> None:
    files = [entry for entry in vektis_snapshot.manifest["inputs"] if entry["kind"] == "vektis_open"]

    assert sum(entry["rows_rejected"] for entry in files) == 0
    assert len({entry["sha256"] for entry in files}) == 13
