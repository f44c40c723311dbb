"""The report of a region: every figure is that of the API, in each format; and the national one merges the regional."""

import re
import subprocess
import sys
from dataclasses import replace
from html import unescape
from io import BytesIO
from urllib.parse import urlencode

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from starlette.requests import Request
from typer.testing import CliRunner

from tests.conftest import ROOT
from tests.dashboard.reports import LINK, api, is_that_of_api, tables_in, text_of
from tests.dashboard.test_files import escaped, squeezed
from tests.dashboard.test_pages import on, opened
from tests.dashboard.test_remarks import html_of
from verdampt.cli import app as command
from verdampt.errors import InputError
from verdampt.publishing.notes import Draft
from verdampt_dashboard import merging, parts, published, regional, remarks, report, report_files, reporting
from verdampt_dashboard.exhibits import Kind, written
from verdampt_dashboard.findings import difference
from verdampt_dashboard.texts import say


@pytest.fixture(autouse=True)
def _fresh():
    remarks._read.cache_clear()
    remarks._registry.cache_clear()
    report_files._made.cache_clear()


def of_own_period(rows: list[dict]) -> list[dict]:
    """Of care types that are counted by week and by month too: the rows that the dashboard shows."""
    kinds = {row["care_type"]: row["period_type"] for row in api("pub_care_types")}
    return [row for row in rows if row["period_type"] == kinds[row["care_type"]]]


def share(part: float | None, whole: float | None) -> float | None:
    return part / whole if part is not None and whole else None


def of_care_types(region: str, view) -> dict:
    rows = of_own_period(api("pub_window_deficits", regio=region, periode=view.window_code))
    return {
        (row["care_type"], name): value
        for row in rows
        for name, value in {
            **row,
            "normal_low": share(row["lower"], row["expected"]),
            "normal_high": share(row["upper"], row["expected"]),
        }.items()
    }


def of_periods(region: str, view) -> dict:
    rows = of_own_period(api("pub_deficits", regio=region, zorg=view.care_type))
    found = {(row["period_start"], name): value for row in rows for name, value in row.items()}
    running = 0.0
    for row in rows:
        if row["period_start"] >= "2020-03-09" and row["status"] in ("delivered", "indicative"):
            running += row["deficit"]
            found[row["period_start"], "running"] = running
    return found


def of_chain(region: str, view) -> dict:
    rows = api("pub_chain", regio=region, zorgpad=view.care_path, golf=view.wave)
    return {(row["step"], name): value for row in rows for name, value in row.items()}


def of_follow_through(region: str, view) -> dict:
    rows = api("pub_follow_through", regio=region, zorgpad=view.care_path, spoed=view.urgency)
    shares = {(row["month_start"], str(row["horizon_days"])): row["share"] for row in rows}
    return {**shares, **{(row["month_start"], "referrals"): row["referrals"] for row in rows}}


SOURCES = {
    "care_types": ("care_type", of_care_types),
    "curve": ("period_start", of_periods),
    "cumulative": ("period_start", of_periods),
    "chain": ("step", of_chain),
    "losses": ("step", of_chain),
    "follow": ("month_start", of_follow_through),
}
"""What a row of an exhibit is known by, and the figures of the API by row and column."""


def in_api(region: str, part, exhibit) -> list[list[tuple[Kind, float | None]]]:
    """The numbers that an exhibit must have, row by row, taken from the API alone."""
    key, figures_of = SOURCES[exhibit.key]
    figures = figures_of(region, part.view)
    columns = [one for one in exhibit.table.columns if one.kind is not Kind.TEXT]
    rows = exhibit.table.frame[key].cast(str).to_list() if key in exhibit.table.frame.columns else []
    # Of young months not every horizon is published: there the exhibit has no number either.
    known = figures.get if exhibit.key == "follow" else figures.__getitem__
    return [[(one.kind, known((row, one.name))) for one in columns] for row in rows]


def usual(region: str):
    """The usual views whose tables stand in the API column by column."""
    return [part for part in parts.usual(region) if part.page in ("analyses", "overview", "chain")]


def pairs(made, region: str):
    """Every exhibit of a regional report with its part."""
    for sheet, part in zip(made.chapters[0].sheets, usual(region), strict=True):
        for one in sheet.exhibits:
            yield part, one


@pytest.fixture(params=["NL", "GG0111"])
def region(request) -> str:
    return request.param


@pytest.fixture
def made(region):
    return regional.of_region(region, parts=usual(region), notes=())


