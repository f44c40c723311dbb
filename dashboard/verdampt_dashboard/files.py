"""Exhibits as files: the same rounded numbers as the screen, with where they come from."""

from dataclasses import replace
from io import BytesIO
from typing import Any

import polars as pl
import xlsxwriter

from verdampt.publishing.export import Format, as_bytes, harmless_text
from verdampt_dashboard import reader
from verdampt_dashboard.drawing import LEGEND
from verdampt_dashboard.exhibits import DECIMALS, Column, Exhibit, Kind, Report, Sheet, Table, cell
from verdampt_dashboard.stills import Caption, Key, still
from verdampt_dashboard.texts import say

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "nl.csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "svg": "image/svg+xml",
    "png": "image/png",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
}
_FORMATS = {
    Kind.COUNT: "#,##0",
    Kind.DECIMAL: "#,##0.0",
    Kind.SHARE: "0%",
    Kind.SHARE_DECIMAL: "0.0%",
    Kind.RATIO: "+0%;-0%;0%",
    Kind.FINE: "#,##0.000",
    Kind.EXACT: "General",
}
LONGEST_SHEET_NAME = 31


def of_exhibit(exhibit: Exhibit, *, sheet: Sheet, format: str, link: str) -> bytes:
    """Return an exhibit as a file; raises KeyError for a format that it does not have."""
    match format:
        case "csv":
            return as_bytes(_machine(exhibit.table), format=Format.CSV)
        case "nl.csv":
            numbers = [one.label for one in exhibit.table.columns if one.kind is not Kind.TEXT]
            return as_bytes(_for_excel(exhibit.table), format=Format.CSV_NL, known=numbers)
        case "xlsx":
            alone = replace(sheet, exhibits=[exhibit], remarks=())
            return workbook(Report(front=alone), link=link)
        case "svg" | "png" if exhibit.figure is not None:
            caption = Caption(
                title=exhibit.title,
                subtitle=_subtitle(exhibit, sheet),
                footer=_footer(exhibit, sheet),
                keys=_keys(exhibit),
            )
            return still(exhibit.figure, caption=caption, format=format, language=reader.current().language)
    raise KeyError(format)


def _keys(exhibit: Exhibit) -> list[Key]:
    """Return what lines and colours mean, where the page has a legend too."""
    return [
        Key(label=say(f"chart.{one.name}"), colour=one.colour, kind=one.kind) for one in LEGEND if exhibit.has_legend
    ]


def _footer(exhibit: Exhibit, sheet: Sheet) -> str:
    """Return what stands under a picture: its source, and what it cannot tell where it says so."""
    cannot = f"{say('policy.cannot_tell_label')} {exhibit.caveat}" if exhibit.caveat else ""
    return "\n".join(part for part in (sheet.source, cannot) if part)


def _subtitle(exhibit: Exhibit, sheet: Sheet) -> str:
    return "\n".join(part for part in (sheet.about, exhibit.note) if part)


def _machine(table: Table) -> pl.DataFrame:
    """Return the numbers as programs read them: names of columns, points, no words."""
    return table.frame.select(one.name for one in table.columns)


def _for_excel(table: Table) -> pl.DataFrame:
    """Return the numbers under their labels; a column with absent values has the words in their place."""
    return table.frame.select(_excel_column(table.frame, one) for one in table.columns)


def _excel_column(frame: pl.DataFrame, column: Column) -> pl.Expr:
    # A ratio is a difference with expected, as on the screen.
    value = pl.col(column.name)
    if column.kind is Kind.RATIO:
        value = value.sub(1).round(DECIMALS[Kind.RATIO] + 4)
    if column.absent and frame[column.name].null_count():
        # Words make the whole column text, in which the decimal comma is ours to write.
        value = pl.coalesce(value.cast(pl.String).str.replace(".", ",", literal=True), pl.col(column.absent))
    return value.alias(column.label)


