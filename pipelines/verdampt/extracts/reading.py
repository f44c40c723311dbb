"""Reads files by their contract into typed `raw_` tables; rows that break it go to quarantine."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from verdampt.engines.duckdb import Engine
from verdampt.errors import ExtractError
from verdampt.extracts.contracts import SQL_TYPES, Contract, Field
from verdampt.extracts.files import Layout, inspect

MAXIMUM_REJECTED_SHARE = 0.01
"""A file of which more rows than this are rejected is refused whole."""

QUARANTINE = "raw_quarantine"
_LINE = re.compile(r"Line: (\d+)")


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """What became of one file: every row of it is either accepted or rejected."""

    source: str
    kind: str
    file: str
    file_year: int | None
    sha256: str
    size: int
    rows_in: int
    rows_accepted: int
    rows_rejected: int


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _value(field: Field, layout: Layout) -> str:
    return f'''nullif(trim("{layout.columns[field.name]}"), '')''' if field.name in layout.columns else "null"


def _faults(field: Field, layout: Layout) -> list[tuple[str, str]]:
    """Return (condition, reason) for all that can be wrong with one field; never with the value in it."""
    if field.name not in layout.columns:
        return []
    value = _value(field, layout)
    typed = f"try_cast({value} as {SQL_TYPES[field.type]})"
    faults = [] if field.nullable else [(f"{value} is null", "is blank")]
    if field.type != "text":
        faults.append((f"{value} is not null and {typed} is null", f"is not written as {_form(field)}"))
    if field.minimum is not None:
        faults.append((f"{typed} < {field.minimum}", f"is below {field.minimum:g}"))
    if field.codes:
        known = ", ".join(_literal(code) for code in field.codes)
        faults.append((f"{value} not in ({known})", f"is not one of {', '.join(field.codes)}"))
    return faults


def _form(field: Field) -> str:
    return {"date": "yyyy-mm-dd", "integer": "a whole number"}.get(field.type, "a number with a decimal point")


def _judged(layout: Layout, contract: Contract) -> str:
    """Return the query that reads one file as text, types it, and gives each row its first fault."""
    faults = [
        (condition, f"{field.name}|{reason}")
        for field in contract.fields
        for condition, reason in _faults(field, layout)
    ]
    cases = " ".join(f"when {condition} then {_literal(reason)}" for condition, reason in faults)
    fields = ", ".join(
        f'try_cast({_value(field, layout)} as {SQL_TYPES[field.type]}) as "{field.name}"' for field in contract.fields
    )
    year = f"cast({layout.file_year} as bigint) as file_year, " if contract.year_in_name else ""
    columns = ", ".join(f"{_literal(name)}: 'varchar'" for name in layout.names)
    return (
        f"select {_literal(str(layout.path))} as source_file, row_number() over () + 1 as line_number, {year}{fields}, "
        f"case {cases} end as fault from read_csv({_literal(str(layout.path))}, header = true, auto_detect = false, "
        f"columns = {{{columns}}}, delim = {_literal(contract.delimiter)}, quote = '\"', escape = '\"', "
        "strict_mode = true)"
    )


def _load(engine: Engine, *, layout: Layout, contract: Contract) -> None:
    try:
        engine.create("reading", query=_judged(layout, contract))
    except duckdb.Error as error:
        line = _LINE.search(str(error))
        where = f"line {line.group(1)}" if line else "somewhere"
        raise ExtractError(
            f"{layout.path}: {where}: the row does not have the columns of the header; mend the row or its quotes"
        ) from None


def _keep(engine: Engine, *, source: str, table: str) -> None:
    exists = table in engine.tables()
    accepted = f"select {_literal(source)} as extract_source, * exclude (fault) from reading where fault is null"
    engine.run(f'insert into "{table}" {accepted}' if exists else f'create table "{table}" as {accepted}')
    engine.run(
        f"insert into {QUARANTINE} select {_literal(source)}, source_file, line_number, "
        "split_part(fault, '|', 1), split_part(fault, '|', 2) from reading where fault is not null"
    )


def _refuse_if_too_broken(engine: Engine, *, delivery: Delivery) -> None:
    if delivery.rows_rejected <= MAXIMUM_REJECTED_SHARE * delivery.rows_in:
        return
    line, fault = engine.rows("select line_number, fault from reading where fault is not null order by 1 limit 1")[0]
    column, reason = fault.split("|")
    raise ExtractError(
        f"{delivery.file}: line {line}: column {column!r} {reason}; {delivery.rows_rejected} of {delivery.rows_in} "
        f"rows are rejected, more than {MAXIMUM_REJECTED_SHARE:.0%}: mend the file and deliver it again"
    )


def _read_one(engine: Engine, *, layout: Layout, contract: Contract, source: str, table: str) -> Delivery:
    _load(engine, layout=layout, contract=contract)
    rows_in, rejected = engine.rows("select count(*), count(fault) from reading")[0]
    delivery = Delivery(
        source=source,
        kind=contract.kind,
        file=layout.path.name,
        file_year=layout.file_year,
        sha256=layout.sha256,
        size=layout.size,
        rows_in=rows_in,
        rows_accepted=rows_in - rejected,
        rows_rejected=rejected,
    )
    _refuse_if_too_broken(engine, delivery=delivery)
    _keep(engine, source=source, table=table)
    engine.run("drop table reading")
    return delivery


def _refuse_repeated_years(layouts: Sequence[Layout]) -> None:
    seen: dict[int, Path] = {}
    for layout in layouts:
        if layout.file_year is None:
            continue
        if layout.file_year in seen:
            raise ExtractError(
                f"{layout.path}: year {layout.file_year} is delivered twice, "
                f"also in {seen[layout.file_year]}; remove one"
            )
        seen[layout.file_year] = layout.path


def _refuse_repeated_keys(engine: Engine, *, contract: Contract, table: str) -> None:
    key = ", ".join(f'"{name}"' for name in contract.key)
    repeated = engine.rows(
        f'select source_file, line_number from "{table}" qualify row_number() over '
        f"(partition by extract_source, {key} order by source_file, line_number) = 2 order by all limit 1"
    )
    if repeated:
        file, line = repeated[0]
        raise ExtractError(f"{file}: line {line}: {', '.join(contract.key)} occur twice; remove one of the two rows")


def prepare_quarantine(engine: Engine) -> None:
    """Make the empty quarantine table: where a rejected row stands and why, never what it holds."""
    engine.run(
        f"create table {QUARANTINE} "
        "(extract_source varchar, source_file varchar, line_number bigint, column_name varchar, reason varchar)"
    )


def empty_table(engine: Engine, *, contract: Contract) -> None:
    """Make the `raw_` table of a kind nobody delivered, so that the models that read it give no rows."""
    year = "null::bigint as file_year, " if contract.year_in_name else ""
    fields = ", ".join(f'null::{SQL_TYPES[field.type]} as "{field.name}"' for field in contract.fields)
    engine.create(
        f"raw_{contract.kind}",
        query="select ''::varchar as extract_source, ''::varchar as source_file, 0::bigint as line_number, "
        f"{year}{fields} limit 0",
    )


def read_files(
    engine: Engine,
    paths: Sequence[Path],
    *,
    contract: Contract,
    source: str,
    renamed: dict[str, str] | None = None,
    after_each: Callable[[], None] = lambda: None,
) -> list[Delivery]:
    """Read files of one kind into `raw_<kind>`, one row in for one row accepted or rejected.

    Raises ExtractError with file, line or column when a file is refused; then nothing of it is kept.
    """
    table = f"raw_{contract.kind}"
    layouts = [inspect(path, contract=contract, renamed=renamed or {}) for path in paths]
    _refuse_repeated_years(layouts)
    deliveries = []
    for layout in layouts:
        deliveries.append(_read_one(engine, layout=layout, contract=contract, source=source, table=table))
        after_each()
    _refuse_repeated_keys(engine, contract=contract, table=table)
    return deliveries