def test_every_number_of_the_workbook_is_that_of_the_api(made, region) -> None:
    book = load_workbook(BytesIO(report.of_report(made, format="xlsx", link=LINK)))
    compared = 0
    for (part, one), page in zip(pairs(made, region), book.worksheets, strict=False):
        expected = in_api(region, part, one)
        columns = [place for place, column in enumerate(one.table.columns) if column.kind is not Kind.TEXT]
        rows = list(page.iter_rows(min_row=2, values_only=True))
        assert len(rows) == len(expected) == one.table.frame.height
        for row, numbers in zip(rows, expected, strict=True):
            for place, (kind, number) in zip(columns, numbers, strict=True):
                assert is_that_of_api(row[place], number, kind=kind), (one.key, row)
                compared += number is not None
    assert compared > 4_000
    assert {one.key for _, one in pairs(made, region)} >= {"care_types", "curve", "cumulative"}
    if region == "NL":
        assert {one.key for _, one in pairs(made, region)} == set(SOURCES)


def test_every_number_of_the_page_that_needs_no_network_is_that_of_the_api(made, region) -> None:
    html = report.of_report(made, format="html", link=LINK).decode()
    tables = tables_in(html)
    compared = 0
    filled = [(part, one) for part, one in pairs(made, region) if one.table.frame.height]
    assert len(tables) == len(filled)
    for (part, one), table in zip(filled, tables, strict=True):
        visible = [column for column in one.table.columns if not column.only_in_files]
        numbers = [place for place, column in enumerate(visible) if column.kind is not Kind.TEXT]
        for row, expected in zip(table, in_api(region, part, one)[-len(table) :], strict=True):
            for place, (kind, number) in zip(numbers, expected, strict=True):
                if number is not None:
                    assert row[place] == written(number, kind), (one.key, row)
                    compared += 1
    assert compared > 200


def test_every_figure_under_a_finding_is_that_of_the_api(made, region) -> None:
    html = report.of_report(made, format="html", link=LINK).decode()
    text = text_of(made)
    for part in parts.usual(region):
        if part.page != "overview":
            continue
        asked_for = {"zorg": part.view.care_type, "periode": part.view.window_code}
        (row,) = of_own_period(api("pub_window_deficits", regio=region, **asked_for))
        for words in (difference(row["ratio"]), written(row["observed"], Kind.COUNT)):
            assert f">{words}<small>" in html
            assert squeezed(words) in text


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_pdf_is_readable_and_the_page_asks_nothing_of_the_network(language) -> None:
    with parts_reading(language):
        made = regional.of_region("GG0111", parts=parts.usual("GG0111"), notes=())
        html = report.of_report(made, format="html", link=LINK).decode()
        document = PdfReader(BytesIO(report.of_report(made, format="pdf", link=LINK)))
    text = squeezed("".join(page.extract_text() for page in document.pages))

    assert document.metadata.title == made.front.title
    assert document.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert document.trailer["/Root"]["/Lang"].startswith(language)
    assert f'<html lang="{language}">' in html
    for sheet in made.sheets:
        assert escaped(sheet.title) in html
        assert squeezed(sheet.title) in text
    bare = html.replace(escaped(LINK), "").replace("http://www.w3.org", "")
    assert "http:" not in bare
    assert "https:" not in bare
    assert not re.search(r"""(?:src|href)=["'](?!data:|#)""", html)


def parts_reading(language: str):
    from verdampt_dashboard.reader import Reader, reading

    return reading(Reader(language=language))


def draft(region: str, text: str, *advice: str, **changes: str) -> Draft:
    view = replace(parts.usual(region)[0].view)
    given = {
        "page": "analyses",
        "address": remarks.address("analyses", view),
        "snapshot": "0123456789abcdef",
        "fingerprint": "a" * 64,
        "topic": "course",
        "specialism": "general_practice",
    }
    return Draft(**{**given, **changes}, text=text, recommendations=advice, region_code=region)


def test_notes_stand_in_the_report_of_their_region_by_role() -> None:
    remarks.write(draft("GG0111", "Bij alle zorgsoorten.", "Bel wie niet kwam."))
    remarks.write(draft("GG0111", "Bij een blik elders.", address="/gegevens", page="data"))
    remarks.write(draft("GG0111", "Alleen het bestuur.", visible_to="board"))
    remarks.write(draft("GG1106", "Van een andere regio."))

    found = {}
    for role in ("everyone", "board"):
        made = regional.of_region("GG0111", parts=parts.usual("GG0111"), notes=remarks.of_role(role))
        html = report.of_report(made, format="html", link=LINK).decode()
        found[role] = [one for one in ("zorgsoorten.", "elders.", "bestuur.", "andere regio.") if one in html]
        assert html.count("Bel wie niet kwam.") == 1
        assert "Bij alle zorgsoorten." in [one.text for one in made.chapters[0].sheets[0].remarks]
        assert [one.text for one in made.front.remarks] == ["Bij een blik elders."]

    assert found == {"everyone": ["zorgsoorten.", "elders."], "board": ["zorgsoorten.", "elders.", "bestuur."]}


