"""Rows that came before: found by a 64-bit hash of their key first, then judged on the key itself."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from verdampt.engines.duckdb import Engine
from verdampt.extracts.contracts import Contract

SCHEMA = {"place": pl.Int64, "row": pl.Int64, "reason": pl.String}


@dataclass(frozen=True, kw_only=True)
class Keyed:
    """A table of rows of one file; `year` belongs to the key where the kind has its year in the file's name."""

    table: str
    year: int


def repeated_rows(engine: Engine, tables: Sequence[Keyed], *, contract: Contract) -> pl.DataFrame:
    """Return place of the table, row and reason: the later of equal rows, and all rows that differ under one key."""
    key = ", ".join(f'"{name}"' for name in contract.key if name != "file_year")
    hashes = " union all ".join(
        f"select hash({one.year}, {key}) as key_hash from {one.table} where fault is null" for one in tables
    )
    twice = engine.twice(hashes) if tables else pl.Series([])
    if twice.is_empty():
        return pl.DataFrame(schema=SCHEMA)
    engine.create_from_frame("key_hashes_twice", frame=twice.to_frame())
    content = ", ".join(f'"{one.name}"' for one in contract.fields)
    rows = " union all ".join(
        f"select {place} as place, rowid as row, {one.year} as year, {key}, hash({content}) as content_hash "
        f"from {one.table} where fault is null and hash({one.year}, {key}) in (select key_hash from key_hashes_twice)"
        for place, one in enumerate(tables)
    )
    window = f"over (partition by year, {key})"
    found = engine.frame(
        f"with judged as (select place, row, count(*) {window} as times, "
        f"row_number() over (partition by year, {key} order by place, row) as nth, "
        f"max(content_hash) {window} = min(content_hash) {window} as same from ({rows})) "
        "select cast(place as bigint) as place, cast(row as bigint) as row, case when same then "
        "'came before with the same content' else 'occurs more than once with other content' end as reason "
        "from judged where times > 1 and (nth > 1 or not same) order by place, row"
    )
    engine.run("drop table key_hashes_twice")
    return found
