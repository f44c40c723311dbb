"""Reads files by their contract into typed `raw_` tables; rows that break it go to quarantine.

The bytes are looked at first, then everything is loaded as text without tolerance, and typed and judged by rules in
SQL, in one pass (reliability.md 4.2). Rows in are rows accepted plus rows rejected, for every file.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import duckdb
import polars as pl

from verdampt.engines.duckdb import Engine
from verdampt.errors import ExtractError
from verdampt.extracts.contracts import SQL_TYPES, Contract
from verdampt.extracts.deliveries import Delivery, Verdict, read_note, refuse_same_files, replaced_files
from verdampt.extracts.files import Format, Layout, inspect, sha256_of
from verdampt.extracts.lines import Judged, judge
from verdampt.extracts.repeats import Keyed, repeated_rows
from verdampt.extracts.rules import BSN, Rules, bsn_columns, bsn_test, literal
from verdampt.extracts.zh308 import unfold

QUARANTINE = "raw_quarantine"
QUARANTINE_SCHEMA = {
    "extract_source": pl.String,
    "source_file": pl.String,
    "line_number": pl.Int64,
    "column_name": pl.String,
    "value_class": pl.String,
    "reason": pl.String,
}
BSN_SHARE = 0.3
"""Of arbitrary nine-digit numbers one in eleven passes the 11-test; a column in which more do holds BSNs."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """How the files of one extract are read."""

    contract: Contract
    source: str
    renamed: dict[str, str] = field(default_factory=dict)
    format: Format = field(default_factory=Format)
    extracted_on: date = date.max
    maximum_rejected_share: float = 0.01
    pseudonym_label: str = ""
    """What every pseudonym must be labelled with; blank: what the first file says."""


@dataclass(kw_only=True)
class _Read:
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


class Reader:
    """Reads extracts into one engine; remembers every file, and what the first pseudonyms were labelled with."""

    def __init__(self, engine: Engine, *, work: Path) -> None:
        self._engine = engine
        self._work = work
        self._label = ""
        self._tables: dict[str, list[tuple[str, _Read]]] = {}
        work.mkdir(parents=True, exist_ok=True)
        engine.create_from_frame(QUARANTINE, frame=pl.DataFrame(schema=QUARANTINE_SCHEMA))

    def read(
        self, paths: Sequence[Path], how: Reading, *, after_each: Callable[[], None] = lambda: None
    ) -> list[Delivery]:
        """Read the files of one extract; return a verdict for each. A refused file leaves no row behind."""
        hashes = {path: sha256_of(path) for path in paths if path.is_file()}
        again, replaced = refuse_same_files(hashes), replaced_files(paths)
        years: dict[int, str] = {}
        deliveries = []
        for path in paths:
            if path.name in replaced:
                deliveries.append(_not_read(path, how, verdict="replaced", why=f"replaced by {replaced[path.name]}"))
            else:
                deliveries.append(self._verdict(path, how, digest=hashes.get(path), again=again, years=years))
            after_each()
        return self._reject_repeated(deliveries, how)

    def finish(self, contracts: Sequence[Contract]) -> None:
        """Make the `raw_` view of every kind over the files that were accepted; without any it has no rows."""
        for contract in contracts:
            parts = [self._part(source, read) for source, read in self._tables.get(contract.kind, [])]
            self._engine.run(
                f"create or replace view raw_{contract.kind} as {' union all '.join(parts) or _none(contract)}"
            )

    def _part(self, source: str, read: _Read) -> str:
        contract = read.rules.contract
        year = f"cast({read.layout.file_year} as bigint) as file_year, " if contract.year_in_name else ""
        names = ", ".join(f'"{one.name}"' for one in contract.fields)
        return (
            f"select {literal(source)} as extract_source, {literal(str(read.layout.path))} as source_file, "
            f"cast({read.line()} as bigint) as line_number, {year}{names} from {read.table} where fault is null"
        )

    def _verdict(
        self, path: Path, how: Reading, *, digest: str | None, again: dict[Path, str], years: dict[int, str]
    ) -> Delivery:
        try:
            if digest is None:
                raise ExtractError(f"{path}: no such file; check its path in the configuration")
            if path in again:
                raise ExtractError(again[path])
            read = self._load(path, how, digest=digest)
            _refuse_year_twice(read.layout, years)
            try:
                self._refuse_whole(read, how)
                return self._accept(read, how)
            except ExtractError:
                self._engine.run(f"drop table if exists {read.table}")
                raise
        except ExtractError as error:
            return _not_read(path, how, verdict="refused", why=str(error))

    def _load(self, path: Path, how: Reading, *, digest: str) -> _Read:
        layout = inspect(
            path, digest=digest, contract=how.contract, renamed=how.renamed, format=how.format, work=self._work
        )
        rules = Rules(contract=how.contract, layout=layout, format=how.format, extracted_on=how.extracted_on)
        number = sum(len(reads) for reads in self._tables.values())
        if how.contract.fixed_width:
            return self._load_records(layout, how, f"read_{number:04}")
        table = f"read_{number:04}"
        self._engine.run(f"drop table if exists {table}")
        try:
            rows = self._engine.create(table, query=rules.query(_scan(layout, layout.readable, how.format)))
        except duckdb.Error:
            return self._load_carefully(layout, rules, how, table)
        if layout.has_quotes and rows != layout.lines - 1:
            self._engine.run(f"drop table {table}")
            return self._load_carefully(layout, rules, how, table)
        return _Read(layout=layout, table=table, lines_table=None, rules=rules, unreadable=[])

    def _load_records(self, layout: Layout, how: Reading, table: str) -> _Read:
        written = replace(how, format=Format(dates="yyyymmdd"))
        layout = replace(layout, has_quotes=True)
        rules = Rules(contract=how.contract, layout=layout, format=written.format, extracted_on=how.extracted_on)
        copy = self._work / f"{table}.csv"
        return self._load_judged(unfold(layout.path, layout.readable, target=copy), copy, rules, written, table)

    def _load_carefully(self, layout: Layout, rules: Rules, how: Reading, table: str) -> _Read:
        if layout.is_parquet:
            raise ExtractError(f"{layout.path}: the file is damaged; deliver it again")
        copy = self._work / f"{table}.csv"
        judged = judge(layout.readable, target=copy, delimiter=how.format.delimiter, columns=len(layout.names))
        return self._load_judged(judged, copy, rules, how, table)

    def _load_judged(self, judged: Judged, copy: Path, rules: Rules, how: Reading, table: str) -> _Read:
        """Load the copy that holds the good records only; every row knows its line in the file."""
        layout = rules.layout
        self._engine.run(f"drop table if exists {table}")
        try:
            self._engine.create(table, query=rules.query(_scan(layout, copy, how.format)))
        except duckdb.Error:
            raise ExtractError(
                f"{layout.path}: the file cannot be read as CSV; mend its quotes and delimiters"
            ) from None
        lines = pl.DataFrame({"position": range(len(judged.kept)), "line": judged.kept})
        self._engine.run(f"drop table if exists {table}_lines")
        self._engine.create_from_frame(f"{table}_lines", frame=lines)
        copy.unlink()
        return _Read(layout=layout, table=table, lines_table=f"{table}_lines", rules=rules, unreadable=judged.rejected)

    def _refuse_whole(self, read: _Read, how: Reading) -> None:
        """Raise for what refuses a file at once: a difference with its note, a BSN, another pseudonym."""
        note, path = read_note(read.layout.path), read.layout.path
        rows = self._engine.count(read.table) + len(read.unreadable)
        if note.rows is not None and note.rows != rows:
            raise ExtractError(f"{path}: there are {rows} rows, the delivery note says {note.rows}; deliver it again")
        if note.sha256 is not None and note.sha256 != read.layout.sha256:
            raise ExtractError(f"{path}: this is not the file of the delivery note (another sha256); deliver it again")
        if how.contract.confidential:
            self._refuse_bsn(read)
        if any(one.name == "pseudonym_label" for one in how.contract.fields):
            self._refuse_pseudonyms(read, how)

    def _refuse_bsn(self, read: _Read) -> None:
        """Raise when a column holds BSNs: in an accepted row, or in a rejected one, whose value class says so."""
        column = self._column_with_bsn(read)
        rejected = self._engine.rows(f"select min(fault) from {read.table} where value_class = '{BSN}'")[0][0]
        if rejected is not None:
            column = read.rules.faults()[rejected - 1].column
        if column:
            raise ExtractError(
                f"{read.layout.path}: column {column!r} holds a BSN; have the file pseudonymised before it is sent"
            )

    def _column_with_bsn(self, read: _Read) -> str | None:
        tests = {name: bsn_test(f'"{name}"') for name in bsn_columns(read.rules.contract)}
        counts = ", ".join(["count(*)", *(f"count(*) filter ({has})" for has, _ in tests.values())])
        for (name, (_, bsn)), nines in zip(
            tests.items(), self._engine.rows(f"select {counts} from {read.table}")[0][1:], strict=True
        ):
            passing = self._engine.rows(f"select count(*) filter ({bsn}) from {read.table}")[0][0] if nines else 0
            if passing > BSN_SHARE * nines:
                return name
        return None

    def _refuse_pseudonyms(self, read: _Read, how: Reading) -> None:
        """Raise when the pseudonyms of a file are labelled otherwise than those of the others."""
        form = how.contract.field("pseudonym_label")
        found = self._engine.rows(f"select distinct pseudonym_label from {read.table} limit 3")
        labels = [row[0] for row in found if row[0] is not None]
        wanted = how.pseudonym_label or self._label or (labels[0] if labels else "")
        if labels and not re.fullmatch(form.pattern or "", wanted):
            raise ExtractError(f"{read.layout.path}: column 'pseudonym_label' is not {form.pattern_words}; correct it")
        if any(label != wanted for label in labels):
            raise ExtractError(
                f"{read.layout.path}: column 'pseudonym_label' names another scheme, version or domain than {wanted}; "
                "have the file pseudonymised anew"
            )
        self._label = wanted

    def _accept(self, read: _Read, how: Reading) -> Delivery:
        rows = self._engine.count(read.table)
        rejected = int(self._engine.rows(f"select count(fault) from {read.table}")[0][0])
        delivery = _delivery(read, how, rows=rows + len(read.unreadable), rejected=rejected + len(read.unreadable))
        faults = self._faults(read)
        _refuse_too_broken(delivery, read, faults, share=how.maximum_rejected_share)
        self._engine.append_frame(
            QUARANTINE,
            frame=faults.select(
                pl.lit(how.source).alias("extract_source"), pl.lit(str(read.layout.path)).alias("source_file"), pl.all()
            ),
        )
        self._tables.setdefault(how.contract.kind, []).append((how.source, read))
        return delivery

    def _faults(self, read: _Read) -> pl.DataFrame:
        """Return line, column, value class and reason of every rejected row, never a value."""
        reasons = pl.DataFrame(
            [(number, one.column, one.reason) for number, one in enumerate(read.rules.faults(), start=1)],
            schema={"fault": pl.UInt8, "column_name": pl.String, "reason": pl.String},
            orient="row",
        )
        found = self._engine.frame(
            f"select cast({read.line()} as bigint) as line_number, fault, value_class from {read.table} "
            "where fault is not null"
        ).join(reasons, on="fault", how="left")
        whole = pl.DataFrame(
            [(line, "", "line", reason) for line, reason in read.unreadable],
            schema={name: QUARANTINE_SCHEMA[name] for name in ("line_number", "column_name", "value_class", "reason")},
            orient="row",
        )
        return pl.concat([found.select(whole.columns), whole]).sort("line_number")

    def _reject_repeated(self, deliveries: list[Delivery], how: Reading) -> list[Delivery]:
        """Reject rows whose key came before: the later of equal rows, all of rows that differ."""
        reads = [read for source, read in self._tables.get(how.contract.kind, []) if source == how.source]
        tables = [Keyed(table=read.table, year=read.layout.file_year or 0) for read in reads]
        repeated = repeated_rows(self._engine, tables, contract=how.contract)
        changed = {}
        for (place,), rows in repeated.group_by("place"):
            read = reads[int(str(place))]
            lines = self._mark(read, rows, how)
            self._engine.append_frame(QUARANTINE, frame=lines)
            changed[str(read.layout.path)] = lines
        return [self._recount(one, changed, reads, how) for one in deliveries]

    def _mark(self, read: _Read, rows: pl.DataFrame, how: Reading) -> pl.DataFrame:
        """Take repeated rows out of a table; return where they stand and why."""
        self._engine.create_from_frame("repeated_rows", frame=rows)
        lines = self._engine.frame(
            f"select {literal(how.source)} as extract_source, {literal(str(read.layout.path))} as source_file, "
            f"cast({read.line()} as bigint) as line_number, {literal(', '.join(how.contract.key))} as column_name, "
            f"'row' as value_class, repeated_rows.reason from {read.table} inner join repeated_rows "
            f"on {read.table}.rowid = repeated_rows.row order by 3"
        )
        self._engine.run(f"update {read.table} set fault = 255 where rowid in (select row from repeated_rows)")
        self._engine.run("drop table repeated_rows")
        return lines

    def _recount(self, one: Delivery, changed: dict[str, pl.DataFrame], reads: list[_Read], how: Reading) -> Delivery:
        path = next((path for path in changed if Path(path).name == one.file), None)
        if path is None or one.verdict in ("refused", "replaced"):
            return one
        rejected = one.rows_rejected + len(changed[path])
        counted = replace(
            one, rows_rejected=rejected, rows_accepted=one.rows_in - rejected, verdict="accepted_with_rejects"
        )
        try:
            _refuse_too_broken(
                counted,
                next(read for read in reads if str(read.layout.path) == path),
                changed[path],
                share=how.maximum_rejected_share,
            )
        except ExtractError as error:
            return replace(one, verdict="refused", rows_accepted=0, rows_rejected=one.rows_in, refusal=str(error))
        return counted


def _none(contract: Contract) -> str:
    year = "null::bigint as file_year, " if contract.year_in_name else ""
    fields = ", ".join(f'null::{SQL_TYPES[one.type]} as "{one.name}"' for one in contract.fields)
    return (
        "select ''::varchar as extract_source, ''::varchar as source_file, 0::bigint as line_number, "
        f"{year}{fields} limit 0"
    )


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


def _refuse_year_twice(layout: Layout, years: dict[int, str]) -> None:
    if layout.file_year is None:
        return
    if layout.file_year in years:
        raise ExtractError(
            f"{layout.path}: year {layout.file_year} is delivered twice, also in {years[layout.file_year]}; remove one"
        )
    years[layout.file_year] = str(layout.path)


def _refuse_too_broken(delivery: Delivery, read: _Read, faults: pl.DataFrame, *, share: float) -> None:
    if delivery.rows_rejected <= share * delivery.rows_in:
        return
    first = faults.row(0, named=True)
    column = f"column {first['column_name']!r} " if first["column_name"] else "the row "
    raise ExtractError(
        f"{read.layout.path}: line {first['line_number']}: {column}{first['reason']}; {delivery.rows_rejected} of "
        f"{delivery.rows_in} rows are rejected, more than {share:.0%}: mend the file and deliver it again"
    )


def _delivery(read: _Read, how: Reading, *, rows: int, rejected: int) -> Delivery:
    return Delivery(
        source=how.source,
        kind=how.contract.kind,
        file=read.layout.path.name,
        file_year=read.layout.file_year,
        sha256=read.layout.sha256,
        size=read.layout.size,
        rows_in=rows,
        rows_accepted=rows - rejected,
        rows_rejected=rejected,
        verdict="accepted_with_rejects" if rejected else "accepted",
    )


def _not_read(path: Path, how: Reading, *, verdict: Verdict, why: str) -> Delivery:
    return Delivery(
        source=how.source,
        kind=how.contract.kind,
        file=path.name,
        file_year=None,
        sha256="",
        size=path.stat().st_size if path.exists() else 0,
        rows_in=0,
        rows_accepted=0,
        rows_rejected=0,
        verdict=verdict,
        refusal=why,
    )
