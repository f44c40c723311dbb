"""The workbench without a browser: what an address may do, what a query gives, and the SQL behind every figure."""

import string
import tomllib
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

import duckdb
import openpyxl
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from tests.conftest import ROOT
from tests.dashboard.made_up import QUERIES
from tests.dashboard.test_pages import on, opened
from verdampt import serving
from verdampt.engines.duckdb import Engine
from verdampt.models import read_model
from verdampt.sandbox import run
from verdampt.sandbox.run import QueryTooLong
from verdampt.serving import WORKBENCH_VARIABLE
from verdampt.settings import WorkbenchSettings
from verdampt_dashboard import addresses, dictionary, files, published, reader
from verdampt_dashboard.noting import Question, noting
from verdampt_dashboard.reader import Reader
from verdampt_dashboard.sheets.pages import SHEETS
from verdampt_dashboard.texts import say
from verdampt_dashboard.view import choices
from verdampt_dashboard.workbench import asking, drafts, literals, panels, results

SIMPLE = "select region_name, region_code from pub_regions order by region_name"
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]))
DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))
FLOATS = st.floats(allow_nan=False)
INTEGERS = st.integers(-(2**62), 2**62)


@pytest.fixture(autouse=True)
def _patient(monkeypatch) -> None:
    monkeypatch.setattr(run, "PATIENCE_SECONDS", 120.0)


@pytest.fixture
def runs(monkeypatch) -> list[str]:
    """What reached the sandbox."""
    asked: list[str] = []
    really = published.run_query

    def noted(marts, sql, **given):
        asked.append(sql)
        return really(marts, sql, **given)

    monkeypatch.setattr(published, "run_query", noted)
    published._result.cache_clear()
    return asked


def workbench(sql: str | None = None, **parameters: str):
    """Open the workbench at an address, and run a query when one is given."""
    app = opened(**{name: value for name, value in parameters.items() if name not in ("q", "figuur")})
    for name in ("q", "figuur"):
        if name in parameters:
            app.query_params[name] = parameters[name]
    app = on(app, "workbench")
    if sql is not None:
        app.session_state[asking.SQL] = sql
        app.session_state[asking.PRESSED] = True
        app.run()
    assert not app.exception
    return app


def said(app) -> str:
    return " ".join([*(one.body for one in app.get("html")), *(one.value for one in (*app.caption, *app.warning))])


def test_a_query_in_the_address_fills_the_editor_and_runs_nothing(runs) -> None:
    app = workbench(q=SIMPLE, taal="en")

    assert app.session_state[asking.SQL] == SIMPLE
    assert "Nothing has been run yet" in said(app)
    assert runs == []
    app.session_state[asking.PRESSED] = True
    app.run()
    assert runs == [SIMPLE]
    assert "Rows: 26" in said(app)
    assert app.query_params["q"] == SIMPLE


def test_another_run_of_the_page_runs_no_query_again_also_when_it_failed(runs) -> None:
    for sql in (SIMPLE, "select nothing from pub_regions"):
        app = workbench(sql)
        app.run()
        assert runs.count(sql) == 1


def test_a_query_from_an_address_takes_the_place_of_the_last_one_and_shows_no_old_rows(runs) -> None:
    app = workbench(SIMPLE)
    app.query_params["q"] = "select 1 as one"
    app.run()

    assert app.session_state[asking.SQL] == "select 1 as one"
    assert "nog niets uitgevoerd" in said(app)
    assert runs == [SIMPLE]


@pytest.mark.parametrize(
    ("sql", "kind", "reason"),
    [
        ("select * from read_csv('x')", "refused", "reading from read_csv"),
        ("select * from raw_patients", "refused", "there is no published table"),
        ("drop table pub_regions", "refused", "exactly one query"),
        ("select <b>", "refused", ""),
        ("select sum(region_name) from pub_regions", "failed", "sum"),
        ("", "empty", ""),
    ],
)
def test_a_query_that_gives_nothing_says_why_in_one_sentence(sql, kind, reason) -> None:
    app = workbench(sql)

    alerts = [one.body for one in app.get("html") if 'role="alert"' in one.body]
    assert len(alerts) == 1
    assert say(f"workbench.{kind}") in alerts[0]
    assert reason in alerts[0]
    assert "<b>" not in alerts[0]
    assert "Traceback" not in said(app)
    assert str(ROOT) not in said(app)


