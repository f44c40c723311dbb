"""One SQL file is one indicator: what is refused, with which sentence, and that a wrong file harms no other."""

import json
import re

import polars as pl
import pytest
from typer.testing import CliRunner

from tests.conftest import ROOT
from verdampt import indicators
from verdampt.build import build
from verdampt.cli import app
from verdampt.engines.duckdb import Engine
from verdampt.errors import InputError
from verdampt.indicators import read_indicator, read_indicators, types_frame
from verdampt.intake import SilentProgress
from verdampt.previews import preview
from verdampt.publishing.snapshot import open_marts
from verdampt.settings import IndicatorSettings, load_settings
from verdampt.starters import start_indicator

SHIPPED = sorted((ROOT / "sql" / "indicators").glob("ind_*.sql"))


@pytest.fixture(scope="module")
def engine():
    with Engine() as opened:
        yield opened


@pytest.fixture
def good(tmp_path):
    file, _ = start_indicator("good", folder=tmp_path)
    return file


def changed(good, old: str, new: str):
    text = good.read_text()
    assert old in text
    path = good.with_name("ind_changed.sql")
    path.write_text(text.replace(old, new))
    return path


def test_at_least_twelve_are_shipped_and_cover_the_questions(engine) -> None:
    found = [read_indicator(path, engine=engine) for path in SHIPPED]

    assert [one.error for one in found if one.error] == []
    assert len(found) >= 12
    assert {one.model.header.question for one in found} == {"V1", "V2", "V7", "V8", "V9"}
    assert all((ROOT / "tests" / "sql" / one.name).is_dir() for one in found)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[measure] ", "[other] ", "'other'"),
        ('why = "Schrijf hier in gewone woorden waarom dit ertoe doet."\n', "", "'why' is missing"),
        ('noun = ["spoedverwijzing", "spoedverwijzingen"]', "noun = []", "measure.noun"),
        ('numerator = "urgent"', 'numerator = "missing"', "month_start, missing, referrals"),
        ('denominator = "referrals"', 'denominator = "missing"', "urgent, missing"),
        ("scale = 100", 'scale = "many"', "measure.scale"),
        ("from fct_stratified_volumes", "from stg_gp__contacts", "no published table 'stg_gp__contacts'"),
        ("from fct_stratified_volumes", "from read_csv('x.csv')", "read_csv(...) is not allowed"),
        ("review_by = ", "review_by = 31-02-", "not valid TOML"),
        ('"month_start"]', '"care_type"]', "the grain must be region_code and one of month_start"),
        ("as referrals\n", "as everything\n", "'everything'"),
        ('type = "DOUBLE", description = "All', 'type = "VARCHAR", description = "All', "must be a count"),
        ('referrals.", minimum = 0', 'referrals."', "must be a count"),
        ("fct_stratified_volumes\nwhere", "int_chain_events\nwhere", "int_chain_events"),
        ("fct_stratified_volumes\nwhere", "read_csv('x.csv')\nwhere", "read_csv"),
        ("fct_stratified_volumes\nwhere", "main.fct_stratified_volumes\nwhere", "before them"),
        ("group by all", "group by all; drop table ref_regions", "Only SELECT"),
        ("title = ", "titel = ", "'title'"),
        ("/* +++", "/* ++", "line 1: the file must start with a header"),
        ("grain = [", "grain = ", "not valid TOML"),
    ],
)
def test_a_wrong_file_is_told_in_one_sentence_that_names_it(engine, good, old, new, said) -> None:
    path = changed(good, old, new)

    one = read_indicator(path, engine=engine)
    if one.error is None:
        engine.create("fct_stratified_volumes", query=_no_volumes())
        engine.create("ref_regions", query="select 'ggd' as region_scheme, 'GG0111' as region_code")
        _, errors = indicators.count(engine, [one])
        sentence = errors[one.name]
    else:
        sentence = one.error

    assert sentence.startswith(str(path))
    assert said in sentence
    assert "\n" not in sentence


def _no_volumes() -> str:
    return (
        "select 'GG0111' as region_code, 'referral_cardiology' as care_type, date '2020-01-01' as month_start, "
        "'' as age_band, '' as sex, 0 as deprivation_fifth, '' as mode, 'spoed' as urgency, '' as care_line, "
        "10.0::double as events, 10.0::double as persons"
    )


@pytest.mark.parametrize(
    "made",
    ["avg(events)", "list(events)", "any_value(sex)", "max(events)", "exact_sum(events) / 2", "string_agg(sex)"],
)
def test_a_query_that_returns_a_rate_an_extreme_or_a_list_is_refused(engine, good, made) -> None:
    path = changed(good, "exact_sum(events) as referrals", f"{made} as referrals")

    assert "makes something else than a count" in (read_indicator(path, engine=engine).error or "")


def test_two_files_of_one_name_are_told_apart(engine, tmp_path) -> None:
    for folder in ("a", "b"):
        start_indicator("same", folder=tmp_path / folder)
    settings = load_settings(ROOT / "verdampt.toml").model_copy(
        update={"indicators": IndicatorSettings(folders=(tmp_path / "a", tmp_path / "b"))}
    )

    found = read_indicators(settings, engine=engine)

    assert [one.error is None for one in found] == [True, False]
    assert "has this name too" in found[1].error


