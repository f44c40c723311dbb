"""The research questions: every one says how far it goes, what the figures say, and what they cannot tell."""

import re
from dataclasses import replace
from html import unescape
from io import BytesIO

import polars as pl
import pytest
from openpyxl import load_workbook
from polars.testing import assert_frame_equal
from pypdf import PdfReader
from streamlit.testing.v1 import AppTest

from tests.conftest import ROOT
from tests.dashboard.made_up import QUERIES, SHARES, TOO_FEW, UNSETTLED, with_tables, without_tables
from tests.dashboard.test_sentences import numbers_in
from verdampt import serving
from verdampt_dashboard import files, published, reader, report
from verdampt_dashboard.exhibits import Sheet, shown
from verdampt_dashboard.noting import noting
from verdampt_dashboard.reader import LANGUAGES, Reader, reading
from verdampt_dashboard.research import balance, harm
from verdampt_dashboard.research.answer import CANNOT_SAY, SIGNS
from verdampt_dashboard.research.asked import QUESTIONS, standings
from verdampt_dashboard.sheets import research
from verdampt_dashboard.stills.reading import read
from verdampt_dashboard.texts import say
from verdampt_dashboard.view import RESEARCH, choices
from verdampt_dashboard.workbench import literals

LINK = "http://127.0.0.1/onderzoeksvragen?stand=abc"
REGIONS = ("NL", "GG1106", TOO_FEW)
OF_EXISTING_TABLES = ("V1", "V2", "V7", "V9")
HARM_FIGURES = ("V3", "V4", "V5")


@pytest.fixture(scope="module")
def stores(sample_snapshot, tmp_path_factory):
    """The samples with made-up answers, as they were before there were questions, and with tables that are empty."""
    folder = tmp_path_factory.mktemp("research")
    with_tables(sample_snapshot, folder / "full")
    without_tables(sample_snapshot, folder / "old")
    with_tables(sample_snapshot, folder / "empty", emptied=True)
    return folder


@pytest.fixture
def use(stores, monkeypatch):
    def chosen(name: str) -> None:
        monkeypatch.setenv(serving.PUBLISHED_VARIABLE, str(stores / name))
        reader.become(Reader())

    chosen("full")
    return chosen


def sheet_of(question: str, *, region: str = "NL", **more: str) -> Sheet:
    view = replace(choices().default, region_code=region, question=question, **more)
    sheet = research.sheet(view)
    list(sheet.exhibits)
    return sheet


def said(sheet: Sheet) -> str:
    return " ".join(f"{one.lead} {one.text}" for one in sheet.statements)


def opened(**parameters: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=60)
    for name, code in parameters.items():
        app.query_params[name] = code
    app.run()
    return app.switch_page("app_pages/research.py").run()


@pytest.mark.parametrize("question", RESEARCH)
@pytest.mark.parametrize(("language", "region"), [("nl", "NL"), ("nl", TOO_FEW), ("en", "GG1106")])
def test_every_question_has_its_page_with_a_status_in_words(use, question, language, region) -> None:
    app = opened(vraag=question, regio=region, taal=language)

    assert not app.exception
    assert not app.warning
    with reading(Reader(language=language)):
        assert app.title[0].value == say(f"research.{question}.question")
        words = unescape(" ".join(one.body for one in app.get("html")))
        assert any(research.status_in_words(status) in words for status in SIGNS)
        assert say(f"research.{question}.method") in words
        assert say("policy.cannot_tell_label") in words
        others = {one.label for one in app.button}
        listed = {f"{code} · {say(f'research.{code}.question')}" for code in RESEARCH if code != question}
        assert listed <= others
        captions = [one.value for one in app.caption]
        assert sum(any(one.startswith(sign) for sign in SIGNS.values()) for one in captions) == len(RESEARCH)


def test_a_question_chosen_in_the_list_comes_in_the_address_and_back(use) -> None:
    app = opened(regio="GG1106")
    assert app.title[0].value == say("research.V3.question")

    next(one for one in app.button if one.label.startswith("V11 ·")).click().run()

    assert app.title[0].value == say("research.V11.question")
    assert app.query_params["vraag"] == "V11"
    assert app.query_params["regio"] == "GG1106"
    app.selectbox(key="choice_question").select("V6").run()
    assert app.title[0].value == say("research.V6.question")


