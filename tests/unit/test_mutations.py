"""Random damage to good files: no exception, no row lost, no value in any output; order does not matter."""

import os
import random
from pathlib import Path

import pytest

from tests.unit.test_corpus import GOOD, ROWS, deliver, table, text
from verdampt.engines.duckdb import Engine
from verdampt.extracts.loading import Reading
from verdampt.extracts.patients import GP_CONTACTS
from verdampt.extracts.reading import Reader

MUTATIONS = int(os.environ.get("VERDAMPT_MUTATIONS", "500"))
PER_TEST = 50
SECRET = "Zq7secret"


def damage(chance: random.Random) -> bytes:
    """Return the good file with one to four things wrong with it, each carrying a secret value."""
    content = bytearray(GOOD)
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(len(content))
        match chance.randrange(8):
            case 0:
                content[place : place + 1] = b""
            case 1:
                content[place:place] = SECRET.encode()
            case 2:
                content[place] = chance.randrange(256)
            case 3:
                content[place:place] = b'"'
            case 4:
                content[place:place] = b";"
            case 5:
                content[place:place] = b"\n"
            case 6:
                del content[place : place + chance.randrange(2_000)]
            case _:
                end = min(len(content), place + chance.randrange(500))
                content[place:place] = content[place:end]
    return bytes(content)


@pytest.mark.parametrize("block", range(max(1, MUTATIONS // PER_TEST)))
def test_damage_never_loses_a_row_nor_leaks_a_value(tmp_path: Path, block: int, capfd) -> None:
    for number in range(PER_TEST):
        content = damage(random.Random(1_000 * block + number))
        folder = tmp_path / str(number)
        folder.mkdir()

        engine, delivery = deliver(folder, content, maximum_rejected_share=1.0)

        if delivery.verdict == "refused":
            assert delivery.refusal
            assert SECRET not in delivery.refusal
            continue
        assert delivery.rows_in == delivery.rows_accepted + delivery.rows_rejected
        assert delivery.rows_accepted == engine.count("raw_gp_contacts")
        assert delivery.rows_rejected == engine.count("raw_quarantine")
        assert SECRET not in str(engine.rows("from raw_quarantine"))
    assert SECRET not in "".join(capfd.readouterr())


def test_a_single_damaged_row_costs_no_good_row(tmp_path: Path) -> None:
    cells = table()
    for number in range(40):
        spoiled = [list(row) for row in cells]
        row = spoiled[1 + number * 9]
        row[number % len(row)] = '"' + SECRET
        folder = tmp_path / str(number)
        folder.mkdir()

        _, delivery = deliver(folder, text(spoiled), maximum_rejected_share=1.0)

        assert delivery.rows_accepted == ROWS - 1, delivery.refusal


def test_shuffled_rows_give_the_same_staging_table(tmp_path: Path) -> None:
    header, *rows = GOOD.splitlines(keepends=True)
    shuffled = list(rows)
    random.Random(4).shuffle(shuffled)
    staged = []
    for name, lines in (("a", rows), ("b", shuffled)):
        path = tmp_path / f"{name}.csv"
        path.write_bytes(header + b"".join(lines))
        engine = Engine()
        reader = Reader(engine, work=tmp_path / "work")
        reader.read([path], Reading(contract=GP_CONTACTS, source="s"))
        reader.finish([GP_CONTACTS])
        staged.append(engine.rows("select * exclude (source_file, line_number) from raw_gp_contacts order by all"))

    assert staged[0] == staged[1]
