"""Faulty files of every kind that deliverers sent: the right verdict, one clear sentence, nothing lost or leaked."""

import gzip
import io
import json
import random
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from verdampt.engines.duckdb import Engine
from verdampt.errors import ExtractError
from verdampt.extracts.files import NOTE_SUFFIX, Format, matching_files
from verdampt.extracts.kinds import VOLUMES
from verdampt.extracts.loading import Reading
from verdampt.extracts.patients import GP_CONTACTS, HOSPITAL_TRAJECTORIES, INSURER_CLAIMS
from verdampt.extracts.reading import Reader

KEY = "9f86d081884c7d659a2feaa0c55ad015"
ROWS = 400
CONTACT = {
    "contact_id": "C{n}",
    "patient_key": KEY,
    "pseudonym_label": "nen7524/2/vz",
    "practice_key": "P1",
    "contact_date": "2020-03-{d:02}",
    "mode": "consult",
    "day_part": "day",
    "icpc": "K86",
    "gm_code": "GM0363",
    "birth_year": "1961",
    "sex": "M",
}
TRAJECTORY = {
    "trajectory_id": "T{n}",
    "parent_id": "",
    "patient_key": KEY,
    "pseudonym_label": "nen7524/2/vz",
    "hospital_key": "Z1",
    "specialism_code": "0303",
    "diagnosis_code": "401",
    "trajectory_type": "11",
    "referrer_type": "gp",
    "opening_date": "2020-03-{d:02}",
    "closing_date": "2020-06-01",
    "gm_code": "GM0363",
    "birth_year": "1961",
    "sex": "M",
}
CLAIM = {
    "claim_id": "D{n}",
    "corrected_id": "",
    "patient_key": KEY,
    "pseudonym_label": "nen7524/2/vz",
    "insurer_key": "I1",
    "trajectory_id": "T{n}",
    "claim_code": "15A001",
    "start_date": "2020-03-{d:02}",
    "end_date": "2020-06-01",
    "claim_date": "2020-07-01",
    "amount_eur": "123.45",
    "debit_credit": "D",
}
CONTRACTS = {"contact": GP_CONTACTS, "trajectory": HOSPITAL_TRAJECTORIES, "claim": INSURER_CLAIMS}
PATTERNS = {"contact": CONTACT, "trajectory": TRAJECTORY, "claim": CLAIM}


def table(kind: str = "contact", rows: int = ROWS) -> list[list[str]]:
    pattern = PATTERNS[kind]
    lines = [[cell.format(n=n, d=1 + n % 28) for cell in pattern.values()] for n in range(rows)]
    return [list(pattern), *lines]


def text(cells: list[list[str]], delimiter: str = ";", end: str = "\n") -> bytes:
    return "".join(delimiter.join(row) + end for row in cells).encode()


def cell(column: str, value: str, *, row: int = 5, kind: str = "contact") -> bytes:
    cells = table(kind)
    cells[row][cells[0].index(column)] = value
    return text(cells)


def of(kind: str, column: str, value: str) -> bytes:
    return cell(column, value, kind=kind)


def whole_column(column: str, value: str, *, kind: str = "contact") -> bytes:
    cells = table(kind)
    for row in cells[1:]:
        row[cells[0].index(column)] = value
    return text(cells)


def line(number: int, change: Callable[[bytes], bytes]) -> bytes:
    lines = text(table()).splitlines(keepends=True)
    lines[number] = change(lines[number])
    return b"".join(lines)


def excel() -> bytes:
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    for row in table(rows=3):
        book.active.append(row)
    book.save(buffer)
    return buffer.getvalue()