@pytest.mark.parametrize("store", ["old", "empty"])
def test_a_snapshot_without_the_figures_says_so_and_breaks_nothing(use, store) -> None:
    use(store)
    for question in RESEARCH:
        for region in REGIONS:
            sheet = sheet_of(question, region=region)
            if question in OF_EXISTING_TABLES:
                continue
            assert research.status_in_words(CANNOT_SAY) in said(sheet)
            assert say("research.needed") in said(sheet)
            assert [one.key for one in sheet.exhibits] == [research.LIST]
            assert sheet.facts == ()
            assert (say("research.reasons.not_in_snapshot") in said(sheet)) == (store == "old")
    app = opened(vraag="V4")
    assert not app.exception
    assert app.title[0].value == say("research.V4.question")


def test_the_questions_of_other_pages_have_their_figures_also_in_an_old_snapshot(use) -> None:
    use("old")
    for question, key in {"V1": "curve", "V2": "losses", "V7": "groups", "V9": "follow"}.items():
        sheet = sheet_of(question, care_type="chain_contacts" if question == "V7" else "gp_contacts")
        assert sheet.get(key) is not None
        assert research.status_in_words(CANNOT_SAY) not in said(sheet)


def test_a_region_with_too_few_data_gets_no_figures_and_hears_what_is_needed(use) -> None:
    for question in ("V3", "V6", "V8"):
        sheet = sheet_of(question, region=TOO_FEW)
        assert say("research.reasons.too_few") in said(sheet)
        assert say(f"research.{question}.needed") in said(sheet)
        assert [one.key for one in sheet.exhibits] == [research.LIST]
        assert sheet.facts == ()


def test_where_nothing_is_settled_the_figures_stay_in_sight_without_large_numbers(use) -> None:
    sheet = sheet_of("V3", region=UNSETTLED)

    assert research.status_in_words(CANNOT_SAY) in said(sheet)
    assert say("research.reasons.all_undetermined") in said(sheet)
    assert say("research.V3.needed") in said(sheet)
    assert sheet.facts == ()
    assert sheet.get("balance") is not None


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_balance_says_both_bounds_and_never_leaves_out_what_is_not_explained(use, language) -> None:
    with reading(Reader(language=language)):
        known = choices()
        for path in ("hospital", "orthopaedics"):
            sheet = sheet_of("V3", care_path=path)
            parts = published.ask("balance", region_code="NL", path_number=known.care_paths[path]["path_number"])
            parts = parts.filter(window_code="G1")
            sentence = next(one.text for one in sheet.statements if one.tone == "verdict")
            told = numbers_in(sentence, language=language)
            for row in parts.filter(pl.col("part").is_in(balance.TOLD)).iter_rows(named=True):
                assert {round(row["lower"] * 100), round(row["upper"] * 100)} <= set(told)
            assert say("research.parts.unexplained") in " ".join(one.label for one in sheet.facts)
            assert say("research.parts.unexplained") in sheet.get("balance").alt
            assert not {"onnodig", "onschadelijk", "overbodig", "unnecessary", "harmless"} & set(said(sheet).split())


def test_the_bar_of_the_balance_is_whole_and_its_rows_end_at_the_bounds(use) -> None:
    chart = read(sheet_of("V3").get("balance").figure)
    bars = [one for one in chart.traces if one["type"] == "bar"]
    whole = [one for one in bars if one["y"] == [say("research.V3.together")]]

    assert sum(one["x"][0] for one in whole) == pytest.approx(1)
    assert [one["base"][0] for one in whole] == pytest.approx([sum(SHARES[:place]) for place in range(6)])
    rows = [one for one in bars if one["yaxis"] == "y2"]
    ends = sorted(one["base"][0] + one["x"][0] for one in rows if "pattern" in one["marker"])
    assert ends == pytest.approx(sorted(share + 0.14 for share in SHARES))


def test_a_part_below_zero_still_adds_up_to_the_unit(use) -> None:
    shares = (-0.1, 0.4, 0.1, 0.1, 0.2, 0.3)
    rows = published.ask("balance", region_code="NL", path_number=300).filter(window_code="G1")
    frame = rows.with_columns(pl.Series("share", shares), pl.Series("lower", [share - 0.1 for share in shares]))
    figure = balance.chart(frame, "G1")
    bars = [one for one in figure.data if one["type"] == "bar" and one["yaxis"] == "y"]

    assert sum(one["x"][0] for one in bars) == pytest.approx(1)
    assert min(one["base"][0] + one["x"][0] for one in bars) == pytest.approx(-0.1)


