"""Plants every fault that validation must find into made-up extracts, and writes down where."""

import gzip
import json
import random
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

BSN = "123456782"
ROWS_PER_FAULT = 3

Change = Callable[[str], str]


@dataclass(frozen=True, kw_only=True)
class Planted:
    """One kind of fault in one file: how many rows, the column, and the verdict it must give."""

    file: str
    fault: str
    column: str
    rows: int
    lines: tuple[int, ...]
    verdict: str


def _fixed(value: str) -> Change:
    return lambda _: value


ROW_FAULTS: tuple[tuple[str, str, str, Change], ...] = (
    ("gp_contacts_2018", "is blank", "contact_date", _fixed("")),
    ("gp_contacts_2018", "is not one of", "mode", _fixed("smoke_signal")),
    ("gp_contacts_2018", "is not an ICPC-1 code", "icpc", _fixed("9Z")),
    ("gp_contacts_2018", "is not a municipality code", "gm_code", _fixed("Amsterdam")),
    ("gp_contacts_2018", "is not in the region table", "gm_code", _fixed("GM9999")),
    ("gp_contacts_2018", "is below", "birth_year", _fixed("1730")),
    ("gp_contacts_2018", "is not written as", "birth_year", _fixed("1960,0")),
    ("gp_contacts_2019", "lies after the day of extraction", "contact_date", _fixed("2031-01-05")),
    ("gp_contacts_2019", "lies before 1990", "contact_date", _fixed("0020-03-01")),
    ("gp_contacts_2019", "is not a day", "contact_date", _fixed("2019-02-30")),
    ("gp_contacts_2019", "is not a pseudonym", "patient_key", lambda value: value[:20]),
    ("gp_referrals_2018", "is not one of", "urgency", _fixed("Z")),
    ("gp_referrals_2018", "is not one of", "destination", _fixed("somewhere")),
    ("gp_referrals_2018", "is not a specialism code", "specialism_code", _fixed("9999")),
    ("gp_referrals_2018", "is longer than", "practice_key", _fixed("x" * 300)),
    ("hospital_trajectories_2019", "lies before opening_date", "closing_date", _fixed("2016-01-01")),
    ("hospital_trajectories_2019", "is not one of", "trajectory_type", _fixed("99")),
    ("hospital_activities_2019", "is below", "quantity", _fixed("0")),
    ("hospital_activities_2019", "is not six digits or capitals", "activity_code", _fixed("19-60")),
    ("insurer_claims_2019", "is negative", "amount_eur", lambda value: f"-{value}"),
    ("insurer_claims_2019", "is not written as", "amount_eur", _fixed("1,5E+06")),
    ("insurer_claims_2019", "is above", "amount_eur", _fixed("99999999.00")),
    ("insurer_claims_2019", "is not one of", "debit_credit", _fixed("X")),
)


