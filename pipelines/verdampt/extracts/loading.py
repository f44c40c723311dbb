"""Loads one file into a table of typed rows, each with its first fault: at full speed, or line by line if it must."""

import tempfile
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import duckdb
import polars as pl

from verdampt.engines.duckdb import Engine
from verdampt.errors import ExtractError
from verdampt.extracts.contracts import Contract
from verdampt.extracts.files import Format, Layout, inspect
from verdampt.extracts.lines import Judged, judge
from verdampt.extracts.rules import Rules, literal
from verdampt.extracts.zh308 import unfold


@dataclass(frozen=True, kw_only=True)
class Reading:
    """How the files of one extract are read."""

    contract: Contract
    source: str
    renamed: dict[str, str] = field(default_factory=dict)
    format: Format = field(default_factory=Format)
    extracted_on: date = date.max
    maximum_rejected_share: float = 0.01
    municipalities: frozenset[str] = frozenset()
    """Codes of the region table, in which municipalities of residence must be; without any they are not looked up."""
    pseudonym_label: str = ""
    """What every pseudonym must be labelled with; blank: what the first file says."""


@dataclass(kw_only=True)
class Loaded:
    """One file that was loaded: its table, and lines that could not be loaded."""

    layout: Layout
    table: str
    lines_table: str | None
    rules: Rules
    unreadable: list[tuple[int, str]]

    def line(self) -> str:
        """Return the SQL of a row's line in the file."""
        if self.lines_table:
            lines = self.lines_table
            return f"(select {lines}.line from {lines} where {lines}.position = {self.table}.rowid)"
        return f"{self.table}.rowid + 2"

    def first_line(self, engine: Engine, condition: str) -> int:
        """Return the line in the file of the first row for which a condition holds."""
        return int(
            engine.rows(f"select min(line) from (select {self.line()} as line from {self.table} where {condition})")[0][
                0
            ]
        )


def load(engine: Engine, path: Path, how: Reading, *, digest: str, work: Path, table: str) -> Loaded:
    """Return one file as a table of typed and judged rows; raises ExtractError when it cannot be read.

    `digest` is the file's SHA-256; copies are made in `work` and always taken away again.
    """
    with tempfile.TemporaryDirectory(dir=work) as copies:
        folder = Path(copies)
        layout = inspect(
            path, digest=digest, contract=how.contract, renamed=how.renamed, format=how.format, work=folder
        )
        rules = rules_of(layout, how)
        engine.run(f"drop table if exists {table}")
        return _load_any(engine, layout, rules, how, copy=folder / f"{table}.csv", table=table)


def rules_of(layout: Layout, how: Reading) -> Rules:
    """Return how the rows of a file are typed and judged."""
    return Rules(
        contract=how.contract,
        layout=layout,
        format=how.format,
        extracted_on=how.extracted_on,
        municipalities=how.municipalities,
    )


def _load_any(engine: Engine, layout: Layout, rules: Rules, how: Reading, *, copy: Path, table: str) -> Loaded:
    if how.contract.fixed_width:
        return _load_records(engine, layout, how, copy=copy, table=table)
    try:
        rows = engine.create(table, query=rules.query(_scan(layout, layout.readable, how.format)))
    except duckdb.Error:
        return _load_carefully(engine, rules, how, copy=copy, table=table)
    if layout.has_quotes and rows != layout.lines - 1:
        engine.run(f"drop table {table}")
        return _load_carefully(engine, rules, how, copy=copy, table=table)
    return Loaded(layout=layout, table=table, lines_table=None, rules=rules, unreadable=[])


def _load_records(engine: Engine, layout: Layout, how: Reading, *, copy: Path, table: str) -> Loaded:
    written = replace(how, format=Format(dates="yyyymmdd"))
    layout = replace(layout, has_quotes=True)
    rules = rules_of(layout, written)
    judged = unfold(layout.path, layout.readable, target=copy)
    return _load_judged(engine, judged, rules, written, copy=copy, table=table)


def _load_carefully(engine: Engine, rules: Rules, how: Reading, *, copy: Path, table: str) -> Loaded:
    layout = rules.layout
    if layout.is_parquet:
        raise ExtractError(f"{layout.path}: the file is damaged; deliver it again")
    judged = judge(layout.readable, target=copy, delimiter=how.format.delimiter, columns=len(layout.names))
    return _load_judged(engine, judged, rules, how, copy=copy, table=table)


def _load_judged(engine: Engine, judged: Judged, rules: Rules, how: Reading, *, copy: Path, table: str) -> Loaded:
    """Load the copy that holds the good records only; every row knows its line in the file."""
    layout = rules.layout
    engine.run(f"drop table if exists {table}")
    try:
        engine.create(table, query=rules.query(_scan(layout, copy, how.format)))
    except duckdb.Error:
        raise ExtractError(f"{layout.path}: the file cannot be read as CSV; mend its quotes and delimiters") from None
    lines = pl.DataFrame({"position": range(len(judged.kept)), "line": judged.kept})
    engine.run(f"drop table if exists {table}_lines")
    engine.create_from_frame(f"{table}_lines", frame=lines)
    return Loaded(layout=layout, table=table, lines_table=f"{table}_lines", rules=rules, unreadable=judged.rejected)


def _scan(layout: Layout, path: Path, format: Format) -> str:
    if layout.is_parquet:
        return f"read_parquet({literal(str(path))})"
    columns = ", ".join(f"{literal(name)}: 'varchar'" for name in layout.names)
    quote = "'\"'" if layout.has_quotes else "''"
    return (
        f"read_csv({literal(str(path))}, header = true, auto_detect = false, columns = {{{columns}}}, "
        f"delim = {literal(format.delimiter)}, quote = {quote}, escape = {quote}, strict_mode = true, "
        "compression = 'none')"
    )