def test_a_wave_that_cannot_be_divided_gives_all_waves_together_and_says_so(use) -> None:
    sheet = sheet_of("V3", care_path="cardiology", wave="G2")

    assert lowered_together() in sheet.warnings[0]
    assert say("research.V3.together") in sheet.about


def lowered_together() -> str:
    words = say("research.V3.together")
    return words[0].lower() + words[1:]


def test_what_could_be_seen_comes_before_what_was_seen(use) -> None:
    for question in ("V4", "V10"):
        statements = sheet_of(question).statements
        leads, tones = [one.lead for one in statements], [one.tone for one in statements]
        assert leads.index(say("research.power.lead")) < tones.index("verdict")


@pytest.mark.parametrize(("path", "kind"), [("cardiology", "signal"), ("orthopaedics", "undetermined")])
def test_harm_is_said_as_the_placement_has_it(use, path, kind) -> None:
    number = choices().care_paths[path]["path_number"]
    rows = published.ask("placement").filter(path_number=number)
    sentence = next(one.text for one in sheet_of("V4", care_path=path).statements if one.tone == "verdict")

    assert rows["harm_class"][0] in (kind, "equivalent")
    assert ("schadesignaal gezien" in sentence) == (rows["harm_class"][0] == "signal")
    assert ("geen bewijs dat er geen schade was" in sentence) == (rows["harm_class"][0] == "undetermined")


def test_controls_stand_below_a_line_and_are_open(use) -> None:
    rows = published.ask("harm", path_number=320).filter(status="shown")
    for panel in harm.panels(rows):
        kinds = [dot.is_open for dot in panel.dots]
        assert kinds == sorted(kinds)
        assert {True, False} == set(kinds)
    drawn = read(sheet_of("V4", care_path="cardiology").get("harm").figure)
    values = [value for one in drawn.traces if one["type"] == "scatter" for value in one["x"]]
    assert sorted(values) == pytest.approx(sorted(rows["estimate"]))


def test_every_care_path_is_placed_once_in_the_grid(use) -> None:
    grid = sheet_of("V5").get("placement").table.frame
    cells = " ".join(cell for row in grid.iter_rows() for cell in row)
    for row in choices().care_paths.values():
        assert len(re.findall(rf"(?:: |; ){re.escape(row['name'])}(?:;|$| )", cells)) == 1


def test_what_regions_share_is_said_before_how_one_differs(use) -> None:
    texts = [one.text for one in sheet_of("V6", region="GG1106").statements if one.tone == "verdict"]
    shared, own = texts

    assert "24 regio's" in shared
    assert own.startswith("Twente")


def test_shifts_tell_the_shares_of_the_table_and_that_they_add_up(use) -> None:
    rows = published.ask("shifts", region_code="NL")
    sheet = sheet_of("V8")
    for _, one in rows.group_by("dimension"):
        assert one["observed_share"].sum() == pytest.approx(1)
        assert one["expected_share"].sum() == pytest.approx(1)
    phone = rows.filter(category="telephone").row(0, named=True)
    sentence = next(one.text for one in sheet.statements if one.tone == "verdict")
    assert {round(phone["observed_share"] * 100), round(phone["expected_share"] * 100)} <= set(
        numbers_in(sentence, language="nl")
    )
    assert say("research.V8.adds_up") in said(sheet)


def test_what_surely_fell_is_said_to_be_seen_or_not_before_harm_is_believed(use) -> None:
    by_path = {path: row["path_number"] for path, row in choices().care_paths.items()}
    paths = {number: path for path, number in by_path.items()}

    seen, unseen = (said(sheet_of("V4", care_path=paths[number])) for number in (320, 310))

    assert "Wat zeker gebeurde (controle die hoort te dalen: eerste contact) is met elke methode te zien" in seen
    assert "valt ook schade niet gauw op" in unseen