def workbook(report: Report, *, link: str) -> bytes:
    """Return a report as a workbook: a sheet for each exhibit, one for what doctors wrote, one that explains."""
    buffer = BytesIO()
    exhibits = [one for _, one in report.tables]
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        formats: dict[str, Any] = {kind: book.add_format({"num_format": text}) for kind, text in _FORMATS.items()}
        formats |= {"head": book.add_format({"bold": True, "text_wrap": True, "valign": "top"})}
        names = _sheet_names(exhibits, is_alone=len(report.sheets) == 1)
        for one, name in zip(exhibits, names, strict=True):
            _write(book.add_worksheet(name), one.table, formats=formats)
        if report.remarks or report.advice:
            _write_remarks(book.add_worksheet(say("duiding.short")), report, head=formats["head"])
        _explain(book.add_worksheet(say("files.notes_sheet")), report, link=link, head=formats["head"])
    return buffer.getvalue()


def _sheet_names(exhibits: list[Exhibit], *, is_alone: bool) -> list[str]:
    if len(exhibits) == 1 and is_alone:
        return [say("files.data_sheet")]
    kept = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
    return [f"{place} {one.title.translate(kept)}"[:LONGEST_SHEET_NAME] for place, one in enumerate(exhibits, start=1)]


def _write_remarks(page: Any, report: Report, *, head: Any) -> None:
    """Write what doctors wrote: a row per recommendation and per remark."""
    labels = ("duiding.kind", "duiding.topic", "duiding.text", "duiding.signed_by", "duiding.state")
    kinds = {name: say(f"duiding.{name}") for name in ("advice", "remark")}
    rows = [(kinds["advice"], one.topic, item, "", "") for one in report.advice for item in one.items]
    for one in report.remarks:
        rows += [(kinds["remark"], one.topic, one.text, one.signed, one.moved)]
        rows += [(kinds["advice"], one.topic, item, one.signed, one.moved) for item in one.recommendations]
    for place, label in enumerate(labels):
        page.write_string(0, place, say(label), head)
    for number, row in enumerate(rows, start=1):
        for place, text in enumerate(row):
            page.write_string(number, place, harmless_text(text))
    page.freeze_panes(1, 0)
    page.set_column(0, 1, 24)
    page.set_column(2, 2, 90)
    page.set_column(3, 4, 40)


def _write(page: Any, table: Table, *, formats: dict[str, Any]) -> None:
    for place, column in enumerate(table.columns):
        page.write_string(0, place, column.label, formats["head"])
    for number, row in enumerate(table.frame.iter_rows(named=True), start=1):
        for place, column in enumerate(table.columns):
            value = row[column.name]
            if value is None or column.kind is Kind.TEXT:
                page.write_string(number, place, harmless_text(_text(row, column)))
            else:
                # A ratio is a difference with expected, as on the screen.
                page.write_number(number, place, _shown(value, column.kind), formats[column.kind])
    page.freeze_panes(1, 1)
    page.autofit()


def _shown(value: float, kind: Kind) -> float:
    """Return a number as a workbook holds it; a ratio is a difference with expected, as on the screen."""
    if kind is Kind.EXACT:
        return value
    return round(value - 1 if kind is Kind.RATIO else value, DECIMALS[kind] + 4)


def _text(row: dict[str, Any], column: Column) -> str:
    return str(row[column.name]) if row[column.name] is not None else cell(row, column)


def _explain(page: Any, report: Report, *, link: str, head: Any) -> None:
    """Write what the numbers are: titles, the reader's choice, findings, notes, caveats, source, link and columns."""
    front = report.front
    rows = [(say("files.title"), front.title), (say("files.filter"), front.about or say("table.none"))]
    rows += [(say("files.source"), front.source), (say("files.link"), link)]
    for sheet in report.sheets[1:]:
        rows += [(sheet.about or sheet.title, sheet.title)]
        rows += [(one.label, f"{one.value}: {one.note}" if one.note else one.value) for one in sheet.facts]
    rows += [(one.title, one.note) for _, one in report.tables]
    rows += [(one.lead or say("files.caveat"), one.text) for sheet in report.sheets for one in sheet.closing]
    rows += [(say("files.caveat"), note) for sheet in report.sheets for note in (*sheet.warnings, *sheet.notes)]
    rows += [(one.label, one.name) for _, exhibit in report.tables for one in exhibit.table.columns]
    for number, (label, text) in enumerate(dict.fromkeys(rows)):
        page.write_string(number, 0, label, head)
        page.write_string(number, 1, text)
    page.set_column(0, 0, 32)
    page.set_column(1, 1, 110)
