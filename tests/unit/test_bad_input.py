"""Every wrong input: one sentence with file, line or column and what to do, exit code 2, the old snapshot stays."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEADER = "region_code;care_type;period_type;period_start;volume\n"
CELLS = (
    "geslacht;leeftijdsklasse;gemeentenaam;aantal_bsn;aantal_verzekerdejaren;"
    "kosten_medisch_specialistische_zorg;kosten_overig\n"
)


def weeks(region: str = "GG0111", care_type: str = "planned_surgery") -> str:
    return "".join(
        f"{region};{care_type};week;{day};{100 + number}\n"
        for number, day in enumerate(("2017-01-02", "2018-01-08", "2019-01-07"))
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A project with one good snapshot."""
    place = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "data_samples" / "reference", place / "reference")
    (place / "good.csv").write_text(HEADER + weeks())
    assert run(place, path="good.csv").returncode == 0
    return place


def run(place: Path, *, path: str, kind: str = "volumes", extra: str = "") -> subprocess.CompletedProcess[str]:
    tables = "".join(
        f'{key} = "reference/{name}.csv"\n'
        for key, name in {"table": "regions", "changes": "municipality_changes", "tiles": "tiles"}.items()
    )
    others = "".join(f'{name} = "reference/{name}.csv"\n' for name in ("care_types", "breaks", "events"))
    (place / "test.toml").write_text(
        f'[regions]\n{tables}[reference]\n{others}[[extracts]]\nkind = "{kind}"\nsource = "test"\n'
        f'path = "{path}"\nalready_public = true\n{extra}'
    )
    command = [sys.executable, "-m", "verdampt", "build", "--config", "test.toml"]
    return subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)


def wrong(text: str, name: str = "wrong.csv", kind: str = "volumes"):
    return name, text, kind


