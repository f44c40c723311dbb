"""Fixed-width hospital claims, Vektis standard ZH308 version 9.0: records of 610 positions.

A claim record (04) is followed by its tariff records (06). Amounts are in cents, D or C gives the sign, and a credit
names the record it takes back (data-sources.md 1.2). The file is unfolded into one row per claim record, so that it
is typed, judged and counted like every other extract. Only the positions that are read stand here.
"""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from verdampt.errors import ExtractError
from verdampt.extracts.contracts import Contract, Field
from verdampt.extracts.lines import Judged

RECORD_LENGTH = 610
CLAIM, TARIFF, TRAILER = "04", "06", "99"
KNOWN_RECORDS = {"01", "02", "03", CLAIM, TARIFF, "16", "98", TRAILER}
WRONG_LENGTH = f"is not {RECORD_LENGTH} positions long"
UNKNOWN_RECORD = "starts with an unknown record code"
STRAY_TARIFF = "is a tariff without its claim record"


@dataclass(frozen=True, kw_only=True)
class Slot:
    """Where a value stands in a record: its first and last position, counted from 1."""

    first: int
    last: int

    def of(self, record: str) -> str:
        """Return the value without the spaces that fill it."""
        return record[self.first - 1 : self.last].strip()


RECORD_CODE = Slot(first=1, last=2)
SLOTS = {
    "claim_id": Slot(first=556, last=575),
    "corrected_id": Slot(first=576, last=595),
    "patient_number": Slot(first=15, last=23),
    "insurer_code": Slot(first=24, last=27),
    "claim_code": Slot(first=70, last=75),
    "product_code": Slot(first=94, last=102),
    "trajectory_id": Slot(first=136, last=150),
    "specialism_code": Slot(first=238, last=241),
    "start_date": Slot(first=76, last=83),
    "end_date": Slot(first=84, last=91),
}
CLAIM_SIGN = Slot(first=555, last=555)
TARIFF_CENTS = Slot(first=107, last=114)
TARIFF_SIGN = Slot(first=115, last=115)


def _text(name: str, description: str, *, nullable: bool = False, **rules: Any) -> Field:
    return Field(name=name, type="text", nullable=nullable, description=description, **rules)


ZH308 = Contract(
    kind="zh308",
    description="Hospital claims in the fixed-width standard ZH308; patient numbers must be pseudonyms, never a BSN.",
    fields=(
        _text("claim_id", "Reference number of the claim record."),
        _text("corrected_id", "For a credit: reference number of the record it takes back.", nullable=True),
        _text("patient_number", "Nine digits.", pattern="[0-9]{9}", pattern_words="nine digits"),
        _text("insurer_code", "UZOVI number.", pattern="[0-9]{4}", pattern_words="four digits"),
        _text("claim_code", "Claim code.", pattern="[0-9A-Z]{5,6}", pattern_words="five or six digits or capitals"),
        _text("product_code", "DBC care product.", nullable=True),
        _text("trajectory_id", "Subtrajectory number.", nullable=True),
        _text("specialism_code", "Specialism.", nullable=True, pattern="[0-9]{4}", pattern_words="four digits"),
        Field(name="start_date", type="date", not_future=True, description="First day of the care."),
        Field(name="end_date", type="date", not_future=True, description="Last day of the care."),
        Field(name="amount_eur", type="decimal", minimum=0, description="Euros, the sum of the tariff records."),
        _text("debit_credit", "D adds, C takes back.", codes=("D", "C")),
    ),
    key=("claim_id",),
    in_order=(("start_date", "end_date"),),
    signed_by=("amount_eur", "debit_credit"),
    confidential=True,
    fixed_width=True,
)
NAMES = tuple(field.name for field in ZH308.fields)


@dataclass(kw_only=True)
class _Claim:
    """A claim record and what its tariff records add up to."""

    line: int
    record: str
    cents: int = 0
    readable: bool = True
    tariffs: int = 0

    def add(self, record: str) -> None:
        cents = TARIFF_CENTS.of(record)
        self.readable = self.readable and cents.isdigit() and TARIFF_SIGN.of(record) in ("D", "C")
        self.tariffs += 1
        if self.readable:
            self.cents += int(cents) if TARIFF_SIGN.of(record) == "D" else -int(cents)

    def row(self) -> list[str]:
        sign = "C" if self.cents < 0 else "D" if self.cents > 0 else CLAIM_SIGN.of(self.record)
        amount = f"{abs(self.cents) // 100}.{abs(self.cents) % 100:02}" if self.readable and self.tariffs else ""
        return [*(slot.of(self.record) for slot in SLOTS.values()), amount, sign]


def unfold(path: Path, readable: Path, *, target: Path) -> Judged:
    """Write one CSV row per claim record to `target`; return its lines, and the lines that are no records.

    Raises ExtractError when the file is no ZH308 file or is cut off before its closing record.
    """
    judged, claim, last = Judged(), None, ""
    with (
        readable.open(encoding="utf-8", newline="") as source,
        target.open("w", encoding="utf-8", newline="") as copy,
    ):
        writer = csv.writer(copy, delimiter=";", lineterminator="\n")
        writer.writerow(NAMES)
        for number, text in enumerate(source, start=1):
            record = text.rstrip("\r\n")
            if not record:
                continue
            code = RECORD_CODE.of(record)
            if number == 1 and code != "01":
                raise ExtractError(f"{path}: line 1: a ZH308 file starts with record 01; check the kind of the extract")
            reason = _wrong(record, code, claim)
            if reason:
                judged.rejected.append((number, reason))
                # What follows a line that is no record belongs to nobody we know.
                claim = _close(claim, writer, judged, opened=None)
                continue
            last = code
            if code == CLAIM:
                claim = _close(claim, writer, judged, opened=_Claim(line=number, record=record))
            elif code == TARIFF and claim:
                claim.add(record)
        _close(claim, writer, judged, opened=None)
    if last != TRAILER:
        raise ExtractError(f"{path}: the closing record 99 is missing, the file is cut off; deliver it again")
    if not judged.kept:
        raise ExtractError(f"{path}: there are no claim records; deliver the file again")
    return judged


def _wrong(record: str, code: str, claim: _Claim | None) -> str | None:
    if len(record) != RECORD_LENGTH:
        return WRONG_LENGTH
    if code not in KNOWN_RECORDS:
        return UNKNOWN_RECORD
    patient = SLOTS["patient_number"]
    stray = code == TARIFF and (claim is None or patient.of(claim.record) != patient.of(record))
    return STRAY_TARIFF if stray else None


def _close(claim: _Claim | None, writer: Any, judged: Judged, *, opened: _Claim | None) -> _Claim | None:
    if claim:
        writer.writerow(claim.row())
        judged.kept.append(claim.line)
    return opened
