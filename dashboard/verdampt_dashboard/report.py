"""A page as one file to keep or hand out: PDF for people and screen readers, HTML that needs no network, a workbook."""

import base64
import json
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
import typst

from verdampt_dashboard import files, fonts, reader
from verdampt_dashboard.drawing import LEGEND
from verdampt_dashboard.exhibits import Exhibit, Sheet, shown
from verdampt_dashboard.numbers import number
from verdampt_dashboard.sheets import common
from verdampt_dashboard.stills import still
from verdampt_dashboard.texts import say

HERE = Path(__file__).parent
LONGEST_TABLE = 45
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
)


def of_sheet(sheet: Sheet, *, format: str, link: str) -> bytes:
    """Return a page as one file; raises KeyError for a format that is not known."""
    match format:
        case "pdf":
            return _pdf(sheet, link=link)
        case "html":
            return _html(sheet, link=link)
        case "xlsx":
            return files.workbook(list(sheet.exhibits), sheet=sheet, link=link)
    raise KeyError(format)


def _content(sheet: Sheet, *, link: str) -> dict[str, Any]:
    """Return all that a report says, as plain texts, lists and pictures."""
    return {
        "language": reader.current().language,
        "title": sheet.title,
        "about": sheet.about,
        "intro": sheet.intro,
        "facts": [vars(one) for one in sheet.facts],
        "statements": [vars(one) for one in sheet.statements],
        "closing": [vars(one) for one in sheet.closing],
        "warnings": list(sheet.warnings),
        "notes": list(sheet.notes),
        "source": sheet.source,
        "link": link,
        "built": common.built_on(),
        "terms": [
            {"name": say(f"glossary.{term}.name"), "meaning": say(f"glossary.{term}.meaning")} for term in sheet.terms
        ],
        "exhibits": [_exhibit(one, place=place) for place, one in enumerate(sheet.exhibits, start=1)],
        "legend": [{"label": say(f"chart.{one.name}"), "kind": one.kind, "colour": one.colour} for one in LEGEND],
        "words": {key: say(key) for key in LABELS},
    }


def _exhibit(one: Exhibit, *, place: int) -> dict[str, Any]:
    rows = shown(one.table)
    kept = rows if len(rows) <= LONGEST_TABLE else rows[-SHOWN_OF_LONGER:]
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


def _pdf(sheet: Sheet, *, link: str) -> bytes:
    """Return a page as a PDF by the standard for screen readers, PDF/UA-1."""
    made: bytes = typst.compile(
        HERE / "report.typ",
        format="pdf",
        pdf_standards=["ua-1"],
        font_paths=sorted({path.parent for path in fonts.font_files()}),
        sys_inputs={"content": json.dumps(_content(sheet, link=link), ensure_ascii=False)},
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


def _html(sheet: Sheet, *, link: str) -> bytes:
    return _template().render(_content(sheet, link=link)).encode()
