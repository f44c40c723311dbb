"""A published table as a file in the form its reader wants."""

from collections.abc import Collection
from enum import StrEnum
from io import BytesIO

import polars as pl

from verdampt.errors import SnapshotError
from verdampt.publishing.snapshot import Snapshot, open_marts


class Format(StrEnum):
    """Forms of export; `csv-nl` opens right in a Dutch Excel."""

    CSV = "csv"
    CSV_NL = "csv-nl"
    XLSX = "xlsx"
    PARQUET = "parquet"


FORMULA_START = ("=", "+", "-", "@", "\t", "\r")


def harmless_text(text: str) -> str:
    """Return text with an apostrophe before what a spreadsheet would run as a formula."""
    return f"'{text}" if text.startswith(FORMULA_START) else text


def _harmless(frame: pl.DataFrame, *, known: Collection[str]) -> pl.DataFrame:
    """Put an apostrophe before text that a spreadsheet would run as a formula, but in columns of known text."""
    return frame.with_columns(
        [
            pl.when(pl.any_horizontal([pl.col(name).str.starts_with(start) for start in FORMULA_START]))
            .then("'" + pl.col(name))
            .otherwise(pl.col(name))
            .alias(name)
            for name, kind in frame.schema.items()
            if kind == pl.String and name not in known
        ]
    )


def as_bytes(frame: pl.DataFrame, *, format: Format, known: Collection[str] = ()) -> bytes:
    """Return a frame in one of the forms of export.

    Columns of `known` text hold numbers and words of our own, and nothing that a spreadsheet would run.
    """
    buffer = BytesIO()
    match format:
        case Format.CSV:
            _harmless(frame, known=known).write_csv(buffer)
        case Format.CSV_NL:
            _harmless(frame, known=known).write_csv(buffer, separator=";", decimal_comma=True, include_bom=True)
        case Format.XLSX:
            frame.write_excel(buffer, autofit=True, freeze_panes=(1, 0))
        case Format.PARQUET:
            frame.write_parquet(buffer)
    return buffer.getvalue()


def export_table(snapshot: Snapshot, *, table: str, format: Format) -> bytes:
    """Return a published table of a snapshot as a file; raises SnapshotError when there is no such table."""
    if table not in snapshot.manifest["tables"]:
        known = ", ".join(sorted(snapshot.manifest["tables"]))
        raise SnapshotError(f"{table}: there is no such published table; choose one of {known}")
    with open_marts(snapshot) as connection:
        return as_bytes(connection.sql(f"select * from {table}").pl(), format=format)