def test_a_query_that_takes_too_long_says_so(monkeypatch) -> None:
    def stopped(*_, **__):
        raise QueryTooLong("stopped")

    monkeypatch.setattr(published, "run_query", stopped)
    assert "te veel tijd of geheugen" in said(workbench("select 2 as two"))


def test_a_query_that_fits_no_link_is_run_and_a_link_with_one_is_not_taken_over() -> None:
    long = f"select 1 as one /* {'x' * addresses.LONGEST_QUERY} */"

    app = workbench(long)
    assert any("past niet in een link" in one.value for one in app.info)
    assert "Rijen: 1" in said(app)
    assert "q" not in app.query_params
    app = workbench(q=long)
    assert app.session_state[asking.SQL] == ""
    assert "is niet overgenomen" in said(app)


def test_a_frozen_link_of_the_workbench_says_that_it_is_frozen() -> None:
    app = workbench(SIMPLE, stand=published.newest_id())

    assert any("Vaste stand" in one.value for one in app.info)
    assert "Rijen: 26" in said(app)


def test_what_is_cut_off_is_said() -> None:
    app = workbench("select * from pub_deficits")

    assert "Dit is niet alles" in said(app)
    assert "De eerste 200 staan hieronder" in said(app)
    rows = next(one.body for one in app.get("html") if "<table>" in one.body)
    assert rows.count("<tr>") == 201


def test_switched_off_there_is_no_page_no_entry_and_no_link(monkeypatch) -> None:
    def shown(app) -> str:
        return " ".join([*(one.body for one in app.get("html")), *(one.proto.label for one in app.get("page_link"))])

    assert "./werkbank?" in shown(opened())
    assert "Werkbank" in shown(opened())

    monkeypatch.setenv(WORKBENCH_VARIABLE, "off")
    app = opened()
    assert "werkbank" not in shown(app).lower()
    assert "werkbank" not in shown(on(opened(), "regions")).lower()
    with pytest.raises(ValueError, match="Could not find a navigation page"):
        on(opened(), "workbench")


def test_the_setting_reaches_the_dashboard(tmp_path, monkeypatch) -> None:
    monkeypatch.delenv(WORKBENCH_VARIABLE, raising=False)
    assert WorkbenchSettings().enabled
    assert WORKBENCH_VARIABLE not in serving.environment(tmp_path)
    assert serving.environment(tmp_path, has_workbench=False)[WORKBENCH_VARIABLE] == "off"


@settings(deadline=None, max_examples=300)
@given(st.one_of(WORDS, DAYS, FLOATS, INTEGERS, st.booleans(), st.none(), st.lists(WORDS, min_size=1, max_size=5)))
def test_a_value_written_in_sql_is_the_value_that_was_given(value) -> None:
    found = duckdb.sql(f"select {literals.literal(value)}").fetchall()[0][0]

    assert found == value


@pytest.mark.parametrize("value", [b"x", object(), {"a": 1}])
def test_a_value_that_cannot_be_written_is_refused(value) -> None:
    with pytest.raises(TypeError, match="cannot be written"):
        literals.literal(value)


@settings(deadline=None, max_examples=200)
@given(st.text(string.ascii_letters + " '\"$-/*\n;", max_size=30))
def test_a_value_never_becomes_part_of_the_query(value) -> None:
    sql = literals.filled("select '$value' as a, /* $value */ $value as b -- $value", {"value": value})

    assert duckdb.sql(sql).fetchall() == [("$value", value)]


def test_a_dollar_in_a_text_or_comment_stays_and_negative_numbers_are_no_comment() -> None:
    assert literals.filled("select 1-$n, '$n', \"$n\" -- $n", {"n": -1}) == "select 1-(-1), '$n', \"$n\" -- $n"


