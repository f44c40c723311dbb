"""Claim lines from CSV to validated, typed staging, beside pandas and DuckDB that only read and type them."""

import tempfile
from pathlib import Path

from verdampt.benchmarks.measure import Measured, Target, measure
from verdampt.engines.duckdb import Engine
from verdampt.extracts.contracts import SQL_TYPES
from verdampt.extracts.files import Format
from verdampt.extracts.loading import Reading
from verdampt.extracts.patients import INSURER_CLAIMS
from verdampt.extracts.reading import Reader
from verdampt.extracts.rules import literal

FAULTY_ONE_IN = 2_000
MEMORY_LIMIT = "4GB"
MOST_FOR_PANDAS = 20_000_000
"""Beyond this pandas does not fit in the memory of the machine."""


def write_claims(path: Path, rows: int) -> None:
    """Write claim lines, of which one in 2,000 has a day that does not exist."""
    start = "date '2017-01-01' + cast(i * 7919 % 2400 as integer)"
    with Engine() as engine:
        engine.run(
            "copy (select concat('C', lpad(cast(i as varchar), 10, '0')) as claim_id, "
            "case when i % 50 = 1 then concat('C', lpad(cast(i - 1 as varchar), 10, '0')) end as corrected_id, "
            "md5(cast(i % 3000000 as varchar)) as patient_key, 'nen7524/2/verdampte-zorg' as pseudonym_label, "
            "concat('I', i % 12) as insurer_key, "
            "case when i % 3 > 0 then concat('T', i % 4000000) end as trajectory_id, "
            f"concat('15A', lpad(cast(i % 900 as varchar), 3, '0')) as claim_code, "
            f"case when i % {FAULTY_ONE_IN} = 7 then '2020-02-31' else cast({start} as varchar) end as start_date, "
            f"cast({start} + cast(i % 90 as integer) as varchar) as end_date, "
            f"cast({start} + 120 as varchar) as claim_date, "
            "cast((i * 31 % 100000) / 100 as decimal(12, 2)) as amount_eur, "
            "case when i % 50 = 1 then 'C' else 'D' end as debit_credit "
            f"from range({rows}) as numbers (i)) to {literal(str(path))} (delimiter ';', header true)"
        )


def with_verdampt(path: str, folder: str) -> tuple[int, int]:
    """Read as a build does: bytes, types, rules, quarantine, repeated keys; return rows accepted and rejected."""
    with Engine(Path(folder) / "work.duckdb", memory_limit=MEMORY_LIMIT) as engine:
        reader = Reader(engine, work=Path(folder))
        how = Reading(contract=INSURER_CLAIMS, source="insurers", format=Format())
        found = reader.read([Path(path)], how)[0]
        return found.rows_accepted, found.rows_rejected


def with_duckdb(path: str, folder: str) -> int:
    """Let DuckDB read and type the same file without faults: the limit of the machine."""
    types = {field.name: SQL_TYPES[field.type] for field in INSURER_CLAIMS.fields}
    types["start_date"] = "varchar"
    columns = ", ".join(f"{literal(name)}: {literal(kind)}" for name, kind in types.items())
    with Engine(Path(folder) / "plain.duckdb", memory_limit=MEMORY_LIMIT) as engine:
        source = f"read_csv({literal(path)}, header = true, auto_detect = false, columns = {{{columns}}}, delim = ';')"
        return engine.create("claims", query=f"select * from {source}")


def with_pandas(path: str) -> int:
    """Let pandas read and type the same file, nothing more."""
    import pandas as pd  # a peer, loaded only where it is measured

    text = [field.name for field in INSURER_CLAIMS.fields if field.type == "text"]
    days = [field.name for field in INSURER_CLAIMS.fields if field.type == "date"]
    frame = pd.read_csv(path, sep=";", dtype=dict.fromkeys(text, "string"))
    for day in days:
        frame[day] = pd.to_datetime(frame[day], format="%Y-%m-%d", errors="coerce")
    return len(frame)


def run(rows: int) -> tuple[list[Measured], list[Target]]:
    """Measure the three on one file of so many claim lines."""
    with tempfile.TemporaryDirectory(prefix="verdampt-ingest-") as folder:
        path = Path(folder) / "claims.csv"
        write_claims(path, rows)
        ours = measure("verdampt, to quarantine and staging", with_verdampt, str(path), folder)
        plain = measure("DuckDB, read and type only", with_duckdb, str(path), folder)
        peers = [measure("pandas, read and type only", with_pandas, str(path))] if rows <= MOST_FOR_PANDAS else []
    accepted, rejected = ours.answer
    if accepted + rejected != rows or rejected != sum(1 for _ in range(7, rows, FAULTY_ONE_IN)):
        raise RuntimeError(f"{accepted} accepted and {rejected} rejected of {rows} rows")
    against = [
        Target(name="CPU against pandas", figure=ours.cpu_seconds / peer.cpu_seconds, limit=1.0) for peer in peers
    ]
    return [ours, plain, *peers], [
        *against,
        Target(name="CPU against DuckDB", figure=ours.cpu_seconds / plain.cpu_seconds, limit=1.8),
        Target(name="peak GiB", figure=ours.peak_gib, limit=6.0),
    ]
