"""The rules of a contract as SQL: each row is typed and gets its first fault in one pass over the file."""

import re
from dataclasses import dataclass
from datetime import date

from verdampt.extracts.contracts import LONGEST_TEXT, SQL_TYPES, Contract, Field
from verdampt.extracts.files import Format, Layout

FIRST_DAY = date(1990, 1, 1)
DATE_PARTS = {
    "yyyy-mm-dd": (10, "{0}"),
    "dd-mm-yyyy": (10, "concat_ws('-', substr({0}, 7, 4), substr({0}, 4, 2), substr({0}, 1, 2))"),
    "yyyymmdd": (8, "concat_ws('-', substr({0}, 1, 4), substr({0}, 5, 2), substr({0}, 7, 2))"),
}
BSN = "bsn"
"""The value class of a number that passes for a BSN; it refuses the file."""
BSN_SHAPE = r"(?:^|[^0-9A-Za-z])([0-9]{9})(?:[^0-9A-Za-z]|$)"


def literal(text: str) -> str:
    """Return a text as a SQL string."""
    return "'" + text.replace("'", "''") + "'"


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing that can be wrong with a row: the column, the condition on it, and the reason in words."""

    column: str
    condition: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Rules:
    """How one file is typed and judged."""

    contract: Contract
    layout: Layout
    format: Format
    extracted_on: date
    municipalities: frozenset[str] = frozenset()
    """Codes of the region table; without any they are not looked up."""

    def _text(self, field: Field) -> str:
        """Return the column as text; blanks are null, and only public files may pad their values."""
        column = f'"{self.layout.columns[field.name]}"'
        if self.layout.is_parquet:
            column = f"cast({column} as varchar)"
        if not self.contract.confidential:
            return f"nullif(trim({column}), '')"
        # Without quotes or Parquet an empty value is null already.
        return f"nullif({column}, '')" if self.layout.has_quotes or self.layout.is_parquet else column

    def _typed(self, field: Field) -> str:
        kind, text = SQL_TYPES[field.type], f"t_{field.name}"
        if field.type == "date":
            _, form = DATE_PARTS[self._dates()]
            return f"try_cast({form.format(text)} as date)"
        if field.type in ("decimal", "number") and self._decimal() == ",":
            text = f"replace({text}, ',', '.')"
        return text if field.type == "text" else f"try_cast({text} as {kind})"

    def _dates(self) -> str:
        return "yyyy-mm-dd" if self.layout.is_parquet else self.format.dates

    def _decimal(self) -> str:
        return "." if self.layout.is_parquet else self.format.decimal

    def _form(self, field: Field) -> Fault | None:
        """Return the fault of a value that is not written as its type."""
        text, typed = f"t_{field.name}", f'"{field.name}"'
        if field.type == "text":
            return None
        if field.type == "date":
            length, _ = DATE_PARTS[self._dates()]
            wrong = f"{text} is not null and ({typed} is null or strlen({text}) <> {length})"
            return Fault(column=field.name, condition=wrong, reason=f"is not a day written as {self._dates()}")
        other = "'.'" if self._decimal() == "," else "','"
        extra = f"or contains({text}, 'e') or contains({text}, 'E') or contains({text}, {other})"
        if field.type == "integer":
            extra += f" or contains({text}, '.')"
        words = "a whole number" if field.type == "integer" else f"a number with a decimal {self._decimal()!r}"
        wrong = f"{text} is not null and ({typed} is null {extra})"
        return Fault(column=field.name, condition=wrong, reason=f"is not written as {words}")

    def _of_field(self, field: Field) -> list[Fault]:
        text, typed = f"t_{field.name}", f'"{field.name}"'
        faults = [] if field.nullable else [Fault(column=field.name, condition=f"{text} is null", reason="is blank")]
        form = self._form(field)
        faults += [form] if form else []
        if field.codes:
            known = ", ".join(literal(code) for code in field.codes)
            words = f"is not one of {', '.join(field.codes)}"
            faults.append(Fault(column=field.name, condition=f"{text} not in ({known})", reason=words))
        elif field.pattern and not field.one_per_file:
            wrong = f"not regexp_full_match({text}, {literal(field.pattern)})"
            faults.append(Fault(column=field.name, condition=wrong, reason=f"is not {field.pattern_words}"))
        elif field.type == "text":
            wrong = f"strlen({text}) > {LONGEST_TEXT}"
            faults.append(Fault(column=field.name, condition=wrong, reason=f"is longer than {LONGEST_TEXT} characters"))
        if field.is_municipality and self.municipalities:
            wrong = f"get_bit({self._known_municipalities()}, try_cast(substr({text}, 3, 4) as integer)) = 0"
            faults.append(Fault(column=field.name, condition=wrong, reason="is not in the region table"))
        if field.minimum is not None:
            wrong = f"{typed} < {field.minimum}"
            faults.append(Fault(column=field.name, condition=wrong, reason=f"is below {field.minimum:g}"))
        if field.maximum is not None:
            wrong = f"{typed} > {field.maximum}"
            faults.append(Fault(column=field.name, condition=wrong, reason=f"is above {field.maximum:g}"))
        if field.not_future:
            late = f"{typed} > date '{self.extracted_on}'"
            early = f"{typed} < date '{FIRST_DAY}'"
            faults.append(Fault(column=field.name, condition=late, reason="lies after the day of extraction"))
            faults.append(Fault(column=field.name, condition=early, reason=f"lies before {FIRST_DAY.year}"))
        return faults

    def faults(self) -> list[Fault]:
        """Return all that can be wrong with a row, in the order in which it is looked for."""
        present = [field for field in self.contract.fields if field.name in self.layout.columns]
        faults = [fault for field in present for fault in self._of_field(field)]
        for first, second in self.contract.in_order:
            condition = f'"{second}" < "{first}"'
            faults.append(Fault(column=second, condition=condition, reason=f"lies before {first}"))
        if self.contract.period:
            kind, start = self.contract.period
            known = ", ".join(literal(code) for code in self.contract.field(kind).codes)
            condition = f't_{kind} in ({known}) and date_trunc(t_{kind}, "{start}") <> "{start}"'
            words = "is not the first day of its period, such as a Monday for a week"
            faults.append(Fault(column=start, condition=condition, reason=words))
        if self.contract.signed_by:
            amount, sign = self.contract.signed_by
            words = f"is negative; the sign belongs in {sign}"
            faults.append(Fault(column=amount, condition=f'"{amount}" < 0', reason=words))
        return faults

    def _known_municipalities(self) -> str:
        """Return a string of bits in which those of the known numbers are set: one look per row, however many."""
        numbers = {int(code[2:]) for code in self.municipalities if code[2:].isdigit()}
        bits = "".join("1" if number in numbers else "0" for number in range(10_000))
        return f"'{bits}'::bitstring"

    def _value_class(self, fault: Fault) -> str:
        """Return what a wrong value looks like, never the value: its shape for days and numbers, else its length."""
        field, text = self.contract.field(fault.column), f"t_{fault.column}"
        shape = f"length({text}) || ' characters'"
        if field.type != "text":
            shape = f"regexp_replace(regexp_replace(left({text}, 24), '[0-9]', '9', 'g'), '[A-Za-z]', 'a', 'g')"
        bsn = f"when {bsn_test(text)[1]} then '{BSN}' " if self.contract.confidential else ""
        return f"case when {text} is null then 'blank' {bsn}else {shape} end"

    def query(self, source: str) -> str:
        """Return the query that types and judges every row of `source`, a table function over the file."""
        faults = self.faults()
        texts = ", ".join(
            f"{self._text(field)} as t_{field.name}" if field.name in self.layout.columns else f"null as t_{field.name}"
            for field in self.contract.fields
        )
        typed = ", ".join(f'{self._typed(field)} as "{field.name}"' for field in self.contract.fields)
        names = ", ".join(f'"{field.name}"' for field in self.contract.fields)
        cases = " ".join(f"when {fault.condition} then {number}" for number, fault in enumerate(faults, start=1))
        classes = " ".join(f"when {number} then {self._value_class(fault)}" for number, fault in enumerate(faults, 1))
        return (
            f"select {names}, fault, "
            f"case when fault is not null then case fault {classes} end end as value_class from ("
            f"select *, cast(case {cases} end as utinyint) as fault from ("
            f"select *, {typed} from (select {texts} from {source})))"
        )


def bsn_columns(contract: Contract) -> list[str]:
    """Return the text columns of a contract in which a nine-digit number could stand."""
    example = "123456782"
    return [
        field.name
        for field in contract.fields
        if field.type == "text"
        and not field.codes
        and (field.pattern is None or re.fullmatch(field.pattern, example) is not None)
    ]


def bsn_test(column: str) -> tuple[str, str]:
    """Return conditions: a free-standing number of nine digits is there; and it passes the 11-test of a BSN."""
    nine = f"regexp_extract({column}, {literal(BSN_SHAPE)}, 1)"
    has = f"strlen({column}) >= 9 and regexp_matches({column}, {literal(BSN_SHAPE)})"
    weights = [9, 8, 7, 6, 5, 4, 3, 2, -1]
    total = " + ".join(
        f"{weight} * try_cast(substr({nine}, {place}, 1) as integer)" for place, weight in enumerate(weights, start=1)
    )
    return has, f"case when {has} then {nine} <> '000000000' and ({total}) % 11 = 0 else false end"