@pytest.fixture(scope="module")
def questions(sample_snapshot) -> dict[str, Question]:
    """One real question for every file of `sql/queries`, as the pages ask them."""
    with pytest.MonkeyPatch.context() as patch, reader.reading(Reader()):
        patch.setenv(serving.PUBLISHED_VARIABLE, str(sample_snapshot.folder.parents[1]))
        known = choices()
        asked: dict[Question, None] = {}
        regions = known.region_codes("ggd")[:3]
        for care_type in known.care_types:
            usual = known.change(replace(known.default, region_code=regions[1]), "care_type", care_type)
            own = replace(usual, own_regions=".".join(regions[1:]), own_care=care_type)
            groups = [replace(usual, region_code="NL", group=one) for one in known.groups.get(care_type, ())[:1]]
            for view in (usual, own, *groups):
                with noting() as noted:
                    for make in SHEETS.values():
                        make(view)
                    for name in ("regions", "care_types", "care_paths", "group_codes", "urgencies"):
                        published.ask(name)
                asked |= noted | dict.fromkeys(asking.behind("regions.tiles", view))
        return {question[0]: question for question in asked}


@pytest.mark.parametrize("name", sorted({path.stem for path in (ROOT / "sql" / "queries").glob("*.sql")} - QUERIES))
def test_every_question_of_the_dashboard_runs_in_the_sandbox_and_gives_the_same_rows(name, questions) -> None:
    question = questions.get(name, (name, (("care_type", "no_page_asks_it_of_the_samples"), ("region_code", "NL"))))
    found = published.run(literals.written(question)).frame
    asked = published.ask(name, **dict(question[1]))

    twins = [one for one in found.columns if one.endswith(published.ENGLISH)]
    ordered = "order by" in published.query_text(name).split(")")[-1]
    assert_frame_equal(found.drop(twins), asked, check_row_order=ordered)


def test_every_exhibit_knows_what_was_asked_for_it_also_when_it_was_kept() -> None:
    view = choices().default
    for _ in range(2):
        for page, path in addresses.PAGES.items():
            for one in SHEETS[path](view).exhibits:
                assert one.queries, f"{page}.{one.key}"
                assert asking.behind(f"{page}.{one.key}", view) == one.queries
    curve = SHEETS[""](view).get("curve")
    assert [name for name, _ in curve.queries] == ["series", "events", "provisional", "breaks"]
    assert [name for name, _ in asking.behind("regions.tiles", view)] == ["regions_in_window", "curves_by_region"]
    assert asking.behind("nonsense.curve", view) == asking.behind("overview.nonsense", view) == ()


def test_the_link_of_a_figure_fills_in_its_first_question_and_offers_the_others(runs) -> None:
    app = workbench(figuur="overview.curve", zorg="planned_surgery")

    assert "care_type = 'planned_surgery'" in app.session_state[asking.SQL]
    assert "van 4 vragen" in said(app)
    assert runs == []
    next(button for button in app.button if button.label == "breaks").click().run()
    assert "from pub_breaks" in app.session_state[asking.SQL]
    assert runs == []


def test_the_chart_follows_from_the_columns(runs) -> None:
    def chart(sql: str):
        return results.exhibit(published.run(sql).frame)

    weeks = "from pub_deficits where region_code = 'NL' and care_type = 'planned_surgery' and period_type = 'week'"
    band = chart(f"select period_start, observed, expected, lower, upper {weeks}")
    assert band.has_legend
    assert len(band.figure.data) == 8
    one = chart(f"select period_start as day, observed as seen {weeks}")
    assert [trace.mode for trace in one.figure.data] == ["lines"]
    assert "seen" in one.alt
    bars = chart("select region_name, tile_row from pub_regions where tile_row is not null")
    assert bars.figure.data[0].type == "bar"
    assert "region_name" in bars.alt
    for none in ("select region_name from pub_regions", "select period_start, observed from pub_deficits", "select 1"):
        assert chart(none).figure is None
    for exhibit in (band, one, bars):
        assert len(exhibit.alt) > 60


