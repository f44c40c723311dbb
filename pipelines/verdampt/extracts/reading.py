"""Reads files by their contract into typed `raw_` tables; rows that break it go to quarantine.

The bytes are looked at first, then everything is loaded as text without tolerance, and typed and judged by rules in
SQL, in one pass (reliability.md 4.2). Rows in are rows accepted plus rows rejected, for every file.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl

from verdampt.engines.duckdb import Engine
from verdampt.errors import ExtractError
from verdampt.extracts.contracts import SQL_TYPES, Contract
from verdampt.extracts.deliveries import Delivery, Verdict, read_note, refuse_same_files, replaced_files
from verdampt.extracts.files import Layout, sha256_of
from verdampt.extracts.kept import REPEATED, KeptReads
from verdampt.extracts.loading import Loaded, Reading, load
from verdampt.extracts.refusals import refuse_whole
from verdampt.extracts.repeats import Keyed, repeated_rows
from verdampt.extracts.rules import literal

QUARANTINE = "raw_quarantine"
QUARANTINE_SCHEMA = {
    "extract_source": pl.String,
    "source_file": pl.String,
    "line_number": pl.Int64,
    "column_name": pl.String,
    "value_class": pl.String,
    "reason": pl.String,
}


class Reader:
    """Reads extracts into one engine; remembers every file, and what the first pseudonyms were labelled with."""

    def __init__(self, engine: Engine, *, work: Path, kept: KeptReads | None = None) -> None:
        self._engine = engine
        self._kept = kept or KeptReads(engine, is_first=True)
        self._work = work
        self._label = ""
        self.deliveries: list[Delivery] = []
        """Every file read so far, with its newest counts: a later file may repeat rows of an earlier one."""
        self._tables: dict[str, list[tuple[str, Loaded]]] = {}
        work.mkdir(parents=True, exist_ok=True)
        engine.create_from_frame(QUARANTINE, frame=pl.DataFrame(schema=QUARANTINE_SCHEMA))

    def read(
        self, paths: Sequence[Path], how: Reading, *, after_each: Callable[[], None] = lambda: None
    ) -> list[Delivery]:
        """Read the files of one extract; return a verdict for each. A refused file leaves no row behind."""
        hashes = {path: sha256_of(path) for path in paths if path.is_file()}
        replaced, faulty = replaced_files(paths)
        refusals = refuse_same_files(hashes) | faulty
        years: dict[int, str] = {}
        deliveries = []
        for path in paths:
            if path.name in replaced:
                deliveries.append(_not_read(path, how, verdict="replaced", why=f"replaced by {replaced[path.name]}"))
            else:
                deliveries.append(self._verdict(path, how, digest=hashes.get(path), refusals=refusals, years=years))
            after_each()
        self.deliveries = self._reject_repeated([*self.deliveries, *deliveries], how)
        return self.deliveries[-len(deliveries) :]

    def finish(self, contracts: Sequence[Contract]) -> None:
        """Make the `raw_` view of every kind over the files that were accepted; without any it has no rows."""
        for contract in contracts:
            parts = [self._part(source, read) for source, read in self._tables.get(contract.kind, [])]
            self._engine.run(
                f"create or replace view raw_{contract.kind} as {' union all '.join(parts) or _none(contract)}"
            )

    def _part(self, source: str, read: Loaded) -> str:
        contract = read.rules.contract
        year = f"cast({read.layout.file_year} as bigint) as file_year, " if contract.year_in_name else ""
        names = ", ".join(f'"{one.name}"' for one in contract.fields)
        return (
            f"select {literal(source)} as extract_source, {literal(str(read.layout.path))} as source_file, "
            f"cast({read.line()} as bigint) as line_number, {year}{names} from {read.table} where fault is null"
        )

    def _verdict(
        self, path: Path, how: Reading, *, digest: str | None, refusals: dict[Path, str], years: dict[int, str]
    ) -> Delivery:
        try:
            if digest is None:
                raise ExtractError(f"{path}: no such file; check its path in the configuration")
            if path in refusals:
                raise ExtractError(refusals[path])
            self._refuse_name_twice(path, how)
            read = self._read_file(path, how, digest=digest)
            _refuse_year_twice(read.layout, years)
            return self._accept(read, how)
        except ExtractError as error:
            return _not_read(path, how, verdict="refused", why=str(error))

    def _read_file(self, path: Path, how: Reading, *, digest: str) -> Loaded:
        """Return a file as it was read before, or read it now; raises ExtractError for what refuses it whole."""
        key = KeptReads.key(path, how, digest=digest)
        found = self._kept.find(key, how)
        if found is not None and found[1] in ("", self._label or found[1]) and not read_note(path).says_anything():
            self._label = self._label or found[1]
            return found[0]
        read = load(self._engine, path, how, digest=digest, work=self._work, table=f"read_{key[:16]}")
        try:
            self._label = refuse_whole(self._engine, read, how, label=self._label)
        except ExtractError:
            self._engine.run(f"drop table if exists {read.table}")
            raise
        if not how.contract.fixed_width:
            self._kept.add(key, read, how, label=self._label if how.contract.confidential else "")
        return read

    def _refuse_name_twice(self, path: Path, how: Reading) -> None:
        """Raise when a file of this source has the name of one that was read: nobody could tell them apart."""
        for source, read in self._tables.get(how.contract.kind, []):
            if source == how.source and read.layout.path.name == path.name:
                raise ExtractError(f"{path}: another file of {source} has the same name; rename one of them")

    def _accept(self, read: Loaded, how: Reading) -> Delivery:
        rows = self._engine.count(read.table)
        rejected = int(self._engine.rows(f"select count(fault) from {read.table}")[0][0])
        delivery = _delivery(read, how, rows=rows + len(read.unreadable), rejected=rejected + len(read.unreadable))
        faults = self._faults(read)
        self._engine.append_frame(
            QUARANTINE,
            frame=faults.select(
                pl.lit(how.source).alias("extract_source"), pl.lit(str(read.layout.path)).alias("source_file"), pl.all()
            ),
        )
        refusal = _too_broken(delivery, read, faults, share=how.maximum_rejected_share)
        if refusal:
            return _refused(delivery, refusal)
        self._tables.setdefault(how.contract.kind, []).append((how.source, read))
        return delivery

    def _faults(self, read: Loaded) -> pl.DataFrame:
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

    def _mark(self, read: Loaded, rows: pl.DataFrame, how: Reading) -> pl.DataFrame:
        """Take repeated rows out of a table; return where they stand and why."""
        self._engine.create_from_frame("repeated_rows", frame=rows)
        lines = self._engine.frame(
            f"select {literal(how.source)} as extract_source, {literal(str(read.layout.path))} as source_file, "
            f"cast({read.line()} as bigint) as line_number, {literal(', '.join(how.contract.key))} as column_name, "
            f"'row' as value_class, repeated_rows.reason from {read.table} inner join repeated_rows "
            f"on {read.table}.rowid = repeated_rows.row order by 3"
        )
        self._engine.run(f"update {read.table} set fault = {REPEATED} where rowid in (select row from repeated_rows)")
        self._engine.run("drop table repeated_rows")
        return lines

    def _recount(self, one: Delivery, changed: dict[str, pl.DataFrame], reads: list[Loaded], how: Reading) -> Delivery:
        path = next((path for path in changed if Path(path).name == one.file), None)
        same = (one.source, one.kind) == (how.source, how.contract.kind)
        if path is None or not same or one.verdict in ("refused", "replaced"):
            return one
        rejected = one.rows_rejected + len(changed[path])
        counted = replace(
            one, rows_rejected=rejected, rows_accepted=one.rows_in - rejected, verdict="accepted_with_rejects"
        )
        read = next(read for read in reads if str(read.layout.path) == path)
        refusal = _too_broken(counted, read, changed[path], share=how.maximum_rejected_share)
        return _refused(counted, refusal) if refusal else counted


def _none(contract: Contract) -> str:
    year = "null::bigint as file_year, " if contract.year_in_name else ""
    fields = ", ".join(f'null::{SQL_TYPES[one.type]} as "{one.name}"' for one in contract.fields)
    return (
        "select ''::varchar as extract_source, ''::varchar as source_file, 0::bigint as line_number, "
        f"{year}{fields} limit 0"
    )


def _refuse_year_twice(layout: Layout, years: dict[int, str]) -> None:
    if layout.file_year is None:
        return
    if layout.file_year in years:
        raise ExtractError(
            f"{layout.path}: year {layout.file_year} is delivered twice, also in {years[layout.file_year]}; remove one"
        )
    years[layout.file_year] = str(layout.path)


def _too_broken(delivery: Delivery, read: Loaded, faults: pl.DataFrame, *, share: float) -> str | None:
    """Return why a file of which too many rows are rejected is refused, or None when it is not."""
    if delivery.rows_rejected <= share * delivery.rows_in:
        return None
    first = faults.row(0, named=True)
    column = f"column {first['column_name']!r} " if first["column_name"] else "the row "
    return (
        f"{read.layout.path}: line {first['line_number']}: {column}{first['reason']}; {delivery.rows_rejected} of "
        f"{delivery.rows_in} rows are rejected, more than {share:.0%}: {_what_to_do(delivery, faults, read)}"
    )


def _what_to_do(delivery: Delivery, faults: pl.DataFrame, read: Loaded) -> str:
    """Return what mends a file: its way of writing may be right and the configuration wrong."""
    column, reason = faults["column_name"][0], faults["reason"][0]
    every_row = faults.height == delivery.rows_in and faults["reason"].n_unique() == 1
    key = {"date": "dates", "decimal": "decimal", "number": "decimal"}.get(
        read.rules.contract.field(column).type if every_row and "written as" in reason else ""
    )
    if key:
        return f"say under `{key}` in the configuration how this deliverer writes them, or mend the file"
    return "mend the file and deliver it again"


def _refused(delivery: Delivery, refusal: str) -> Delivery:
    return replace(delivery, verdict="refused", rows_accepted=0, rows_rejected=delivery.rows_in, refusal=refusal)


def _delivery(read: Loaded, how: Reading, *, rows: int, rejected: int) -> Delivery:
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
