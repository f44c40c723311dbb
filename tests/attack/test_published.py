"""A snapshot of confidential extracts: everything that is in it, attacked; and what it must not hold."""

import gzip
import re

import numpy as np
import polars as pl
import pytest

from tests.conftest import KEY, ROOT, confidential
from verdampt.build import WORK_DATABASE, build
from verdampt.disclosure.attack import Known, Table, judge, propagate
from verdampt.disclosure.rounding import chain_start, protect
from verdampt.engines.duckdb import Engine
from verdampt.errors import InputError
from verdampt.intake import SilentProgress
from verdampt.protection import KEY_VARIABLE
from verdampt.publishing.snapshot import open_marts

CELL = ["region_code", "care_type", "period_start"]
SECRET = re.compile(r"patient|practice|hospital|record|_key|birth")


@pytest.fixture(scope="module")
def protected(protected_build):
    """The settings and the snapshot of a confidential build, and the engine with its secure side."""
    settings, snapshot = protected_build
    with Engine(settings.build.work / WORK_DATABASE, keep=True) as engine:
        yield settings, snapshot, engine


@pytest.fixture(scope="module")
def ask(protected):
    with open_marts(protected[1]) as connection:
        yield lambda query: connection.sql(query).pl()


def test_every_published_count_is_a_multiple_of_ten_and_none_or_few_is_small(ask) -> None:
    volumes = ask("select volume, status from pub_volumes")
    windows = ask("select observed from pub_window_deficits where observed is not null")
    chain = ask("select observed, observed_a from pub_chain where observed is not null")

    assert (volumes["volume"].drop_nulls() % 10 == 0).all()
    assert volumes["volume"].min() == 10
    assert set(volumes.filter(pl.col("volume").is_null())["status"]) <= {"small", "no_delivery"}
    assert volumes.filter(status="small").height > 1_000
    assert (windows["observed"] % 10 == 0).all()
    assert (chain["observed"] % 10 == 0).all()
    assert (ask("select referrals from pub_follow_through")["referrals"] % 10 == 0).all()
    for table in ("pub_groups", "pub_group_months"):
        groups = ask(f"select observed from {table} where observed is not null")
        assert (groups["observed"] % 10 == 0).all()
        assert groups["observed"].min() >= 10
    shifts = ask("select observed from pub_shifts where observed is not null")
    assert (shifts["observed"] % 10 == 0).all()
    assert shifts["observed"].min() >= 10
    stated = ask("select numerator, denominator from pub_stated_figures where unit = 'share' and value is not null")
    assert stated.height >= 7
    assert (stated["numerator"] % 10 == 0).all()
    assert (stated["denominator"] % 10 == 0).all()


def _truth(engine: Engine) -> pl.DataFrame:
    """Return true events by care path, region and part of a week; at most nine of fewer than ten people count."""
    return engine.frame("""
        select step, path_number, region_code, week_start, month_start,
            case when count(distinct patient_id) < 10 then least(count(*), 9) else count(*) end as events
        from int_countable_events join ref_chain_order using (gm_code) group by all order by all
    """)


def _as_table(cells: pl.DataFrame, shown: pl.DataFrame, *, period: str, column: str, region: str, care: str) -> Table:
    """Return what one published table says of sums of cells: off by less than ten for each chain in them."""
    names = {"region_code": region, "care_type": care, "period_start": column}
    key = cells.select(*(pl.col(old).alias(new) for new, old in names.items()), "week_start", "month_start", "chain")
    published = shown.filter(period_type=period).drop("period_type").with_row_index("group")
    found = key.join(published, on=CELL, how="left", maintain_order="left")
    parts = key.unique().group_by(CELL).len("chains").join(published, on=CELL)
    off = np.zeros(published.height)
    off[parts["group"].to_numpy()] = 9 * parts["chains"].to_numpy()
    values = published["volume"].to_numpy()
    groups = found["group"].cast(pl.Int64).fill_null(-1).to_numpy()
    return Table(groups=groups, lower=np.maximum(values - off, 0), upper=values + off)