CASES = {
    "missing file": (None, "volumes", "nowhere.csv: no such file; check"),
    "empty": (wrong(""), "volumes", "wrong.csv: line 1: the file is empty"),
    "header only": (wrong(HEADER), "volumes", "wrong.csv: line 2: there are no rows"),
    "wrong delimiter": (
        wrong((HEADER + weeks()).replace(";", ",")),
        "volumes",
        "wrong.csv: line 1: the columns seem to be separated by ','",
    ),
    "missing column": (
        wrong("region_code;care_type;period_type;period_start\nGG0111;a;week;2020-01-06\n"),
        "volumes",
        "wrong.csv: line 1: column 'volume' is missing",
    ),
    "column twice": (
        wrong(HEADER.replace("\n", ";volume\n") + "GG0111;planned_surgery;week;2020-01-06;1;2\n"),
        "volumes",
        "wrong.csv: line 1: column 'volume' occurs twice",
    ),
    "unknown region": (wrong(HEADER + weeks(region="GM9999")), "volumes", "line 2: this region_code is neither"),
    "unknown care type": (wrong(HEADER + weeks(care_type="magic")), "volumes", "line 2: this care_type is not"),
    "ragged row": (
        wrong(HEADER + weeks() + "GG0111;planned_surgery\n"),
        "volumes",
        "wrong.csv: line 5: the row has too few columns",
    ),
    "not a number": (
        wrong(HEADER + "GG0111;planned_surgery;week;2020-01-06;veel\n"),
        "volumes",
        "wrong.csv: line 2: column 'volume' is not written as a number",
    ),
    "not a date": (
        wrong(HEADER + "GG0111;planned_surgery;week;06-01-2020;3\n"),
        "volumes",
        "wrong.csv: line 2: column 'period_start' is not a day written as yyyy-mm-dd",
    ),
    "negative": (
        wrong(HEADER + "GG0111;planned_surgery;week;2020-01-06;-3\n"),
        "volumes",
        "wrong.csv: line 2: column 'volume' is below 0",
    ),
    "unknown period type": (
        wrong(HEADER + "GG0111;planned_surgery;decade;2020-01-06;3\n"),
        "volumes",
        "wrong.csv: line 2: column 'period_type' is not one of week",
    ),
    "key twice": (wrong(HEADER + weeks() + weeks()), "volumes", "wrong.csv: line 5: column 'region_code, care_type"),
    "latin-1": (wrong("regi\xf6n;care_type\nx;y\n".encode("latin-1")), "volumes", "wrong.csv: line 1: this is not UTF"),
    "municipality without a region": (
        wrong(CELLS + "M; 0 t/m  4 jaar;ATLANTIS;10;9.5;100.00;1.00\n", name="vektis_2019.csv"),
        "vektis_open",
        "vektis_2019.csv: line 2: municipality ATLANTIS is in no region",
    ),
    "no year in the name": (
        wrong(CELLS + "M; 0 t/m  4 jaar;URK;10;9.5;100.00;1.00\n", name="vektis.csv"),
        "vektis_open",
        "vektis.csv: the file's name must hold its year once",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_it_ends_with_one_sentence_and_exit_code_2(folder: Path, name: str) -> None:
    given, kind, sentence = CASES[name]
    path = "nowhere.csv"
    if given is not None:
        path, text, _ = given
        (folder / path).write_bytes(text if isinstance(text, bytes) else text.encode())
    before = (folder / "published" / "CURRENT").read_text()

    done = run(folder, path=path, kind=kind)

    assert done.returncode == 2
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr
    assert (folder / "published" / "CURRENT").read_text() == before
    assert not (folder / "published" / "tmp").exists()


def test_a_year_that_is_delivered_twice_is_refused(folder: Path) -> None:
    for number, name in enumerate(("twice_2019.csv", "again_2019.csv")):
        (folder / name).write_text(CELLS + f"M; 0 t/m  4 jaar;URK;1{number};9.5;100.00;1.00\n")

    done = run(folder, path="*_2019.csv", kind="vektis_open")

    assert done.returncode == 2
    assert "year 2019 is delivered twice" in done.stderr


PEOPLE = "region_code;reference_date;age_band;sex;inhabitants\n"


def two_counts_of_people(folder: Path, first: str, second: str) -> subprocess.CompletedProcess[str]:
    extra = ""
    for name, rows in {"first": first, "second": second}.items():
        (folder / f"people_{name}.csv").write_text(PEOPLE + rows)
        extra += (
            f'[[extracts]]\nkind = "population"\nsource = "{name}"\npath = "people_{name}.csv"\nalready_public = true\n'
        )
    return run(folder, path="good.csv", extra=extra)


def test_people_that_two_sources_deliver_by_age_are_refused(folder: Path) -> None:
    before = (folder / "published" / "CURRENT").read_text()

    done = two_counts_of_people(
        folder,
        "GM0034;2019-01-01;80+;V;5\nGM0014;2019-01-01;80+;V;10\n",
        "GM0037;2019-01-01;80+;V;5\nGM0014;2019-01-01;65-79;M;20\n",
    )

    assert done.returncode == 2
    assert "people_second.csv: line 3: the people of this municipality on this day are delivered by age" in done.stderr
    assert done.stderr.count("\n") == 1
    assert (folder / "published" / "CURRENT").read_text() == before


def test_people_on_other_days_of_other_municipalities_or_without_age_may_come_from_two_sources(folder: Path) -> None:
    done = two_counts_of_people(
        folder,
        "GM0014;2019-01-01;80+;V;10\n",
        "GM0014;2020-01-01;80+;V;10\nGM0034;2019-01-01;80+;V;10\nGM0014;2019-01-01;;;10\n",
    )

    assert done.returncode == 0, done.stderr


def test_a_region_table_that_leaves_a_municipality_out_of_a_scheme_names_its_line(folder: Path) -> None:
    table = folder / "reference" / "regions.csv"
    whole = table.read_text()
    lines = whole.splitlines()
    number = next(place for place, line in enumerate(lines) if line.startswith("GM0014;"))
    lines[number] = lines[number].replace("GG0111;Groningen", ";")
    table.write_text("\n".join(lines) + "\n")
    try:
        done = run(folder, path="good.csv")
    finally:
        table.write_text(whole)

    assert done.returncode == 2
    assert f"regions.csv: line {number + 1}: municipality GM0014 has no region in scheme ggd" in done.stderr


def test_extracts_that_are_not_public_are_not_published(folder: Path) -> None:
    run(folder, path="good.csv")
    config = (folder / "test.toml").read_text().replace("already_public = true", "already_public = false")
    (folder / "test.toml").write_text(config)

    command = [sys.executable, "-m", "verdampt", "build", "--config", "test.toml"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert "already_public" in done.stderr


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[build", "this is not valid TOML"),
        ("[build]\nspeed = 3\n[[extracts]]\nkind='volumes'\nsource='a'\npath='b'\n", "build.speed"),
        ("[[extracts]]\nkind='magic'\nsource='a'\npath='b'\n", "extracts.a.kind"),
        ("", "extracts"),
    ],
)
def test_a_wrong_configuration_names_its_key(folder: Path, text: str, sentence: str) -> None:
    (folder / "other.toml").write_text(text)

    command = [sys.executable, "-m", "verdampt", "build", "--config", "other.toml"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1
