"""Links that others open, and files that they take away, in a real browser."""

import csv
import re
from io import BytesIO
from urllib.parse import urljoin

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from tests.conftest import ROOT
from verdampt.benchmarks.crash import small_extract
from verdampt.build import build
from verdampt.intake import SilentProgress
from verdampt.publishing.links import Links, links_url


@pytest.fixture(scope="module")
def samples(sample_snapshot, dashboard) -> str:
    return dashboard(sample_snapshot.folder.parents[1])


def download(visitor, label: str):
    with visitor.page.expect_download() as waiting:
        visitor.page.get_by_role("link", name=label, exact=True).first.click()
    found = waiting.value
    return found.suggested_filename, found.path().read_bytes()


def plain(text: str) -> str:
    """Text with single ordinary spaces."""
    return " ".join(text.split())


def test_language_reload_back_and_forward_keep_every_choice(samples, visitor) -> None:
    visitor.open(f"{samples}/?zorg=planned_surgery")
    visitor.choose("Regio", "Twente", then="Twente")

    visitor.page.get_by_role("button", name="English").click()
    visitor.page.get_by_role("heading", level=1).filter(has_text="planned operations").wait_for()
    assert visitor.title().startswith("Twente: ")
    visitor.page.wait_for_url("**taal=en**")
    assert {"regio=GG1106", "zorg=planned_surgery", "taal=en"} <= set(visitor.page.url.split("?")[1].split("&"))
    assert visitor.page.evaluate("document.documentElement.lang") == "en"
    visitor.page.reload()
    visitor.page.get_by_role("heading", level=1).filter(has_text="planned operations").wait_for()
    visitor.page.go_back()
    visitor.page.get_by_role("heading", level=1).filter(has_text="planbare operaties").wait_for()
    assert visitor.page.evaluate("document.documentElement.lang") == "nl"
    visitor.page.go_forward()
    visitor.page.get_by_role("heading", level=1).filter(has_text="planned operations").wait_for()


def test_a_frozen_short_link_shows_the_same_after_a_new_publication(tmp_path, dashboard, visitor, monkeypatch) -> None:
    monkeypatch.chdir(ROOT)
    store = tmp_path / "published"
    first = build(small_extract(tmp_path, batch=1), progress=SilentProgress())
    address = dashboard(store)
    visitor.open(f"{address}/?regio=GG0111")
    before = visitor.title(), visitor.page.locator(".figures").inner_text()

    visitor.page.get_by_role("button", name="Delen").click()
    visitor.page.get_by_role("button", name="Maak een vaste link").click()
    short = visitor.page.get_by_text(re.compile(r"^http://127.0.0.1:\d+/k/\w+$")).first.inner_text().strip()
    assert visitor.page.get_by_role("img", name=f"QR-code van {short}").is_visible()
    assert visitor.page.get_by_text(f"Stand {first.id}").first.is_visible()
    visitor.photograph("delen")
    with Links(links_url("", store=store)) as links:
        assert links.pins() == {first.id: 1}

    build(small_extract(tmp_path, batch=2), progress=SilentProgress())
    visitor.open(short)

    assert (visitor.title(), visitor.page.locator(".figures").inner_text()) == before
    assert visitor.page.get_by_text("Vaste stand van").is_visible()
    assert visitor.page.get_by_text("veranderd:").is_visible()
    visitor.photograph("vaste-stand")
    visitor.page.get_by_role("button", name="Naar de nieuwste cijfers").click()
    visitor.page.get_by_text("Vaste stand van").wait_for(state="detached")
    visitor.settle()
    assert visitor.page.locator(".figures").inner_text() != before[1]
    visitor.page.wait_for_url(lambda url: "stand=" not in url)
    assert visitor.outside == []


def test_a_link_to_a_stand_that_is_gone_says_so(samples, visitor) -> None:
    visitor.open(f"{samples}/?stand=0123456789abcdef&regio=GG1106")

    assert visitor.page.get_by_text("De vaste stand uit deze link bestaat hier niet").is_visible()
    assert visitor.title().startswith("Twente")


