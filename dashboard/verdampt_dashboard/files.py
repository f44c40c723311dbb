"""Exhibits as files: the same rounded numbers as the screen, with where they come from."""

from io import BytesIO
from typing import Any

import polars as pl
import xlsxwriter

from verdampt.publishing.export import Format, as_bytes, harmless_text
from verdampt_dashboard import reader
from verdampt_dashboard.drawing import LEGEND
from verdampt_dashboard.exhibits import DECIMALS, Column, Exhibit, Kind, Sheet, Table, cell
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
            return as_bytes(_for_excel(exhibit.table), format=Format.CSV_NL)
        case "xlsx":
            return workbook([exhibit], sheet=sheet, link=link)
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
    value = pl.col(column.name)
    if column.absent and frame[column.name].null_count():
        # Words make the whole column text, in which the decimal comma is ours to write.
        value = pl.coalesce(value.cast(pl.String).str.replace(".", ",", literal=True), pl.col(column.absent))
    return value.alias(column.label)


def workbook(exhibits: list[Exhibit], *, sheet: Sheet, link: str) -> bytes:
    """Return exhibits as a workbook: a sheet each, and one that says what they are."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        formats: dict[str, Any] = {kind: book.add_format({"num_format": text}) for kind, text in _FORMATS.items()}
        formats |= {"head": book.add_format({"bold": True, "text_wrap": True, "valign": "top"})}
        names = _sheet_names(exhibits)
        for one, name in zip(exhibits, names, strict=True):
            _write(book.add_worksheet(name), one.table, formats=formats)
        _explain(book.add_worksheet(say("files.notes_sheet")), exhibits, sheet=sheet, link=link, head=formats["head"])
    return buffer.getvalue()


def _sheet_names(exhibits: list[Exhibit]) -> list[str]:
    if len(exhibits) == 1:
        return [say("files.data_sheet")]
    kept = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
    return [f"{place} {one.title.translate(kept)}"[:LONGEST_SHEET_NAME] for place, one in enumerate(exhibits, start=1)]


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


def _explain(page: Any, exhibits: list[Exhibit], *, sheet: Sheet, link: str, head: Any) -> None:
    """Write what the numbers are: titles, the reader's choice, notes, caveats, source, link and columns."""
    rows = [(say("files.title"), sheet.title), (say("files.filter"), sheet.about or say("table.none"))]
    rows += [(say("files.source"), sheet.source), (say("files.link"), link)]
    rows += [(one.title, one.note) for one in exhibits]
    rows += [(one.lead or say("files.caveat"), one.text) for one in sheet.closing]
    rows += [(say("files.caveat"), note) for note in (*sheet.warnings, *sheet.notes)]
    rows += [(one.label, one.name) for exhibit in exhibits for one in exhibit.table.columns]
    for number, (label, text) in enumerate(rows):
        page.write_string(number, 0, label, head)
        page.write_string(number, 1, text)
    page.set_column(0, 0, 32)
    page.set_column(1, 1, 110)