def zipped(*members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, member in enumerate(members):
            archive.writestr(f"{number}.csv", member)
    return buffer.getvalue()


GOOD = text(table())
DROP = {name: [i for i, other in enumerate(CONTACT) if other != name] for name in CONTACT}
REFUSED: dict[str, tuple[bytes, str] | tuple[bytes, str, str]] = {
    "empty": (b"", "the file is empty"),
    "blank lines only": (b"\n\n\n", "the file is empty"),
    "header only": (text(table(rows=0)), "there are no rows"),
    "header without line end": (text(table(rows=0)).rstrip(), "there are no rows"),
    "comma for semicolon": (text(table(), ","), "separated by ','"),
    "tab for semicolon": (text(table(), "\t"), "separated by '\\t'"),
    "pipe for semicolon": (text(table(), "|"), "separated by '|'"),
    "one column": (b"contact_id\nC1\n", "there is one column only"),
    "utf-16 little endian": (GOOD.decode().encode("utf-16"), "this is UTF-16"),
    "utf-16 without mark": (GOOD.decode().encode("utf-16-le"), "this is UTF-16"),
    "windows-1252": (cell("practice_key", "Pé").decode().encode("cp1252"), "probably Windows-1252"),
    "windows-1252 far away": (cell("practice_key", "é", row=390).decode().encode("cp1252"), "line 391"),
    "mixed encodings": (cell("practice_key", "é") + "é\n".encode("cp1252"), "probably Windows-1252"),
    "cut in a character": (GOOD + "é".encode()[:1], "cut off in a character"),
    "nul byte": (GOOD.replace(b"consult", b"con\0ult", 1), "line 2: there is a NUL byte"),
    "nul byte later": (line(200, lambda one: one.replace(b"K86", b"K\x0086")), "line 201: there is a NUL byte"),
    "carriage returns only": (GOOD.replace(b"\n", b"\r"), "lines end in CR only"),
    "a line of 10 MB": (line(9, lambda one: b"x" * 10_000_000 + b"\n"), "longer than 1,000,000 bytes"),
    "a 10 MB header": (b"y" * 10_000_000 + GOOD, "line 1: the line is longer"),
    "thousands of columns": (b";".join([b"c"] * 5000) + b"\n" + GOOD, "there are 5000 columns"),
    "excel named csv": (excel(), "a zip or Excel file"),
    "old excel named csv": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "an old Excel file"),
    "pdf named csv": (b"%PDF-1.7\nx\n", "a PDF"),
    "gzip named csv": (gzip.compress(GOOD), "a gzip file"),
    "parquet named csv": (b"PAR1" + b"\0" * 40, "a Parquet file"),
    "database named csv": (b"SQLite format 3\n" + GOOD, "a database"),
    "html error page": (b"<!DOCTYPE html>\n<html>\n</html>\n", "a web page"),
    "xml": (b"<?xml version='1.0'?>\n<a/>\n", "a web page"),
    "duplicate header": (GOOD.replace(b"practice_key", b"contact_id", 1), "column 'contact_id' occurs twice"),
    "duplicate header in capitals": (GOOD.replace(b"practice_key", b"CONTACT_ID", 1), "occurs twice"),
    "no header": (b"".join(GOOD.splitlines(keepends=True)[1:]), "column 'contact_id' is missing"),
    "truncated gzip": (gzip.compress(GOOD)[:-40], "damaged or cut off", "x.csv.gz"),
    "no gzip at all": (GOOD, "damaged or cut off", "x.csv.gz"),
    "gzip bomb": (gzip.compress(b"0" * 60_000_000), "unpacks to more than", "x.csv.gz"),
    "zip bomb": (zipped(b"0" * 60_000_000), "unpacks to more than", "x.zip"),
    "zip of two": (zipped(GOOD, GOOD), "holds 2 files", "x.zip"),
    "empty zip": (zipped(), "holds 0 files", "x.zip"),
    "broken zip": (zipped(GOOD)[:-30], "damaged or cut off", "x.zip"),
    "no zip at all": (GOOD, "damaged or cut off", "x.zip"),
    "broken parquet": (b"PAR1 nothing PAR1", "no whole Parquet file", "x.parquet"),
    "other pseudonym domain": (cell("pseudonym_label", "nen7524/2/other"), "another scheme, version or domain"),
    "other pseudonym version": (cell("pseudonym_label", "nen7524/3/vz", row=300), "another scheme"),
    "no pseudonym label": (whole_column("pseudonym_label", "hello"), "is not scheme/version/domain"),
    "bsn as practice": (cell("practice_key", "123456782"), "column 'practice_key' holds a BSN"),
    "bsn in a note": (cell("practice_key", "bsn: 123456782."), "holds a BSN"),
    "bsn as contact": (cell("contact_id", "111222333"), "column 'contact_id' holds a BSN"),
    "bsn as pseudonym": (cell("patient_key", "123456782"), "column 'patient_key' holds a BSN"),
    "bsn as year of birth": (cell("birth_year", "123456782"), "column 'birth_year' holds a BSN"),
    "bsn as day": (cell("contact_date", "123456782"), "column 'contact_date' holds a BSN"),
    "bsn as code": (cell("mode", "123456782"), "column 'mode' holds a BSN"),
    "all days in another form": (whole_column("contact_date", "16-03-2020"), "is not a day written as yyyy-mm-dd"),
    "all codes unknown": (whole_column("mode", "x"), "400 of 400 rows are rejected"),
    "all blank": (whole_column("sex", ""), "column 'sex' is blank"),
    "everything twice": (GOOD + b"".join(GOOD.splitlines(keepends=True)[1:]), "came before with the same content"),
}
for name, kept in DROP.items():
    cells = [[row[place] for place in kept] for row in table()]
    REFUSED[f"without {name}"] = (text(cells), f"column '{name}' is missing")

