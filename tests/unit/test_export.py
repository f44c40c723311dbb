"""Published tables as files."""

from io import BytesIO

import openpyxl
import polars as pl
import pytest

from verdampt.errors import SnapshotError
from verdampt.publishing.export import Format, as_bytes, export_table


def test_a_dutch_csv_has_semicolons_decimal_commas_and_a_byte_order_mark() -> None:
    frame = pl.DataFrame({"naam": ["Fryslân"], "waarde": [1234.5]})

    assert as_bytes(frame, format=Format.CSV_NL).decode("utf-8-sig") == "naam;waarde\nFryslân;1234,5\n"
    assert as_bytes(frame, format=Format.CSV_NL).startswith(b"\xef\xbb\xbf")
    assert as_bytes(frame, format=Format.CSV).decode() == "naam,waarde\nFryslân,1234.5\n"


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-2", "@x", "\tx"])
def test_text_that_a_spreadsheet_would_run_is_made_harmless(text: str) -> None:
    assert b"'" + text.encode() in as_bytes(pl.DataFrame({"a": [text]}), format=Format.CSV)


def test_all_forms_hold_the_same_rows(sample_snapshot) -> None:
    csv = pl.read_csv(export_table(sample_snapshot, table="pub_regions", format=Format.CSV))
    parquet = pl.read_parquet(BytesIO(export_table(sample_snapshot, table="pub_regions", format=Format.PARQUET)))
    sheet = openpyxl.load_workbook(
        BytesIO(export_table(sample_snapshot, table="pub_regions", format=Format.XLSX)), read_only=True
    ).active

    assert csv.rows() == parquet.rows() == [tuple(row) for row in sheet.iter_rows(min_row=2, values_only=True)]


def test_a_table_that_is_not_published_is_refused(sample_snapshot) -> None:
    with pytest.raises(SnapshotError, match="choose one of pub_"):
        export_table(sample_snapshot, table="raw_volumes", format=Format.CSV)