@pytest.fixture(scope="module")
def few(sample_snapshot):
    """Two regions and the nation, with two views each: all that merging is about."""
    return ["/analyses?periode=sinds-2020-03&figuren=care_types", "/?zorg=planned_surgery&figuren=curve"]


def national(targets, notes, codes=("NL", "GG0111", "GG1106")):
    chosen = {code: parts.chosen(targets, region_code=code) for code in codes}
    return regional.of_nation("ggd", parts=chosen, notes=notes), chosen


def test_the_national_report_merges_the_regional_ones(few) -> None:
    remarks.write(draft("GG0111", "Uit Groningen."))
    made, chosen = national(few, remarks.of_role("everyone"))
    html = report.of_report(made, format="html", link=LINK).decode()
    text = text_of(made)

    assert [one.title for one in made.chapters] == [published_name(code) for code in chosen]
    assert "Uit Groningen." in html
    for code, own in chosen.items():
        region = regional.of_region(code, parts=own, notes=())
        for sheet in region.chapters[0].sheets:
            for words in (sheet.title, *(fact.value for fact in sheet.facts)):
                assert escaped(words) in html
                assert squeezed(words) in text
    assert html.index(escaped(made.front.statements[0].text)) < html.index('id="deel-1"')

    rows = of_own_period(api("pub_window_deficits", periode="sinds-2020-03", regios="GG0111.GG1106"))
    for row in made.front.exhibits[0].table.frame.iter_rows(named=True):
        of_care = [one["finding"] for one in rows if one["care_type"] == row["care_type"]]
        assert [row[name] for name in merging.FINDINGS] == [of_care.count(name) for name in merging.FINDINGS]
        assert sum(row[name] for name in (*merging.FINDINGS, "unknown")) == len(of_care)

    book = load_workbook(BytesIO(report.of_report(made, format="xlsx", link=LINK)))
    page = next(one for one in book.worksheets if "Alle regio" in one.title)
    merged = list(page.iter_rows(min_row=2, values_only=True))
    by_code = {(one["region_code"], one["care_type"]): one for one in rows}
    figures = [(row[1], row[4], row[5]) for row in merged]
    assert {code for code, _, _ in figures} == {"GG0111", "GG1106"}
    assert {(code, care) for code, care, _ in figures} == set(by_code)
    for code, care, observed in figures:
        expected = by_code[code, care]["observed"]
        assert observed == pytest.approx(expected, abs=0.01) if expected is not None else isinstance(observed, str)


def published_name(code: str) -> str:
    from verdampt_dashboard.view import choices

    return choices().region_name(code)


def test_the_nation_makes_three_recommendations_on_a_topic(few) -> None:
    remarks.write(draft("GG0111", "a", "Eerst.", "Samen.", "Derde."))
    remarks.write(draft("GG1106", "b", "Samen.", "Vierde.", "Vijfde."))
    remarks.write(draft("NL", "c", "Van het land."))
    remarks.write(draft("GG1106", "d", "Over de keten.", topic="chain"))

    made, _ = national(few, remarks.of_role("everyone"))
    html = report.of_report(made, format="html", link=LINK).decode()

    course, chain = made.advice
    assert list(course.items)[:2] == ["Van het land.", say("regional.advice_of", text="Samen.", count=2)]
    assert len(course.items) == 3
    assert course.more == say("regional.more_advice", count=3)
    assert list(chain.items) == ["Over de keten."]
    assert sum(html.count(f"{one}") for one in ("Eerst.", "Derde.", "Vierde.", "Vijfde.")) == 1


WRONG = {
    "no page": "/nergens?zorg=gp_contacts",
    "other site": "https://elsewhere.nl/regios",
    "no code": "/regios?zorg=magie",
    "no parameter": "/regios?kleur=rood",
    "no figure": "/regios?figuren=taart",
}


@pytest.mark.parametrize("case", WRONG)
def test_a_view_that_is_not_there_is_named_in_one_sentence(case) -> None:
    with pytest.raises(InputError) as raised:
        parts.chosen([WRONG[case]], region_code="GG0111")

    assert WRONG[case] in str(raised.value)
    assert "\n" not in str(raised.value)


def asked(path: str, **query: object):
    name, _, ending = path.rpartition(".")
    scope = {"type": "http", "method": "GET", "path": path, "headers": [(b"host", b"127.0.0.1")]}
    text = urlencode(query, doseq=True).encode()
    request = Request({**scope, "query_string": text, "server": ("127.0.0.1", 80), "scheme": "http", "root_path": ""})
    place = "" if name == "land" else name
    return report_files._answer(request, place=place, format=ending)