def test_downloads_hold_the_numbers_of_the_screen(samples, visitor) -> None:
    visitor.open(f"{samples}/regios?zorg=planned_surgery")
    visitor.page.get_by_text("Bekijk als tabel").first.click()
    table = visitor.page.get_by_role("table").first
    table.wait_for()
    seen = [
        [cell.strip().replace("\N{NO-BREAK SPACE}", " ") for cell in row.inner_text().split("\t")]
        for row in table.get_by_role("row").all()
    ]

    name, excel = download(visitor, "CSV (Excel)")
    rows = list(csv.reader(excel.decode("utf-8-sig").splitlines(), delimiter=";"))
    assert name.endswith(".csv")
    assert [row[0] for row in rows] == [row[0] for row in seen]
    _, workbook = download(visitor, "XLSX")
    book = load_workbook(BytesIO(workbook))
    assert [row[0].value for row in book.worksheets[0].iter_rows()] == [row[0] for row in seen]
    assert book.sheetnames[1] == "Toelichting"
    assert download(visitor, "SVG")[1].startswith(b"<?xml")
    assert download(visitor, "PNG")[1].startswith(b"\x89PNG")
    _, pdf = download(visitor, "PDF")
    text = " ".join(
        " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
        .replace("\N{NO-BREAK SPACE}", " ")
        .split()
    )
    assert "Planbare operaties: terugval en herstel" in text
    assert all(cell in text for row in seen[1:] for cell in row[1:5])


def test_the_offline_page_opens_with_the_network_off(samples, visitor, browser, tmp_path) -> None:
    visitor.open(f"{samples}/?zorg=planned_surgery&regio=GG1106")
    title, figures = visitor.title(), visitor.page.locator(".figures dd").all_inner_texts()
    _, payload = download(visitor, "HTML (werkt zonder internet)")
    place = tmp_path / "blad.html"
    place.write_bytes(payload)

    context = browser.new_context(offline=True)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda sent: asked.append(sent.url))
    page.goto(place.as_uri())

    assert page.locator("h1").inner_text() == title
    assert [text.split("\n")[0] for text in page.locator(".figures dd").all_inner_texts()] == [
        text.split("\n")[0] for text in figures
    ]
    pictures = page.locator("img")
    assert pictures.count() >= 3
    assert all(pictures.nth(place).evaluate("one => one.naturalWidth > 100") for place in range(pictures.count()))
    assert [one for one in asked if not one.startswith(("file:", "data:"))] == []
    context.close()


@pytest.mark.parametrize(
    "path",
    [
        "bestand/overview/curve.csv?regio=GG9999",
        "bestand/overview/curve.csv?regio=GG1106&extra=1",
        "bestand/overview/nothing.csv",
        "bestand/nowhere/curve.csv",
        "bestand/overview/curve.exe",
        "bestand/overview/curve.csv?stand=../../work",
        "rapport/overview.docx",
        "k/nope",
    ],
)
def test_what_is_not_there_gets_a_clear_page(samples, visitor, path) -> None:
    answer = visitor.page.goto(urljoin(f"{samples}/", path))

    assert answer.status == 404
    assert "bestaat niet" in visitor.title()
    assert "Traceback" not in visitor.page.content()


def test_the_whole_task_is_done_by_keyboard_alone(samples, visitor) -> None:
    visitor.open(samples)
    for label, typed, expected in (
        ("Regio", "Twente", "Twente"),
        ("Zorgsoort", "Planbare operaties", "planbare operaties"),
    ):
        box = visitor.page.get_by_role("combobox", name=label)
        for _ in range(40):
            visitor.page.keyboard.press("Tab")
            if box.evaluate("one => one === document.activeElement"):
                break
        else:
            pytest.fail(f"{label} is not reached with Tab")
        visitor.page.keyboard.type(typed)
        visitor.page.get_by_role("option", name=typed, exact=True).wait_for()
        visitor.page.keyboard.press("Enter")
        visitor.page.get_by_role("heading", level=1).filter(has_text=expected).wait_for()
        visitor.settle()

    assert visitor.title().startswith("Twente: in 2020")
    assert "regio=GG1106" in visitor.page.url