REJECTED: dict[str, tuple[str, bytes, int, str, str]] = {
    "unknown mode": ("contact", cell("mode", "smoke"), 6, "mode", "is not one of"),
    "mode in capitals": ("contact", cell("mode", "CONSULT"), 6, "mode", "is not one of"),
    "padded mode": ("contact", cell("mode", " consult"), 6, "mode", "is not one of"),
    "unknown day part": ("contact", cell("day_part", "noon"), 6, "day_part", "is not one of"),
    "unknown sex": ("contact", cell("sex", "X"), 6, "sex", "is not one of"),
    "blank key": ("contact", cell("contact_id", ""), 6, "contact_id", "is blank"),
    "blank day": ("contact", cell("contact_date", ""), 6, "contact_date", "is blank"),
    "impossible day": ("contact", cell("contact_date", "2020-02-30"), 6, "contact_date", "is not a day"),
    "day in words": ("contact", cell("contact_date", "yesterday"), 6, "contact_date", "is not a day"),
    "day turned round": ("contact", cell("contact_date", "16-03-2020"), 6, "contact_date", "is not a day"),
    "day without zeros": ("contact", cell("contact_date", "2020-3-1"), 6, "contact_date", "is not a day"),
    "day with a time": ("contact", cell("contact_date", "2020-03-16 10:00"), 6, "contact_date", "is not a day"),
    "future day": ("contact", cell("contact_date", "2031-01-01"), 6, "contact_date", "after the day of extraction"),
    "day of another age": ("contact", cell("contact_date", "0202-03-16"), 6, "contact_date", "lies before 1990"),
    "infinite day": ("contact", cell("contact_date", "infinity"), 6, "contact_date", "is not a day"),
    "icpc in small letters": ("contact", cell("icpc", "k86"), 6, "icpc", "is not an ICPC-1 code"),
    "municipality by name": ("contact", cell("gm_code", "Urk"), 6, "gm_code", "is not a municipality code"),
    "municipality without zero": ("contact", cell("gm_code", "GM363"), 6, "gm_code", "is not a municipality code"),
    "year with two digits": ("contact", cell("birth_year", "61"), 6, "birth_year", "is below 1900"),
    "year as a fraction": ("contact", cell("birth_year", "1961.0"), 6, "birth_year", "is not written as"),
    "year in words": ("contact", cell("birth_year", "old"), 6, "birth_year", "is not written as"),
    "year of tomorrow": ("contact", cell("birth_year", "2961"), 6, "birth_year", "is above 2100"),
    "short pseudonym": ("contact", cell("patient_key", KEY[:-1]), 6, "patient_key", "is not a pseudonym"),
    "pseudonym in capitals": ("contact", cell("patient_key", KEY.upper()), 6, "patient_key", "is not a pseudonym"),
    "very long key": ("contact", cell("practice_key", "p" * 500), 6, "practice_key", "is longer than 200"),
    "zero-width space": ("contact", cell("mode", "consult\u200b"), 6, "mode", "is not one of"),
    "one column less": ("contact", line(5, lambda one: one.rsplit(b";", 1)[0] + b"\n"), 6, "", "too few columns"),
    "one column more": ("contact", line(5, lambda one: one.rstrip() + b";x\n"), 6, "", "too many columns"),
    "total row at the end": ("contact", GOOD + b"Totaal;400\n", 402, "", "too few columns"),
    "open quote": ("contact", line(5, lambda one: b'"' + one), 6, "", "unbalanced quote"),
    "quote in the middle": ("contact", line(5, lambda one: one.replace(b"K86", b'K"86;"')), 6, "", ""),
    "last line cut off": ("contact", GOOD + b"C9999;abc", 402, "", "too few columns"),
    "end before start": (
        "trajectory",
        cell("closing_date", "2019-01-01", kind="trajectory"),
        6,
        "closing_date",
        "lies before",
    ),
    "unknown type": (
        "trajectory",
        cell("trajectory_type", "13", kind="trajectory"),
        6,
        "trajectory_type",
        "is not one",
    ),
    "unknown specialism": (
        "trajectory",
        cell("specialism_code", "9303", kind="trajectory"),
        6,
        "specialism_code",
        "is not a",
    ),
    "specialism without zero": (
        "trajectory",
        cell("specialism_code", "303", kind="trajectory"),
        6,
        "specialism_code",
        "is not a",
    ),
    "negative amount": ("claim", cell("amount_eur", "-1.00", kind="claim"), 6, "amount_eur", "is negative"),
    "scientific amount": ("claim", cell("amount_eur", "1.5E+06", kind="claim"), 6, "amount_eur", "is not written as"),
    "comma amount": ("claim", cell("amount_eur", "1,50", kind="claim"), 6, "amount_eur", "is not written as"),
    "thousands in amount": ("claim", cell("amount_eur", "1,234.50", kind="claim"), 6, "amount_eur", "is not written"),
    "euro sign": ("claim", cell("amount_eur", "€ 5", kind="claim"), 6, "amount_eur", "is not written as"),
    "giant amount": ("claim", cell("amount_eur", "99999999", kind="claim"), 6, "amount_eur", "is above"),
    "other sign": ("claim", cell("debit_credit", "+", kind="claim"), 6, "debit_credit", "is not one of"),
    "claimed before care": ("claim", cell("claim_date", "2019-01-01", kind="claim"), 6, "claim_date", "lies before"),
}