def test_weekly_and_monthly_figures_together_give_no_small_count_away(protected, ask) -> None:
    _, _, engine = protected
    cells = _truth(engine)
    paths = engine.frame("""
        select step, path_number, chain_care_type(step, care_path) as care_type,
            case when destination = 'hospital' then concat(step, '_hospital') end as all_hospital
        from (select distinct step, path_number from int_countable_events) left join ref_care_paths using (path_number)
    """)
    cells = cells.join(paths, on=["step", "path_number"]).with_columns(
        nation=pl.lit("NL"), chain=pl.concat_str("step", "path_number", separator="/")
    )
    shown = ask(
        "select region_code, care_type, period_type, period_start, coalesce(volume, 0) as volume "
        "from pub_volumes where status in ('delivered', 'small')"
    )
    tables = [
        _as_table(cells, shown, period=period, column=column, region=region, care=care)
        for period, column in (("week", "week_start"), ("month", "month_start"))
        for region in ("region_code", "nation")
        for care in ("care_type", "all_hospital")
    ]
    start = Known(lower=np.zeros(cells.height), upper=np.full(cells.height, 1e6))

    verdict = judge(propagate(start, tables), cells["events"].to_numpy().astype(float))

    assert verdict.small > 20_000
    assert verdict.recovered == 0
    assert verdict.narrowest >= 9


def test_expected_values_give_back_protected_counts_only(ask) -> None:
    rows = ask("select observed, expected, deficit, ratio, unit from pub_deficits where deficit is not null")

    assert np.allclose(rows["expected"] - rows["deficit"], rows["observed"])
    with_ratio = rows.drop_nulls("ratio")
    assert (with_ratio["expected"] >= 100).all()


def test_shares_and_rates_need_a_hundred(ask) -> None:
    assert ask("select min(referrals) as fewest from pub_follow_through")["fewest"][0] >= 100
    for table in ("pub_groups", "pub_group_months"):
        assert ask(f"select min(expected) as fewest from {table} where ratio is not null")["fewest"][0] >= 100
    wholes = ask("""
        select sum(observed) as observed, sum(expected) as expected from pub_shifts
        where expected_share is not null group by region_code, dimension, window_code
    """)
    assert wholes["expected"].min() >= 100
    assert ask("select min(denominator) as fewest from pub_stated_figures where unit = 'share'")["fewest"][0] >= 100


def test_the_models_round_as_the_pure_function_does(protected) -> None:
    _, _, engine = protected
    months = engine.frame("""
        select distinct month_start from int_countable_events where step = 'contacts' and week_start = '2018-03-05'
    """)
    regions = engine.frame("""
        select region_code, count(*) as events, count(distinct patient_id) as people
        from int_countable_events join ref_chain_order using (gm_code)
        where step = 'contacts' and week_start = '2018-03-05' group by region_code order by region_code
    """)
    chosen = engine.frame("""
        select region_code, count(*) * 10 as shown from int_selected_events
        join int_countable_events using (step, record_number) join ref_chain_order using (gm_code)
        where step = 'contacts' and int_selected_events.week_start = '2018-03-05' group by region_code
    """)
    assert months.height == 1
    counted = [min(row["events"], 9) if row["people"] < 10 else row["events"] for row in regions.iter_rows(named=True)]
    chain = f"contacts/0/2018-03-05/{months['month_start'][0]}"
    start = chain_start(KEY.encode(), version=1, chain=chain, base=10)

    wanted = protect(np.array(counted, dtype=float), start=start, base=10)

    shown = dict(chosen.iter_rows())
    assert [shown.get(code, 0) for code in regions["region_code"]] == wanted.tolist()


def test_no_key_of_a_person_practice_or_hospital_is_published(protected, ask) -> None:
    _, snapshot, _ = protected
    keys = re.compile(r"\b[0-9a-f]{32}\b")
    for table in snapshot.manifest["tables"]:
        frame = ask(f"from {table}")
        named = {name for name in frame.columns if SECRET.search(name)}
        assert named <= {"is_hospital", "records"}, table
        for name in frame.select(pl.col(pl.String)).columns:
            assert not frame[name].drop_nulls().str.contains(keys.pattern).any(), f"{table}.{name}"