class _Extract:
    """One gzipped extract, changed in memory and written back."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
            self.lines = stream.read().splitlines()
        self.names = self.lines[0].split(";")
        self.touched: set[int] = set()

    def draw(self, chance: random.Random, count: int) -> list[int]:
        """Return rows nobody touched yet, which are touched from now on."""
        free = [number for number in range(1, len(self.lines)) if number not in self.touched]
        drawn = sorted(chance.sample(free, count))
        self.touched |= set(drawn)
        return drawn

    def change(self, number: int, column: str, how: Change) -> None:
        cells = self.lines[number].split(";")
        place = self.names.index(column)
        cells[place] = how(cells[place])
        self.lines[number] = ";".join(cells)

    def save(self) -> None:
        with gzip.GzipFile(self.path, "wb", mtime=0) as stream:
            stream.write(("\n".join(self.lines) + "\n").encode())


def _plant_rows(extracts: dict[str, _Extract], chance: random.Random) -> list[Planted]:
    planted = []
    for name, fault, column, how in ROW_FAULTS:
        extract = extracts.setdefault(name, extracts[name])
        numbers = extract.draw(chance, ROWS_PER_FAULT)
        for number in numbers:
            extract.change(number, column, how)
        planted.append(_planted(extract, fault, column, numbers))
    return planted


def _planted(extract: _Extract, fault: str, column: str, numbers: list[int], *, verdict: str = "") -> Planted:
    return Planted(
        file=extract.path.name,
        fault=fault,
        column=column,
        rows=len(numbers),
        lines=tuple(number + 1 for number in numbers),
        verdict=verdict or "accepted_with_rejects",
    )


def _plant_lines(extract: _Extract, chance: random.Random) -> list[Planted]:
    """Plant what is wrong with whole lines: columns too few or many, quotes that do not close, lines twice."""
    planted = []
    for fault, how in (
        ("has too few columns", lambda line: line.rsplit(";", 1)[0]),
        ("has too many columns", lambda line: f"{line};extra"),
        ("has an unbalanced quote", lambda line: line.replace(";", ';"', 1)),
    ):
        numbers = extract.draw(chance, ROWS_PER_FAULT)
        for number in numbers:
            extract.lines[number] = how(extract.lines[number])
        planted.append(_planted(extract, fault, "", numbers))
    key = extract.names[0]
    sources = extract.draw(chance, ROWS_PER_FAULT)
    first = len(extract.lines)
    extract.lines += [extract.lines[number] for number in sources]
    copies = list(range(first, len(extract.lines)))
    extract.touched |= set(copies)
    planted.append(_planted(extract, "came before with the same content", key, copies))
    others = extract.draw(chance, ROWS_PER_FAULT)
    first = len(extract.lines)
    extract.lines += [extract.lines[number] for number in others]
    for number in range(first, len(extract.lines)):
        extract.change(number, "birth_year", lambda value: "1901" if value != "1901" else "1902")
    differing = others + list(range(first, len(extract.lines)))
    extract.touched |= set(differing)
    planted.append(_planted(extract, "occurs more than once with other content", key, differing))
    return planted


def _plant_files(folder: Path, extracts: dict[str, _Extract], chance: random.Random) -> list[Planted]:
    """Plant what refuses a file whole, each in a file of its own."""
    planted = []
    bsn = extracts["gp_contacts_2020"]
    numbers = bsn.draw(chance, ROWS_PER_FAULT)
    for number in numbers:
        bsn.change(number, "practice_key", _fixed(BSN))
    planted.append(_planted(bsn, "holds a BSN", "practice_key", numbers, verdict="refused"))
    other = extracts["gp_referrals_2020"]
    numbers = other.draw(chance, ROWS_PER_FAULT)
    for number in numbers:
        other.change(number, "pseudonym_label", _fixed("made-up/2/elsewhere"))
    planted.append(_planted(other, "names another scheme", "pseudonym_label", numbers, verdict="refused"))
    noted = extracts["hospital_trajectories_2020"]
    rows = len(noted.lines) - 1
    (folder / f"{noted.path.name}.note.json").write_text(json.dumps({"rows": rows + 1}))
    planted.append(_planted(noted, "the delivery note says", "", [], verdict="refused"))
    renamed = extracts["insurer_claims_2020"]
    renamed.lines[0] = renamed.lines[0].replace("amount_eur", "amount")
    planted.append(_planted(renamed, "is missing", "amount_eur", [0], verdict="refused"))
    return planted


def plant_faults(folder: Path, *, seed: int) -> list[Planted]:
    """Change the extracts in a folder and write `faults.json`; return what was planted, kind by kind."""
    chance = random.Random(seed)
    names = {name for name, *_ in ROW_FAULTS} | {
        "gp_referrals_2019", "gp_contacts_2020", "gp_referrals_2020", "hospital_trajectories_2020",
        "insurer_claims_2020",
    }  # fmt: skip
    extracts = {name: _Extract(folder / f"{name}.csv.gz") for name in sorted(names)}
    planted = _plant_rows(extracts, chance)
    planted += _plant_lines(extracts["gp_referrals_2019"], chance)
    planted += _plant_files(folder, extracts, chance)
    for extract in extracts.values():
        extract.save()
    twice = folder / "deaths_2019_again.csv.gz"
    twice.write_bytes((folder / "deaths_2019.csv.gz").read_bytes())
    planted.append(Planted(file=twice.name, fault="delivered twice", column="", rows=0, lines=(), verdict="refused"))
    (folder / "faults.json").write_text(json.dumps([asdict(one) for one in planted], indent=1) + "\n")
    return planted
