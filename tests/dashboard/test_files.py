"""Every file of a page says the same numbers as the page, in any state."""

import csv
from io import BytesIO, StringIO

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from pypdf import PdfReader

from tests.dashboard.conftest import views
from verdampt_dashboard import files, report
from verdampt_dashboard.exhibits import Kind, shown, written
from verdampt_dashboard.reader import Reader, reading
from verdampt_dashboard.sheets.pages import SHEETS
from verdampt_dashboard.texts import say

NO_SHRINKING = (Phase.explicit, Phase.generate)
"""A sheet takes long to make; a failing state is told as it was found."""
LINK = "http://127.0.0.1/regios?stand=abc"


def read_csv(payload: bytes, *, delimiter: str) -> list[list[str]]:
    return list(csv.reader(StringIO(payload.decode("utf-8-sig")), delimiter=delimiter))


def as_written(cell: str, kind: Kind, *, comma: bool) -> str:
    """A cell of a file as the screen would write it; words stay words."""
    try:
        number = float(cell.replace(",", ".") if comma else cell)
        # Readers see a ratio as a difference with expected, in Excel too; programs get the ratio.
        return written(number + 1 if comma and kind is Kind.RATIO else number, kind)
    except ValueError:
        return cell.removeprefix("'")


@settings(deadline=None, max_examples=25, phases=NO_SHRINKING)
@given(data=st.data())
def test_tables_in_files_equal_those_on_the_screen(domain, data) -> None:
    view = data.draw(views(domain))
    page = data.draw(st.sampled_from(list(SHEETS)))
    with reading(Reader(language=view.language)):
        sheet = SHEETS[page](view)
        for one in sheet.exhibits:
            visible = [column for column in one.table.columns if not column.only_in_files]
            on_screen = [list(row.values()) for row in shown(one.table)]
            places = [one.table.columns.index(column) for column in visible]

            head, *rows = read_csv(files.of_exhibit(one, sheet=sheet, format="nl.csv", link=LINK), delimiter=";")
            assert head == [column.label for column in one.table.columns]
            in_excel = [
                [
                    as_written(row[place], column.kind, comma=True) if column.kind is not Kind.TEXT else row[place]
                    for place, column in zip(places, visible, strict=True)
                ]
                for row in rows
            ]
            assert [[cell or say("table.none") for cell in row] for row in in_excel] == on_screen

            head, *rows = read_csv(files.of_exhibit(one, sheet=sheet, format="csv", link=LINK), delimiter=",")
            assert head == [column.name for column in one.table.columns]
            for row, seen in zip(rows, on_screen, strict=True):
                for place, column, cell in zip(places, visible, seen, strict=True):
                    if column.kind is not Kind.TEXT and row[place]:
                        assert as_written(row[place], column.kind, comma=False) == cell

            book = load_workbook(BytesIO(files.of_exhibit(one, sheet=sheet, format="xlsx", link=LINK)))
            assert book.sheetnames == [say("files.data_sheet"), say("files.notes_sheet")]
            for row, seen in zip(book.worksheets[0].iter_rows(min_row=2), on_screen, strict=True):
                for place, column, cell in zip(places, visible, seen, strict=True):
                    value = row[place].value
                    if isinstance(value, int | float):
                        ratio = column.kind is Kind.RATIO
                        assert written(value + 1 if ratio else value, column.kind) == cell
                    else:
                        assert str(value).removeprefix("'") == cell
            notes = " ".join(str(cell.value) for row in book.worksheets[1].iter_rows() for cell in row)
            assert all(text in notes for text in (sheet.title, sheet.source, LINK, one.title))


@settings(deadline=None, max_examples=8, phases=NO_SHRINKING)
@given(data=st.data())
def test_reports_say_what_the_page_says(domain, data) -> None:
    view = data.draw(views(domain))
    page = data.draw(st.sampled_from(list(SHEETS)))
    with reading(Reader(language=view.language)):
        sheet = SHEETS[page](view)
        html = report.of_sheet(sheet, format="html", link=LINK).decode()
        document = PdfReader(BytesIO(report.of_sheet(sheet, format="pdf", link=LINK)))
        tables = [row for one in sheet.exhibits for row in shown(one.table)[-report.SHOWN_OF_LONGER :]]

    said = [sheet.title, *(one.value for one in sheet.facts), *(one.text for one in sheet.statements)]
    text = squeezed("".join(one.extract_text() for one in document.pages))
    for sentence in said:
        assert escaped(sentence) in html
        assert squeezed(sentence) in text
    for row in tables:
        assert all(escaped(cell) in html for cell in row.values())
        assert all(squeezed(cell) in text for cell in row.values())
    assert document.metadata.title == sheet.title
    assert document.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert document.trailer["/Root"]["/Lang"].startswith(view.language)
    assert "http:" not in html.replace(LINK, "").replace("http://www.w3.org", "")
    assert 'src="http' not in html


def squeezed(text: str) -> str:
    """Text without what a page adds to it: breaks, hyphens and spaces."""
    return "".join(text.split()).replace("\N{SOFT HYPHEN}", "").replace("-", "").replace("\N{HYPHEN}", "")


def escaped(text: str) -> str:
    from markupsafe import escape

    return str(escape(text))


def test_every_picture_of_every_page_can_be_taken_away(domain) -> None:
    for page in SHEETS.values():
        sheet = page(domain.default)
        for one in (one for one in sheet.exhibits if one.figure is not None):
            svg = files.of_exhibit(one, sheet=sheet, format="svg", link=LINK).decode()
            png = files.of_exhibit(one, sheet=sheet, format="png", link=LINK)
            assert escaped(one.title).replace("&#39;", "'") in svg.replace("&#x27;", "'").replace("&apos;", "'")
            assert sheet.source in svg
            assert png.startswith(b"\x89PNG")


def test_a_table_has_no_picture_and_an_unknown_format_no_file(domain) -> None:
    sheet = SHEETS["gegevens"](domain.default)
    table = sheet.get("deliveries")

    for name in ("svg", "png", "exe"):
        with pytest.raises(KeyError):
            files.of_exhibit(table, sheet=sheet, format=name, link=LINK)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "\t=1"])
def test_text_that_a_spreadsheet_would_run_stays_text(domain, text) -> None:
    import polars as pl

    from verdampt_dashboard.exhibits import Column, Exhibit, Sheet, Table

    table = Table(frame=pl.DataFrame({"name": [text]}), columns=(Column(name="name", label="Naam"),))
    sheet = Sheet(page="data", title="t", exhibits=[Exhibit(key="x", title="x", table=table)])
    for name, delimiter in (("csv", ","), ("nl.csv", ";")):
        payload = files.of_exhibit(sheet.exhibits[0], sheet=sheet, format=name, link=LINK)
        assert read_csv(payload, delimiter=delimiter)[1] == [f"'{text}"]
    book = load_workbook(BytesIO(files.of_exhibit(sheet.exhibits[0], sheet=sheet, format="xlsx", link=LINK)))
    assert book.worksheets[0]["A2"].value == f"'{text}"