LEGAL: dict[str, tuple[bytes, Format]] = {
    "byte order mark": (b"\xef\xbb\xbf" + GOOD, Format()),
    "windows line ends": (GOOD.replace(b"\n", b"\r\n"), Format()),
    "mixed line ends": (GOOD.replace(b"\n", b"\r\n", 200), Format()),
    "no final line end": (GOOD.rstrip(b"\n"), Format()),
    "blank lines at the end": (GOOD + b"\n\n\n", Format()),
    "header in capitals": (GOOD.replace(GOOD.split(b"\n")[0], GOOD.split(b"\n")[0].upper()), Format()),
    "an extra column": (
        text([[*row, "x"] for row in table()[1:]]).join([text([[*table()[0], "more"]]), b""]),
        Format(),
    ),
    "other order": (text([row[::-1] for row in table()]), Format()),
    "quoted fields": (text([[f'"{one}"' for one in row] for row in table()]), Format()),
    "delimiter in quotes": (cell("practice_key", '"P;1"'), Format()),
    "newline in quotes": (cell("practice_key", '"P\n1"'), Format()),
    "commas, said so": (text(table(), ","), Format(delimiter=",")),
    "utf-16, said so": (GOOD.decode().encode("utf-16"), Format(encoding="utf-16")),
    "windows-1252, said so": (cell("practice_key", "é").decode().encode("cp1252"), Format(encoding="windows-1252")),
    "days turned round, said so": (whole_column("contact_date", "16-03-2020"), Format(dates="dd-mm-yyyy")),
    "days without dashes, said so": (whole_column("contact_date", "20200316"), Format(dates="yyyymmdd")),
}