def test_every_choice_of_a_parameter_is_a_series_of_its_own(engine, good) -> None:
    choices = 'spoed = ["spoed", "emergency"]\nurgent = ["urgent", "urgent"]'
    text = good.read_text().replace("[columns]", f"[parameters.wanted.choices]\n{choices}\n\n[columns]")
    text = text.replace("urgency in ('urgent', 'spoed')", "urgency = $wanted")
    good.write_text(text)
    engine.create("fct_stratified_volumes", query=_no_volumes())
    engine.create("ref_regions", query="select 'ggd' as region_scheme, 'GG0111' as region_code")

    one = read_indicator(good, engine=engine)
    counts, errors = indicators.count(engine, [one])

    assert (one.error, errors) == (None, {})
    names = types_frame([one])
    assert names["care_type"].to_list() == ["ind_good__spoed", "ind_good__urgent"]
    assert names["name_en"].to_list() == ["Good: emergency", "Good: urgent"]
    nation = dict(counts.filter(region_code="NL").select("care_type", "numerator").iter_rows())
    assert nation == {"ind_good__spoed": 10.0, "ind_good__urgent": 0.0}


@pytest.fixture(scope="module")
def own_build(tmp_path_factory, sample_settings):
    """The samples with an own folder of indicators: a good one, one that cannot be read and one that fails."""
    folder = tmp_path_factory.mktemp("own")
    good, _ = start_indicator("good", folder=folder)
    (folder / "ind_unreadable.sql").write_text("select 1")
    failing = good.read_text().replace("where starts_with", "where no_such_column = starts_with")
    (folder / "ind_failing.sql").write_text(failing)
    settings = sample_settings.model_copy(
        update={
            "indicators": IndicatorSettings(folders=(folder,)),
            "build": sample_settings.build.model_copy(update={"out": folder / "published", "work": folder / "work"}),
        }
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        return settings, build(settings, progress=SilentProgress())


def test_a_wrong_file_leaves_the_others_as_they_are_and_stands_with_its_error(own_build) -> None:
    _, snapshot = own_build
    with open_marts(snapshot) as connection:
        cards = dict(connection.sql("select indicator, error from pub_indicators").fetchall())
        series, recovery, tested, others = (
            connection.sql(f"select * from {table} where care_type = '{care_type}'").pl()
            for table, care_type in (
                ("pub_deficits", "ind_good"),
                ("pub_recovery", "ind_good"),
                ("pub_backtest", "ind_good"),
                ("pub_deficits", "gp_contacts"),
            )
        )

    assert cards["ind_good"] is None
    assert "must start with a header" in cards["ind_unreadable"]
    assert "no_such_column" in cards["ind_failing"]
    assert series.height > 1_000
    assert series["expected"].null_count() == 0
    assert recovery["region_code"].n_unique() == 26
    assert tested.height > 0
    assert others.height > 1_000


def test_a_preview_says_the_same_of_one_indicator_as_a_build(own_build, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(ROOT)
    settings, whole = own_build
    path = settings.indicators.folders[0] / "ind_good.sql"

    alone = preview(settings, path, store=tmp_path / "preview", progress=SilentProgress())

    query = "select * from pub_deficits where care_type = 'ind_good' order by all"
    with open_marts(whole) as one, open_marts(alone) as other:
        assert one.sql(query).pl().equals(other.sql(query).pl())
    with pytest.raises(InputError, match="no_such_column"):
        preview(settings, path.with_name("ind_failing.sql"), store=tmp_path / "no", progress=SilentProgress())


def test_a_new_indicator_works_as_it_stands_and_check_says_what_is_wrong(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    volumes = tmp_path / "volumes.csv"
    rows = [f"GG0111;gp_contacts;year;{year}-01-01;{100 + year % 7}" for year in range(2015, 2023)]
    volumes.write_text("region_code;care_type;period_type;period_start;volume\n" + "\n".join(rows) + "\n")
    root = json.dumps(str(ROOT / "data_samples" / "reference"))[1:-1]
    files = {"table": "regions", "changes": "municipality_changes", "tiles": "tiles"}
    tables = "".join(f'{name} = "{root}/{file}.csv"\n' for name, file in files.items())
    reference = "".join(f'{name} = "{root}/{name}.csv"\n' for name in ("care_types", "breaks", "events"))
    (tmp_path / "verdampt.toml").write_text(
        f'[regions]\n{tables}[reference]\n{reference}[indicators]\nfolders = ["own"]\n[[extracts]]\nkind = "volumes"\n'
        'source = "own"\npath = "volumes.csv"\nalready_public = true\nextracted_on = 2023-01-01\n'
    )
    run = CliRunner()

    assert run.invoke(app, ["new-indicator", "my_first"]).exit_code == 0
    fine = run.invoke(app, ["check"], catch_exceptions=False)
    assert fine.exit_code == 0, fine.output
    expected = next((tmp_path / "own").rglob("expected.csv"))
    expected.write_text(expected.read_text().replace("20,50", "30,50"))
    wrong = run.invoke(app, ["check"])
    assert wrong.exit_code == 2
    with pytest.raises(InputError, match="already there"):
        run.invoke(app, ["new-indicator", "my_first"], catch_exceptions=False)


def test_indicators_of_confidential_extracts_count_in_tens(protected_build) -> None:
    _, snapshot = protected_build
    with open_marts(snapshot) as connection:
        counts = connection.sql("select volume from pub_volumes where starts_with(care_type, 'ind_')").pl()
        rates = connection.sql("from pub_indicator_rates").pl()

    shown = counts["volume"].drop_nulls()
    assert shown.len() > 1_000
    assert (shown % 10 == 0).all()
    assert shown.min() >= 10
    whole = rates.drop_nulls("numerator")
    assert (whole["numerator"] % 10 == 0).all()
    assert (rates.filter(pl.col("denominator") < 100)["rate"].is_null()).all()


def test_no_code_is_needed_for_an_indicator() -> None:
    """No Python names a shipped indicator."""
    names = [path.stem for path in SHIPPED]
    for path in [*(ROOT / "pipelines").rglob("*.py"), *(ROOT / "dashboard").rglob("*.py")]:
        text = path.read_text()
        assert not any(re.search(rf"\b{name}\b", text) for name in names), path