def test_the_key_is_in_nothing_that_a_build_writes(protected) -> None:
    settings, snapshot, _ = protected
    for path in [*snapshot.folder.rglob("*"), *settings.build.work.rglob("*")]:
        if path.is_file():
            assert KEY.encode() not in path.read_bytes(), path


def _of_contacts() -> list[str]:
    """The indicators that count contacts with the GP."""
    files = (ROOT / "sql" / "indicators").glob("ind_*.sql")
    return [path.stem for path in files if "chain_contacts" in path.read_text()]


def test_releases_do_not_move_what_is_frozen(protected, monkeypatch, tmp_path) -> None:
    settings, first, _ = protected
    monkeypatch.setenv(KEY_VARIABLE, KEY)
    with open_marts(first) as connection:
        before = connection.sql("from pub_volumes").pl()
    # A correction: the first delivered file of contacts comes without its last thousand rows.
    folder = tmp_path / "corrected"
    folder.mkdir()
    files = sorted((ROOT / "data_samples" / "extracts").glob("gp_contacts_*.csv.gz"))
    for number, path in enumerate(files):
        lines = gzip.decompress(path.read_bytes()).splitlines(keepends=True)
        (folder / path.name).write_bytes(gzip.compress(b"".join(lines[:-1000] if number == 0 else lines)))
        note = path.with_name(path.name.replace(".csv.gz", ".levering.toml"))
        assert not note.exists()
    extracts = tuple(
        one.model_copy(update={"path": str(folder / "gp_contacts_*.csv.gz")}) if one.kind == "gp_contacts" else one
        for one in settings.extracts
    )

    again = build(settings.model_copy(update={"extracts": extracts}), progress=SilentProgress())

    with open_marts(again) as connection:
        after = connection.sql("from pub_volumes").pl()
    both = before.join(after, on=["region_code", "care_type", "period_type", "period_start"], suffix="_after")
    contacts = (pl.col("care_type") == "chain_contacts") | pl.col("care_type").is_in(_of_contacts())
    assert both.filter(~contacts)["volume"].equals(both.filter(~contacts)["volume_after"])
    # Chosen contacts that were withdrawn are gone; nothing else of the frozen weeks was rounded anew.
    moved = both.filter(contacts & (pl.col("volume").fill_null(0) < pl.col("volume_after").fill_null(0)))
    assert moved.is_empty()


def test_another_key_under_the_same_version_is_refused_and_so_are_lost_frozen_counts(protected, monkeypatch) -> None:
    settings, _, _ = protected
    monkeypatch.setenv(KEY_VARIABLE, "x" + KEY)
    with pytest.raises(InputError, match="not the one that version 1 was published with"):
        build(settings, progress=SilentProgress())

    monkeypatch.setenv(KEY_VARIABLE, KEY)
    frozen = settings.build.work / "frozen" / "v1"
    frozen.rename(frozen.with_name("lost"))
    try:
        with pytest.raises(InputError, match="frozen counts of version 1 are gone"):
            build(settings, progress=SilentProgress())
    finally:
        frozen.with_name("lost").rename(frozen)


@pytest.mark.parametrize(
    ("key", "disclosure", "message"),
    [
        (None, {}, "confidential counts need a key"),
        ("short", {}, "too easy to guess"),
        ("a" * 64, {}, "too easy to guess"),
        (KEY, {"base": 0}, "disclosure.base is 0"),
        (None, {"key_file": ROOT / "README.md"}, "lies where it may be published"),
        (None, {"key_file": ROOT.parent / "no_such_key"}, "cannot be read"),
    ],
)
def test_without_a_proper_key_nothing_is_published(tmp_path, monkeypatch, key, disclosure, message) -> None:
    monkeypatch.delenv(KEY_VARIABLE, raising=False)
    if key:
        monkeypatch.setenv(KEY_VARIABLE, key)

    with pytest.raises(InputError, match=message):
        build(confidential(tmp_path, **disclosure), progress=SilentProgress())

    assert not (tmp_path / "published" / "CURRENT").exists()