def test_an_address_gives_the_report_of_chosen_views_and_says_where_it_is_from() -> None:
    answer = asked("GG0111.html", blik=["/keten?golf=G1", "/regios?zorg=gp_contacts"], stand=published.snapshot_id())

    html = answer.body.decode()
    assert answer.status_code == 200
    place = "http://127.0.0.1/rapport/regio/GG0111.pdf"
    assert escaped(f"{place}?taal=nl&stand={published.snapshot_id()}&blik=%2Fketen") in html
    assert html.count("<article>") == 2
    assert 'filename="verdampte-zorg-GG0111.html"' in answer.headers["content-disposition"]


def test_a_reader_chooses_views_on_the_pages_themselves() -> None:
    app = on(opened(regio="GG0111"), "regions")
    app = next(one for one in app.button if one.label == say("regional.take_in")).click().run()
    app = on(app, "chain")
    app = next(one for one in app.button if one.label == say("regional.take_in")).click().run()

    links = unescape(html_of(app))
    assert not app.exception
    assert say("regional.take_out") in [one.label for one in app.button]
    assert "blik=%2Fregios%3Fzorg%3Dgp_contacts" in links
    assert "blik=%2Fketen%3F" in links
    assert "regio%3DGG0111" not in links

    app = next(one for one in app.button if one.label == say("regional.usual")).click().run()
    assert "blik=" not in html_of(app)


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("XX99.pdf", {}),
        ("ggd.pdf", {}),
        ("GG0111.exe", {}),
        ("GG0111.pdf", {"stand": "abc"}),
        ("GG0111.pdf", {"zorg": "gp_contacts"}),
        ("GG0111.pdf", {"taal": "fr"}),
        ("GG0111.pdf", {"taal": ["nl", "en"]}),
        ("GG0111.pdf", {"blik": "//elsewhere.nl"}),
        ("GG0111.pdf", {"blik": ["/"] * 25}),
        ("land.pdf", {"indeling": "magie"}),
        ("land.pdf", {"blik": "/regios"}),
    ],
)
def test_an_address_that_names_what_is_not_there_gives_no_report(path, query) -> None:
    assert asked(path, **query).status_code == 404


def test_the_command_writes_the_report_of_a_file_of_views(tmp_path, capsys) -> None:
    views = tmp_path / "views.toml"
    views.write_text('views = ["/keten?golf=G1", "/regios?zorg=gp_contacts&figuren=ranges"]\n')

    code = reporting.main(["--region=GG0111", f"--views={views}", "--format=html", f"--out={tmp_path / 'made'}"])

    path = tmp_path / "made" / "regioverslag-GG0111.html"
    assert (code, capsys.readouterr().out.strip()) == (0, str(path))
    assert path.read_text().count("<article>") == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--region=XX99"], "XX99"),
        (["--region=ggd"], "scheme"),
        (["--all", "--scheme=magie"], "magie"),
        (["--region=GG0111", "--snapshot=abc"], "verdampt snapshots"),
        (["--region=GG0111", "--format=exe"], "--format"),
        (["--region=GG0111", "--views=nowhere.toml"], "nowhere.toml"),
        ([], "--region"),
    ],
)
def test_the_command_says_in_one_sentence_what_is_wrong(words, said, tmp_path, capsys) -> None:
    assert reporting.main([*words, f"--out={tmp_path / 'made'}"]) == 2

    sentence = capsys.readouterr().err
    assert said in sentence
    assert sentence.count("\n") == 1
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize("text", ["views = [", 'views = "x"', "views = []", 'view = ["/"]', 'views = ["/nergens"]'])
def test_a_wrong_file_of_views_is_named(text, tmp_path, capsys) -> None:
    path = tmp_path / "views.toml"
    path.write_text(text)

    assert reporting.main(["--region=GG0111", f"--views={path}", f"--out={tmp_path}"]) == 2
    assert str(path) in capsys.readouterr().err


def test_the_command_asks_for_a_region_or_for_all() -> None:
    for words in (["report"], ["report", "--all", "--region", "GG0111"]):
        assert isinstance(CliRunner().invoke(command, words).exception, InputError)


def test_verdampt_report_makes_it_in_a_process_that_knows_the_pages(sample_snapshot, tmp_path) -> None:
    store = sample_snapshot.folder.parents[1]
    config, views = tmp_path / "verdampt.toml", tmp_path / "views.toml"
    text = (ROOT / "verdampt.toml").read_text()
    config.write_text(text.replace('out = "published"', f'out = "{store}"') + '\n[links]\nurl = "sqlite:///x.sqlite"\n')
    views.write_text('views = ["/regios?zorg=gp_contacts&figuren=ranges"]\n')
    words = ["report", "--config", str(config), "--region", "GG0111", "--views", str(views), "--format", "html"]

    done = subprocess.run(
        [sys.executable, "-m", "verdampt", *words, "--out", str(tmp_path)], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout.strip()) == (0, str(tmp_path / "regioverslag-GG0111.html")), done.stderr
    assert say("regional.title", region="Groningen") in (tmp_path / "regioverslag-GG0111.html").read_text()
