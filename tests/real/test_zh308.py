"""A ZH308 file written from the publisher's layout by an independent writer reads back to the cent."""

import csv
import random
from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.conftest import real_folder
from verdampt.engines.duckdb import Engine
from verdampt.extracts.loading import Reading
from verdampt.extracts.reading import Reader
from verdampt.extracts.zh308 import RECORD_LENGTH, ZH308
from verdampt.models import build_model, read_models
from verdampt.resources import sql_root


@pytest.fixture(scope="module")
def layout() -> dict[str, dict[str, dict[str, str]]]:
    """Fields by record code and field number, as the publisher lists them."""
    with (real_folder("vektis-ei") / "zh308_v9.0_recordindeling.csv").open(encoding="utf-8") as stream:
        fields: dict[str, dict[str, dict[str, str]]] = {}
        for row in csv.DictReader(stream):
            fields.setdefault(row["recordcode"].zfill(2), {})[row["volgnummer"].zfill(4)[-4:]] = row
    return fields


def record(layout, code: str, values: dict[str, str]) -> str:
    cells = [" "] * RECORD_LENGTH
    for number, value in {next(iter(layout[code])): code, **values}.items():
        field = layout[code][number.zfill(4)]
        first, width = int(field["beginpositie"]) - 1, int(field["lengte"])
        filled = value.zfill(width) if field["type"] == "N" else value.ljust(width)
        cells[first : first + width] = filled
    return "".join(cells)


def claim(
    layout, number: int, cents: list[int], *, takes_back: int | None = None, patient: str = "100000001"
) -> list[str]:
    day = date(2019, 1, 1) + timedelta(days=number % 700)
    sign = "C" if takes_back is not None else "D"
    person = {"0403": patient, "0404": "0104", "0410": "15A001", "0411": f"{day:%Y%m%d}", "0412": f"{day:%Y%m%d}"}
    detail = {"0414": "990004007", "0419": f"S{number}", "0439": "0303", "0457": sign, "0458": f"R{number}"}
    before = {"0459": f"R{takes_back}"} if takes_back is not None else {}
    tariffs = [record(layout, "06", {"0603": patient, "0620": str(abs(one)), "0621": sign}) for one in cents]
    return [record(layout, "04", {**person, **detail, **before}), *tariffs]


def file_of(layout, records: list[str], path):
    lines = [record(layout, "01", {}), record(layout, "02", {}), *records, record(layout, "99", {})]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def read(path, tmp_path):
    engine = Engine()
    reader = Reader(engine, work=tmp_path / "work")
    return engine, reader, reader.read([path], Reading(contract=ZH308, source="zis"))[0]


def test_amounts_read_back_to_the_cent_and_credits_are_netted(layout, tmp_path) -> None:
    chance = random.Random(5)
    records, expected = [], {}
    for number in range(500):
        cents = [chance.randint(1, 9_999_999) for _ in range(chance.randint(1, 3))]
        records += claim(layout, number, cents)
        expected[f"R{number}"] = Decimal(sum(cents)) / 100
        if number % 10 == 0:
            records += claim(layout, 1000 + number, cents, takes_back=number)
            expected[f"R{number}"] = Decimal(0)

    engine, reader, delivery = read(file_of(layout, records, tmp_path / "zh308.txt"), tmp_path)
    reader.finish(list(_contracts()))
    models = {model.name: model for model in read_models(sql_root(), engine=engine)}
    for name in ("stg_zh308__claims", "stg_insurer__claims", "stg_hospital__trajectories", "int_claims"):
        build_model(engine, models[name])
    netted = dict(
        engine.rows("select claim_id, net_amount_eur from int_claims inner join stg_zh308__claims using (claim_number)")
    )

    assert (delivery.verdict, delivery.rows_in) == ("accepted", 550)
    assert netted == expected


def _contracts():
    from verdampt.extracts.kinds import ALL_CONTRACTS

    return ALL_CONTRACTS


def test_a_bsn_refuses_the_file(layout, tmp_path) -> None:
    records = claim(layout, 1, [100]) + claim(layout, 2, [100], patient="123456782")

    _, _, delivery = read(file_of(layout, records, tmp_path / "zh308.txt"), tmp_path)

    assert delivery.verdict == "refused"
    assert "holds a BSN" in (delivery.refusal or "")


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda lines: lines[:-1], "closing record 99 is missing"),
        (lambda lines: lines[1:], "line 1: a ZH308 file starts with record 01"),
        (lambda lines: [line[:-1] for line in lines], "closing record 99 is missing"),
        (lambda lines: [*lines[:2], *lines[-1:]], "there are no claim records"),
    ],
)
def test_files_that_are_not_whole_are_refused(layout, tmp_path, spoil, sentence) -> None:
    path = file_of(layout, claim(layout, 1, [100]), tmp_path / "zh308.txt")
    path.write_text("\n".join(spoil(path.read_text().splitlines())) + "\n")

    _, _, delivery = read(path, tmp_path)

    assert delivery.verdict == "refused"
    assert sentence in (delivery.refusal or "")


def test_a_record_of_another_length_is_rejected_with_its_line(layout, tmp_path) -> None:
    records = [line for number in range(300) for line in claim(layout, number, [100])]
    path = file_of(layout, records, tmp_path / "zh308.txt")
    lines = path.read_text().splitlines()
    lines[4] += "x"
    path.write_text("\n".join(lines) + "\n")

    engine, _, delivery = read(path, tmp_path)

    assert (delivery.rows_in, delivery.rows_rejected) == (301, 2)
    assert engine.rows("select line_number, reason from raw_quarantine order by 1")[0] == (
        5,
        "is not 610 positions long",
    )