def test_rows_of_any_kind_can_be_shown_and_put_in_every_file() -> None:
    sql = """
        select 'x' as "=cmd()", 'y' as "'=cmd()", '=1+1' as formula, '<i>[a](b)</i>' as markup, 1 / 0 as nothing,
            cast('nan' as double) as nan, null as empty, [1, 2] as list, true as yes, sum(cast(2 as bigint)) as whole,
            170000000000000000000000000000 as large, cast(1.25 as decimal(9, 2)) as money, date '2020-03-16' as day
    """
    app = workbench(sql)
    body = next(one.body for one in app.get("html") if "<table>" in one.body)
    assert "<i>" not in body
    assert "[a](b)" in body

    exhibit = results.exhibit(published.run(sql).frame)
    sheet = panels.sheet_of(sql, exhibit)
    made = {one: files.of_exhibit(exhibit, sheet=sheet, format=one, link="x") for one in panels.FORMATS}
    assert made["csv"].decode().splitlines()[0].startswith("'=cmd(),'=cmd()_,")
    assert ",'=1+1," in made["csv"].decode()
    assert "1.25" in made["csv"].decode()
    assert "1,25" in made["nl.csv"].decode()
    assert "2020-03-16" in made["nl.csv"].decode()
    book = openpyxl.load_workbook(BytesIO(made["xlsx"]))
    values = [one.value for one in book.worksheets[0][2]]
    assert "'=1+1" in values
    assert 1.25 in values


@settings(deadline=None, max_examples=100)
@given(st.floats(allow_nan=False, allow_infinity=False, width=32))
def test_a_number_on_the_screen_is_the_number_to_six_figures(value) -> None:
    reader.become(Reader(language="en"))
    shown = results.figures(value).replace(",", "").replace("\N{MINUS SIGN}", "-")

    assert float(shown) == pytest.approx(value, rel=1e-5)


def test_years_keep_their_digits_and_large_numbers_are_grouped() -> None:
    assert [results.figures(one) for one in (2020, 12345.678, -0.5, 0)] == [
        "2020",
        "12.345,7",
        "\N{MINUS SIGN}0,5",
        "0",
    ]


def test_the_tables_are_those_of_the_snapshot_and_say_what_they_are() -> None:
    found = {one.name: one for one in dictionary.tables()}

    assert set(found) == set(published.opened().manifest["tables"])
    for one in found.values():
        assert one.title
        assert one.description
        assert all(column.description for column in one.fields), one.name


def test_a_draft_of_an_indicator_has_a_header_and_the_query(tmp_path) -> None:
    sql = (
        "select region_code, date_trunc('month', period_start) as month_start, sum(observed) as visits "
        "from pub_deficits group by all;"
    )
    text = drafts.draft(sql, results.exhibit(published.run(sql).frame).table.frame)
    path = tmp_path / "ind_visits.sql"
    path.write_text(text, encoding="utf-8")

    with Engine(tmp_path / "empty.duckdb") as engine:
        model = read_model(path, engine=engine)
    assert model.header.grain == ("region_code", "month_start")
    assert model.header.measure.numerator == "visits"
    assert model.header.columns["visits"].minimum == 0
    assert model.header.columns["region_code"].description.startswith("Region")
    assert model.header.review_by.year == datetime.now(tz=UTC).year + 1
    assert "fct_stratified_volumes" in model.query
    assert model.query.endswith("group by all")


@settings(deadline=None, max_examples=100)
@given(st.lists(WORDS.filter(bool), min_size=1, max_size=4, unique=True))
def test_a_draft_is_one_header_whatever_the_columns_are_called(names) -> None:
    frame = pl.DataFrame({name: [1] for name in names})

    text = drafts.draft("select 1", frame)

    head = text.removeprefix("/* +++\n").split("\n+++ */")[0]
    assert "*/" not in head
    assert list(tomllib.loads(head)["columns"]) == names
    assert text.count("*/") == 1


def test_a_draft_is_offered_under_a_name_that_is_allowed() -> None:
    assert not drafts.is_name("Aantal")
    app = workbench(SIMPLE)
    app.text_input(key="indicator_name").set_value("../x").run()
    assert "Kies een naam" in said(app)