def deliver(tmp_path: Path, content: bytes, *, kind: str = "contact", name: str = "x.csv", **how):
    path = tmp_path / name
    path.write_bytes(content)
    engine = Engine()
    reader = Reader(engine, work=tmp_path / "work")
    reading = Reading(contract=CONTRACTS[kind], source="s", extracted_on=date(2026, 1, 1), **how)
    delivery = reader.read([path], reading)[0]
    reader.finish([CONTRACTS[kind]])
    return engine, delivery


def test_the_corpus_is_large_enough() -> None:
    assert len(REFUSED) + len(REJECTED) >= 100


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_be_trusted_is_refused_in_one_sentence(tmp_path, name: str) -> None:
    content, sentence, *file = REFUSED[name]

    engine, delivery = deliver(tmp_path, content, name=file[0] if file else "x.csv")

    assert delivery.verdict == "refused"
    assert sentence in delivery.refusal
    assert delivery.refusal.startswith(str(tmp_path))
    assert "\n" not in delivery.refusal
    assert not {"123456782", "111222333", KEY} & set(delivery.refusal.split())
    assert engine.count("raw_gp_contacts") == 0 or "rows are rejected" in delivery.refusal


@pytest.mark.parametrize("name", REJECTED)
def test_a_row_that_is_wrong_is_rejected_alone_with_line_column_and_reason(tmp_path, name: str) -> None:
    kind, content, number, column, reason = REJECTED[name]

    engine, delivery = deliver(tmp_path, content, kind=kind)

    assert delivery.verdict == "accepted_with_rejects", delivery.refusal
    assert delivery.rows_in == delivery.rows_accepted + delivery.rows_rejected
    assert delivery.rows_rejected == 1
    found = engine.rows("select line_number, column_name, reason from raw_quarantine")
    assert len(found) == 1
    assert found[0][:2] == (number, column)
    assert reason in found[0][2]


@pytest.mark.parametrize("name", LEGAL)
def test_what_is_legal_is_read_whole(tmp_path, name: str) -> None:
    content, written = LEGAL[name]

    engine, delivery = deliver(tmp_path, content, format=written)

    assert (delivery.verdict, delivery.rows_in, delivery.rows_rejected) == ("accepted", ROWS, 0), delivery.refusal
    assert engine.count("raw_gp_contacts") == ROWS


def test_gzip_zip_and_parquet_give_the_same_rows_as_csv(tmp_path) -> None:
    frame = pl.read_csv(GOOD, separator=";", infer_schema=False)
    parquet = io.BytesIO()
    frame.write_parquet(parquet)
    forms = {"x.csv": GOOD, "x.csv.gz": gzip.compress(GOOD), "x.zip": zipped(GOOD), "x.parquet": parquet.getvalue()}

    rows = {}
    for name, content in forms.items():
        engine, _ = deliver(tmp_path, content, name=name)
        rows[name] = engine.rows("select * exclude (source_file) from raw_gp_contacts order by all")

    assert all(one == rows["x.csv"] for one in rows.values())


def test_a_delivery_note_that_differs_refuses(tmp_path) -> None:
    (tmp_path / f"x.csv{NOTE_SUFFIX}").write_text(json.dumps({"rows": ROWS + 1}))

    _, delivery = deliver(tmp_path, GOOD)

    assert "there are 400 rows, the delivery note says 401" in delivery.refusal