def test_a_pilot_says_first_whether_regions_differ_and_then_what_it_did_in_the_region(use) -> None:
    first, second, third = sorted(code for code in choices().regions if code.startswith("GG"))[:3]
    shown = {code: sheet_of("V10", region=code) for code in (first, second, third)}
    lines = {code: said(sheet).replace("\N{NO-BREAK SPACE}", " ") for code, sheet in shown.items()}

    assert all("dat de regio’s van elkaar verschillen is niet aangetoond" in text for text in lines.values())
    assert all(
        "laat men één praktijk weg, welke ook, dan ligt de verandering ongeveer van −10 % tot −8 %" in text
        for text in lines.values()
    )
    assert f"Meer tijd voor de patiënt in {choices().region_name(first)}, 10-19 praktijken" in lines[first]
    assert "11 % minder dan zonder de proeftuin te verwachten was (−16 % tot −6 %)" in lines[second]
    assert choices().region_name(third) not in lines[third].split("Meer tijd", 1)[1]
    exhibits = {one.key: one for one in shown[third].exhibits}
    assert exhibits["pilot_regions1"].table.frame["region_code"].to_list() == [second, first]
    assert "pilot_regions2" not in exhibits


def test_pilots_and_stated_figures_say_their_margins(use) -> None:
    pilots = next(one.text for one in sheet_of("V10").statements if one.tone == "verdict")
    assert "9\N{NO-BREAK SPACE}% minder verwijzingen" in pilots
    assert "geen duidelijk verschil in verwijzingen" in pilots
    stated = said(sheet_of("V11"))
    assert "1 van 3" in stated
    assert "wij tellen 15,40 euro per maand (14,94 tot 15,86 euro per maand)" in stated


def test_the_list_is_never_surer_than_the_build_or_the_view(use) -> None:
    order = list(SIGNS)
    for region in REGIONS:
        view = replace(choices().default, region_code=region)
        published_rows = {
            (row["question"], row["region_code"]): row["status"]
            for row in published.ask("standings", region_code=region).iter_rows(named=True)
        }
        for one in standings(view):
            of = "NL" if QUESTIONS[one.question].is_national else region
            assert order.index(one.status) >= order.index(published_rows[one.question, of])
            answer = QUESTIONS[one.question].answer(replace(view, question=one.question))
            assert order.index(one.status) >= order.index(answer.status)


@pytest.mark.parametrize("question", RESEARCH)
def test_every_file_of_a_question_says_what_the_page_says(use, question) -> None:
    sheet = sheet_of(question)
    html = report.of_sheet(sheet, format="html", link=LINK).decode()
    document = PdfReader(BytesIO(report.of_sheet(sheet, format="pdf", link=LINK)))
    text = squeezed("".join(one.extract_text() for one in document.pages))
    book = load_workbook(BytesIO(report.of_sheet(sheet, format="xlsx", link=LINK)))
    notes = " ".join(str(cell.value) for row in book.worksheets[-1].iter_rows() for cell in row)

    for one in (*sheet.statements, *sheet.closing):
        assert squeezed(one.text) in text
        assert squeezed(one.text) in squeezed(unescape(html))
    assert say("research.fixed") in notes
    for one in sheet.exhibits:
        assert one.queries
        rows = files.of_exhibit(one, sheet=sheet, format="csv", link=LINK).decode().splitlines()
        assert len(rows) >= len(shown(one.table)) + 1
        if one.figure is not None:
            svg = files.of_exhibit(one, sheet=sheet, format="svg", link=LINK).decode()
            assert (say("research.fixed")[:40] in svg) >= (question in HARM_FIGURES)
            assert len(one.alt) > 60


def squeezed(text: str) -> str:
    return "".join(text.split()).replace("\N{SOFT HYPHEN}", "").replace("-", "").replace("\N{HYPHEN}", "")


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_the_sql_of_every_question_runs_in_the_sandbox_and_gives_the_same_rows(use, name) -> None:
    with noting() as noted:
        for question in RESEARCH:
            sheet_of(question)
            published.ask("level_care_types")
    found = next(one for one in noted if one[0] == name)
    ran = published.run(literals.written(found)).frame
    asked = published.ask(name, **dict(found[1]))

    twins = [one for one in ran.columns if one.endswith(published.ENGLISH)]
    assert_frame_equal(ran.drop(twins), asked)
