"""A page as one file to keep or hand out: PDF for people and screen readers, HTML that needs no network, a workbook."""

import base64
import itertools
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
import typst

from verdampt_dashboard import files, fonts, reader
from verdampt_dashboard.drawing import LEGEND
from verdampt_dashboard.exhibits import Exhibit, Remark, Report, Sheet, shown
from verdampt_dashboard.numbers import number
from verdampt_dashboard.sheets import common
from verdampt_dashboard.stills import still
from verdampt_dashboard.texts import say

HERE = Path(__file__).parent
LONGEST_TABLE, LONGEST_LIST = 45, 120
"""Rows that a table over time, and any other, has at most in a document; the workbook has them all."""
SHOWN_OF_LONGER = 13
STILL_WIDTH = 7.2
"""Inches: the width of the text on the page."""
LABELS = (
    "brand",
    "files.caveat",
    "files.source",
    "files.link",
    "files.filter",
    "files.page",
    "method.glossary",
    "files.tables",
    "duiding.title",
    "duiding.advice_title",
    "duiding.recommendations",
    "regional.contents",
)


def of_sheet(sheet: Sheet, *, format: str, link: str) -> bytes:
    """Return a page as one file; raises KeyError for a format that is not known."""
    return of_report(Report(front=sheet), format=format, link=link)


def of_report(report: Report, *, format: str, link: str) -> bytes:
    """Return a report as one file; raises KeyError for a format that is not known."""
    match format:
        case "pdf":
            return _pdf(_content(report, link=link))
        case "html":
            return _template().render(_content(report, link=link)).encode()
        case "xlsx":
            return files.workbook(report, link=link)
    raise KeyError(format)


def _content(report: Report, *, link: str) -> dict[str, Any]:
    """Return all that a report says, as plain texts, lists and pictures."""
    places = itertools.count(1)
    terms = dict.fromkeys(term for sheet in report.sheets for term in sheet.terms)
    return {
        "language": reader.current().language,
        **_sheet(report.front, places=places),
        "advice": [{"topic": one.topic, "items": list(one.items), "more": one.more} for one in report.advice],
        "chapters": [
            {
                "title": one.title,
                "sheets": [_sheet(sheet, places=places) for sheet in one.sheets],
                "remarks": [_remark(each) for each in one.remarks],
            }
            for one in report.chapters
        ],
        "notes": list(dict.fromkeys(note for sheet in report.sheets for note in sheet.notes)),
        "link": link,
        "built": common.built_on(),
        "terms": [{"name": say(f"glossary.{term}.name"), "meaning": say(f"glossary.{term}.meaning")} for term in terms],
        "legend": [{"label": say(f"chart.{one.name}"), "kind": one.kind, "colour": one.colour} for one in LEGEND],
        "words": {key: say(key) for key in LABELS},
    }


def _sheet(sheet: Sheet, *, places: Iterator[int]) -> dict[str, Any]:
    """Return what one sheet says; its exhibits are numbered on from those before."""
    return {
        "title": sheet.title,
        "about": sheet.about,
        "intro": sheet.intro,
        "facts": [vars(one) for one in sheet.facts],
        "statements": [vars(one) for one in sheet.statements],
        "closing": [vars(one) for one in sheet.closing],
        "warnings": list(sheet.warnings),
        "exhibits": [_exhibit(one, place=next(places)) for one in sheet.exhibits],
        "remarks": [_remark(one) for one in sheet.remarks],
        "source": sheet.source,
    }


def _remark(one: Remark) -> dict[str, Any]:
    parts = [part for part in one.text.split("\n") if part]
    return {**vars(one), "parts": parts, "recommendations": list(one.recommendations)}


def _exhibit(one: Exhibit, *, place: int) -> dict[str, Any]:
    rows = shown(one.table)
    is_series = any(column.name == "period" for column in one.table.columns)
    longest = LONGEST_TABLE if is_series else LONGEST_LIST
    kept = rows if len(rows) <= longest else rows[-SHOWN_OF_LONGER:]
    cut = say("files.long_table", rows=number(len(rows)), shown=number(len(kept))) if len(kept) < len(rows) else ""
    return {
        "name": say("files.figure" if one.figure is not None else "files.table", number=place),
        "title": one.title,
        "note": one.note,
        "below": one.below,
        "alt": one.alt,
        "has_legend": one.has_legend,
        "picture": _picture(one),
        "labels": list(kept[0]) if kept else [],
        "rows": [list(row.values()) for row in kept],
        "cut": cut,
    }


def _picture(one: Exhibit) -> str:
    if one.figure is None:
        return ""
    language = reader.current().language
    return still(one.figure, caption=None, format="svg", language=language, width=STILL_WIDTH).decode()


def _pdf(content: dict[str, Any]) -> bytes:
    """Return a report as a PDF by the standard for screen readers, PDF/UA-1."""
    made: bytes = typst.compile(
        HERE / "report.typ",
        format="pdf",
        pdf_standards=["ua-1"],
        font_paths=sorted({path.parent for path in fonts.font_files()}),
        sys_inputs={"content": json.dumps(content, ensure_ascii=False)},
    )
    return made


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True)
    environment.filters["as_image"] = _as_image
    return environment.from_string((HERE / "report.html.jinja").read_text(encoding="utf-8"))


def _as_image(svg: str) -> str:
    """Return a picture as an address that holds it: each keeps its names to itself, and nothing is fetched."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