def test_the_same_file_under_another_name_is_refused_and_a_correction_replaces(tmp_path) -> None:
    first, again, better = tmp_path / "a.csv", tmp_path / "b.csv", tmp_path / "c.csv"
    first.write_bytes(GOOD)
    again.write_bytes(GOOD)
    better.write_bytes(text(table(rows=300)))
    (tmp_path / f"c.csv{NOTE_SUFFIX}").write_text(json.dumps({"rows": 300, "replaces": ["a.csv"]}))
    reader = Reader(Engine(), work=tmp_path / "work")
    how = Reading(contract=GP_CONTACTS, source="s")

    twice = reader.read([first, again], how)
    corrected = Reader(Engine(), work=tmp_path / "work").read([first, better], how)

    assert [one.verdict for one in twice] == ["accepted", "refused"]
    assert "delivered twice, also as a.csv" in twice[1].refusal
    assert [(one.verdict, one.rows_accepted) for one in corrected] == [("replaced", 0), ("accepted", 300)]


def test_two_deliverers_may_use_the_same_identifiers_but_one_may_not(tmp_path) -> None:
    one, two = tmp_path / "a.csv", tmp_path / "b.csv"
    one.write_bytes(GOOD)
    two.write_bytes(GOOD.replace(b"K86", b"L90"))
    reader = Reader(Engine(), work=tmp_path / "work")

    apart = [
        reader.read([path], Reading(contract=GP_CONTACTS, source=name))[0] for path, name in ((one, "x"), (two, "y"))
    ]
    together = Reader(Engine(), work=tmp_path / "work").read([one, two], Reading(contract=GP_CONTACTS, source="x"))

    assert [delivery.verdict for delivery in apart] == ["accepted", "accepted"]
    assert any("other content" in (delivery.refusal or "") for delivery in together)


def test_hexadecimal_keys_and_nine_digit_serials_raise_no_alarm(tmp_path) -> None:
    cells = table()
    for number, row in enumerate(cells[1:]):
        row[0] = f"{300_000_000 + number * 7}"
        row[3] = f"a{100_000_000 + number}f"

    _, delivery = deliver(tmp_path, text(cells))

    assert delivery.verdict == "accepted", delivery.refusal


@pytest.mark.parametrize(
    ("name", "sentence"), [("x.csv", "names its own file"), ("y.csv", "not among the files"), ("d/x.csv", "not among")]
)
def test_a_note_that_replaces_what_is_not_there_is_refused(tmp_path, name: str, sentence: str) -> None:
    (tmp_path / f"x.csv{NOTE_SUFFIX}").write_text(json.dumps({"replaces": [name]}))

    _, delivery = deliver(tmp_path, GOOD)

    assert delivery.verdict == "refused"
    assert sentence in delivery.refusal


def test_a_note_that_is_no_note_refuses_its_file_and_no_other(tmp_path) -> None:
    paths = [tmp_path / name for name in ("good.csv", "noted.csv")]
    for number, path in enumerate(paths):
        path.write_bytes(text(table(rows=300 + number)))
    (tmp_path / f"noted.csv{NOTE_SUFFIX}").write_text('{"row": 300}')
    apart = Reading(contract=GP_CONTACTS, source="s", maximum_rejected_share=1)

    good, noted = Reader(Engine(), work=tmp_path / "work").read(paths, apart)

    assert (good.verdict, noted.verdict) == ("accepted", "refused")
    assert "this is no delivery note" in noted.refusal


@pytest.mark.parametrize(("column", "value"), [("practice_key", "123456782"), ("pseudonym_label", "other/2/domain")])
def test_what_refuses_a_file_whole_is_found_on_its_line(tmp_path, column: str, value: str) -> None:
    _, delivery = deliver(tmp_path, cell(column, value))

    assert f"x.csv: line 6: column {column!r}" in delivery.refusal


def test_a_municipality_must_be_in_the_region_table_where_one_is_given(tmp_path) -> None:
    known = frozenset({CONTACT["gm_code"]})

    engine, delivery = deliver(tmp_path, cell("gm_code", "GM9999"), municipalities=known)

    assert delivery.rows_rejected == 1
    assert engine.rows("select line_number, column_name, reason from raw_quarantine") == [
        (6, "gm_code", "is not in the region table")
    ]


