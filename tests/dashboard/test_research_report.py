"""The doctors' questions in a report: every figure of every exhibit and sentence is that of the API, in each format."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby

import pytest
from openpyxl import load_workbook

from tests.dashboard.made_up import with_tables
from tests.dashboard.reports import LINK, is_that_of_api, tables_in, text_of
from tests.dashboard.research_figures import EXHIBITS, WORDS, Told
from tests.dashboard.research_sentences import DOTTED, FACTS, SENTENCES, alt, dots
from tests.dashboard.test_files import escaped, squeezed
from tests.dashboard.test_sentences import numbers_in
from verdampt import serving
from verdampt_dashboard import parts, reader, regional, report
from verdampt_dashboard.exhibits import Column, Exhibit, Kind, written
from verdampt_dashboard.reader import Reader
from verdampt_dashboard.research.answer import CANNOT_SAY, SIGNS
from verdampt_dashboard.stills.reading import read
from verdampt_dashboard.texts import say
from verdampt_dashboard.view import View

NL, TWENTE, TOO_FEW = "NL", "GG1106", "GG0111"
LEAST = {
    ("plain", NL): 950,
    ("plain", TWENTE): 350,
    ("plain", TOO_FEW): 400,
    ("made_up", NL): 950,
    ("made_up", TWENTE): 450,
    ("made_up", TOO_FEW): 0,
}
"""Figures that are compared at least: a table that lost its figures would leave nothing to compare."""


CHOSEN = ["/onderzoeksvragen?vraag=V4&zorgpad=cardiology", "/onderzoeksvragen?vraag=V3&zorgpad=cardiology&golf=G2"]
"""Views with a harm signal, and with a wave that cannot be divided where all waves together can."""


@pytest.fixture(scope="module")
def made_up_store(sample_snapshot, tmp_path_factory):
    store = tmp_path_factory.mktemp("research-report")
    with_tables(sample_snapshot, store)
    return store


@pytest.fixture(params=["plain", "made_up"])
def store(request, made_up_store, monkeypatch) -> str:
    if request.param == "made_up":
        monkeypatch.setenv(serving.PUBLISHED_VARIABLE, str(made_up_store))
        reader.become(Reader())
    return request.param


@pytest.fixture(params=[NL, TWENTE, TOO_FEW])
def region(request, store) -> str:
    return request.param


def asked(region: str):
    """The questions of a usual report, and after those of the nation the chosen ones."""
    usual = [part for part in parts.usual(region) if part.page == parts.RESEARCH]
    return usual + (parts.chosen(CHOSEN, region_code=region) if region == NL else [])


@pytest.fixture
def made(region):
    return regional.of_region(region, parts=asked(region), notes=())


@pytest.fixture(scope="module")
def done() -> dict:
    return {}


@pytest.fixture
def readable(made, store, region, done) -> tuple[str, str]:
    """A report as a page that needs no network and as the text of its PDF, made once for all tests."""
    if (store, region) not in done:
        done[store, region] = report.of_report(made, format="html", link=LINK).decode(), text_of(made)
    return done[store, region]


@dataclass(frozen=True)
class Found:
    """An exhibit of a report, its key without the number of a pilot, and the rows that it must have by the API."""

    exhibit: Exhibit
    key: str
    place: int
    rows: list[dict]
    view: View


def exhibits(made, region: str) -> Iterator[Found]:
    for sheet, part in zip(made.chapters[0].sheets, asked(region), strict=True):
        for one in sheet.exhibits:
            key, number = re.fullmatch(r"(\w+?)(\d*)", one.key).groups()
            place = int(number or 0)
            yield Found(one, key, place, EXHIBITS[key](region, part.view, place), part.view)


def says(text: str, told: Told, *, after_names: bool = False) -> bool:
    """Whether a text has these numbers and no others; in a sentence those of names come first."""
    found = numbers_in(text, language="nl")
    found = found[max(0, len(found) - len(told)) :] if after_names else found
    return len(found) == len(told) and all(
        math.isclose(seen, number, abs_tol=0.51 * 10.0**-decimals)
        for seen, (number, decimals) in zip(found, told, strict=True)
    )


def holds(cell: object, wanted: object, column: Column) -> bool:
    """Whether a cell, of a workbook or as readers see it, is what the API says; without a figure it has none."""
    if isinstance(wanted, list):
        return says(str(cell), wanted)
    if isinstance(wanted, re.Pattern):
        return bool(wanted.fullmatch(str(cell)))
    if column.kind is Kind.TEXT:
        return str(cell) == (say("table.none") if wanted is None else wanted)
    if isinstance(cell, str) and wanted is not None:
        return cell == written(wanted, column.kind)
    return (
        not numbers_in(cell, language="nl") if isinstance(cell, str) else is_that_of_api(cell, wanted, kind=column.kind)
    )


def compared(table, columns, wanted, *, key: str) -> int:
    """Compare a table of a file with the rows of the API, cell by cell; returns how many figures were the same."""
    assert len(table) == len(wanted), key
    count = 0
    for cells, row in zip(table, wanted, strict=True):
        for cell, column in zip(cells, columns, strict=True):
            assert (column.name in row) != (column.name in WORDS.get(key, ())), (key, column.name)
            if column.name in row:
                assert holds(cell, row[column.name], column), (key, column.name, cell, row[column.name])
                count += numbers_of(row[column.name])
    return count


def numbers_of(wanted: object) -> int:
    return len(wanted) if isinstance(wanted, list) else isinstance(wanted, int | float)


def in_workbook(made, found: Iterator[Found]) -> int:
    """Compare a workbook, of which the last page explains; returns how many figures were the same."""
    book = load_workbook(BytesIO(report.of_report(made, format="xlsx", link=LINK)))
    count = 0
    for one, page in zip(found, book.worksheets[:-1], strict=True):
        rows = list(page.iter_rows(min_row=2, values_only=True))
        count += compared(rows, one.exhibit.table.columns, one.rows, key=one.key)
    return count


def test_every_number_of_the_workbook_is_that_of_the_api(made, region, store) -> None:
    assert in_workbook(made, exhibits(made, region)) >= LEAST[store, region]


def test_every_number_of_the_national_workbook_is_that_of_the_api(store) -> None:
    made = regional.of_nation("ggd", parts={code: asked(code) for code in (NL, TWENTE)}, notes=())

    assert in_workbook(made, exhibits(made, NL)) >= LEAST[store, NL]


def test_every_number_of_the_page_that_needs_no_network_is_that_of_the_api(made, readable, region, store) -> None:
    html, _ = readable
    count = 0
    for one, table in zip(exhibits(made, region), tables_in(html), strict=True):
        visible = [column for column in one.exhibit.table.columns if not column.only_in_files]
        count += compared(table, visible, one.rows, key=one.key)

    assert count >= LEAST[store, region]


def test_every_number_of_the_pdf_is_that_of_the_api(made, readable, region) -> None:
    _, text = readable
    for one in exhibits(made, region):
        visible = [column for column in one.exhibit.table.columns if not column.only_in_files]
        for row in one.rows:
            # What stands between words stands on one line.
            for is_text, beside in groupby(visible, key=lambda column: column.kind is Kind.TEXT):
                numbers = [] if is_text else [(row[column.name], column.kind) for column in beside]
                if all(number is not None for number, _ in numbers):
                    assert squeezed("".join(written(*number) for number in numbers)) in text, (one.key, numbers)


def test_every_chart_and_its_text_say_what_the_api_says(made, region) -> None:
    for one in exhibits(made, region):
        numbers = alt(one.key, one.rows, region, one.view, one.place)
        assert says(without_names(one.exhibit.alt, one.rows), numbers, after_names=True), (one.exhibit.alt, numbers)
        if one.key in DOTTED:
            figures = sorted(values for values, _ in dots(one.key, one.rows, one.place))
            assert drawn(one.exhibit) == [pytest.approx(values, abs=1e-6) for values in figures], one.key


def without_names(text: str, rows: list[dict]) -> str:
    for name in {row["name"] for row in rows if "name" in row}:
        text = text.replace(name, "")
    return re.sub(r"\d+( tot en met \d+)? jaar", "", text)


def drawn(exhibit: Exhibit) -> list[list[float]]:
    """The dots of a chart with the ends of their margins."""
    traces = [one for one in read(exhibit.figure).traces if one["type"] == "scatter"]
    return sorted(
        [value, value - low, value + high]
        for one in traces
        for value, low, high in zip(one["x"], one["error_x"]["arrayminus"], one["error_x"]["array"], strict=True)
    )


def test_every_kind_of_exhibit_is_compared(store) -> None:
    keys = {one.key for one in exhibits(regional.of_region(NL, parts=asked(NL), notes=()), NL)}

    assert keys == (set(EXHIBITS) if store == "made_up" else set(EXHIBITS) - {"pilot_regions"})


def told(sheet) -> list[str]:
    """The sentences of a question that have numbers: what could be seen, what was found, and what belongs to it."""
    said = [
        one for one in sheet.statements if one.tone in ("verdict", "line") or one.lead == say("research.power.lead")
    ]
    return [one.text for one in said if numbers_in(one.text, language="nl")]


def test_every_sentence_and_figure_under_a_question_is_that_of_the_api(made, readable, region, store) -> None:
    html, text = readable
    count = 0
    for sheet, part in zip(made.chapters[0].sheets, asked(region), strict=True):
        code = part.view.question
        for sentence, numbers in zip(told(sheet), SENTENCES[code](region, part.view), strict=True):
            assert says(sentence, numbers, after_names=True), (sentence, numbers)
            assert escaped(sentence) in html
            assert squeezed(sentence) in text
            count += len(numbers)
        # Where the build settled nothing, large numbers would say too much.
        is_unsettled = sheet.statements[0].lead.startswith(SIGNS[CANNOT_SAY])
        wanted = FACTS[code](region, part.view) if code in FACTS and not is_unsettled else []
        for fact, numbers in zip(sheet.facts, wanted, strict=True):
            assert says(f"{fact.value} {fact.note}", numbers), fact
            assert f">{escaped(fact.value)}<small>" in html
            assert squeezed(fact.value) in text
            count += len(numbers)

    assert count == 0 if (store, region) == ("made_up", TOO_FEW) else count > 20