def test_lines_are_those_of_the_file_however_long_it_is(tmp_path) -> None:
    """Engines read long files in parts and by several threads; a row must not lose its place."""
    header, *rows = table(rows=400_000)
    columns = {name: header.index(name) for name in ("mode", "gm_code", "icpc", "contact_date")}
    chance = random.Random(1)
    wrong = sorted(chance.sample(range(len(rows)), 400))
    for number, row in enumerate(wrong):
        rows[row][list(columns.values())[number % 4]] = "GM9999"

    engine, _ = deliver(tmp_path, text([header, *rows]), municipalities=frozenset({CONTACT["gm_code"]}))

    found = engine.rows("select line_number, column_name from raw_quarantine order by 1")
    assert found == [(row + 2, list(columns)[number % 4]) for number, row in enumerate(wrong)]


def test_days_in_another_form_throughout_point_at_the_configuration(tmp_path) -> None:
    _, delivery = deliver(tmp_path, whole_column("contact_date", "16-03-2020"))

    assert "say under `dates` in the configuration" in delivery.refusal


def test_a_note_without_its_file_is_not_passed_over(tmp_path) -> None:
    (tmp_path / "x.csv").write_bytes(GOOD)
    (tmp_path / f"lost.csv{NOTE_SUFFIX}").write_text("{}")

    with pytest.raises(ExtractError, match="has no file beside it"):
        matching_files(str(tmp_path / "*.csv"))


@pytest.mark.parametrize("name", ["x.csv.gz", "x.csv"])
def test_no_copy_of_the_rows_stays_behind(tmp_path, name: str) -> None:
    good = gzip.compress(GOOD) if name.endswith("gz") else cell("practice_key", '"P\n1"')
    bad = gzip.compress(cell("practice_key", "123456782")) if name.endswith("gz") else GOOD + b'"'

    for content in (good, bad):
        deliver(tmp_path, content, name=name)

    assert list((tmp_path / "work").iterdir()) == []


@pytest.mark.parametrize(
    ("period", "day", "verdict"),
    [
        ("week", "2020-01-06", "accepted"),
        ("week", "2020-01-07", "refused"),
        ("month", "2020-02-02", "refused"),
        ("quarter", "2020-04-01", "accepted"),
        ("quarter", "2020-05-01", "refused"),
        ("year", "2020-01-01", "accepted"),
    ],
)
def test_counts_start_on_the_first_day_of_their_period(tmp_path, period: str, day: str, verdict: str) -> None:
    path = tmp_path / "volumes.csv"
    path.write_text(f"region_code;care_type;period_type;period_start;volume\nGG1;a;{period};{day};3\n")

    delivery = Reader(Engine(), work=tmp_path / "work").read([path], Reading(contract=VOLUMES, source="s"))[0]

    assert delivery.verdict == verdict
    assert (delivery.rows_in, delivery.rows_rejected) == (1, 1 if verdict == "refused" else 0)


def test_rows_that_a_later_delivery_repeats_are_taken_off_the_earlier_count(tmp_path) -> None:
    one, two = tmp_path / "a.csv", tmp_path / "b.csv"
    one.write_bytes(GOOD)
    changed = table(rows=1)
    changed[1][5] = "visit"
    two.write_bytes(text([*changed, *[[f"N{row[0]}", *row[1:]] for row in table()[1:]]]))
    reader, how = Reader(Engine(), work=tmp_path / "work"), Reading(contract=GP_CONTACTS, source="s")

    reader.read([one], how)
    reader.read([two], how)

    assert [(each.rows_in, each.rows_accepted, each.rows_rejected) for each in reader.deliveries] == [
        (400, 399, 1),
        (401, 400, 1),
    ]


def test_two_files_of_one_source_with_one_name_are_not_mixed_up(tmp_path) -> None:
    paths = [tmp_path / folder / "x.csv" for folder in ("one", "two")]
    for number, path in enumerate(paths):
        path.parent.mkdir()
        path.write_bytes(text([table()[0], *[[f"{number}{row[0]}", *row[1:]] for row in table()[1:]]]))

    read = Reader(Engine(), work=tmp_path / "work").read(paths, Reading(contract=GP_CONTACTS, source="s"))

    assert [each.verdict for each in read] == ["accepted", "refused"]
    assert "has the same name" in read[1].refusal
