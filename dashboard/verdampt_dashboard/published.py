"""The only place that opens the published snapshot: one question per file in `sql/queries`."""

import os
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from verdampt.errors import SnapshotError
from verdampt.publishing.snapshot import Snapshot, all_snapshots, current_id, open_marts, open_snapshot
from verdampt.resources import sql_root
from verdampt.sandbox.run import Result, run_query
from verdampt.serving import PUBLISHED_VARIABLE
from verdampt_dashboard import reader
from verdampt_dashboard.noting import note

KEPT_ANSWERS = 4_000
KEPT_RESULTS = 10
"""Results of typed queries; one is 5 MB at most."""
KEPT_SNAPSHOTS = 4
ENGLISH = "_en"


def store() -> Path:
    """Return the folder of the published snapshots."""
    return Path(os.environ.get(PUBLISHED_VARIABLE, "published"))


def newest_id() -> str:
    """Return the id of the current snapshot; raises SnapshotError when nothing is published."""
    found = current_id(store())
    if found is None:
        raise SnapshotError(f"{store()}: nothing is published here yet; run `verdampt build` first")
    return found


def exists(snapshot: str) -> bool:
    """Return whether there is a snapshot by this id."""
    return snapshot.isalnum() and (store() / "snapshots" / snapshot).is_dir()


def snapshot_id() -> str:
    """Return the id of the snapshot that is read now."""
    return reader.current().snapshot or newest_id()


def before(snapshot: str) -> str | None:
    """Return the id of the snapshot that was published before another, or None where there is none."""
    ids = [str(manifest["id"]) for manifest in all_snapshots(store())]
    return ids[ids.index(snapshot) - 1] if snapshot in ids[1:] else None


@lru_cache(maxsize=KEPT_SNAPSHOTS)
def _opened(folder: Path, snapshot: str) -> tuple[Snapshot, duckdb.DuckDBPyConnection]:
    found = open_snapshot(folder, snapshot)
    return found, open_marts(found)


def opened() -> Snapshot:
    """Return the snapshot that is read now, found whole."""
    return _opened(store(), snapshot_id())[0]


@cache
def query_text(name: str) -> str:
    """Return the text of a question."""
    return (sql_root() / "queries" / f"{name}.sql").read_text(encoding="utf-8")


@lru_cache(maxsize=KEPT_ANSWERS)
def _answer(
    folder: Path, snapshot: str, language: str, name: str, parameters: tuple[tuple[str, Any], ...]
) -> pl.DataFrame:
    connection = _opened(folder, snapshot)[1]
    values = {key: list(value) if isinstance(value, tuple) else value for key, value in parameters}
    answer: pl.DataFrame = connection.cursor().sql(query_text(name), params=values).pl()
    return _in_language(answer, language)


def _in_language(answer: pl.DataFrame, language: str) -> pl.DataFrame:
    """Return an answer with its names in one language: `name` is that of `name_en` for who reads English."""
    twins = [name for name in answer.columns if name.endswith(ENGLISH)]
    if language == "en":
        answer = answer.with_columns(
            pl.coalesce(pl.col(name), pl.col(name.removesuffix(ENGLISH))).alias(name.removesuffix(ENGLISH))
            for name in twins
        )
    return answer.drop(twins) if twins else answer


def ask(name: str, **parameters: Any) -> pl.DataFrame:
    """Return the answer to a question from the snapshot that is read now; lists are given as tuples."""
    asked = tuple(sorted(parameters.items()))
    note([(name, asked)])
    return _answer(store(), snapshot_id(), reader.current().language, name, asked)


@lru_cache(maxsize=KEPT_RESULTS)
def _result(folder: Path, snapshot: str, sql: str) -> Result:
    found = _opened(folder, snapshot)[0]
    return run_query(found.marts, sql, tables=found.manifest["tables"])


def run(sql: str) -> Result:
    """Return what a typed query gives of the snapshot that is read now; what was given before is kept.

    Raises QueryRefused, QueryFailed or QueryTooLong; a failure is not kept.
    """
    return _result(store(), snapshot_id(), sql)


@lru_cache(maxsize=KEPT_SNAPSHOTS)
def _columns(folder: Path, snapshot: str) -> dict[str, dict[str, str]]:
    found, connection = _opened(folder, snapshot)
    return {
        table: dict(connection.cursor().sql(f'select column_name, column_type from (describe "{table}")').fetchall())
        for table in sorted(found.manifest["tables"])
    }


def columns() -> dict[str, dict[str, str]]:
    """Return the published tables of the snapshot that is read now, and their columns with their types."""
    return _columns(store(), snapshot_id())


def rows(
    table: str, *, conditions: Sequence[str], values: Mapping[str, Any], limit: int, offset: int
) -> tuple[pl.DataFrame, int]:
    """Return rows of a published table in the order of its key, and how many there are without the limit.

    `table` and `conditions` are SQL of our own making; what a reader gave is in `values` only.
    """
    connection = _opened(store(), snapshot_id())[1].cursor()
    chosen = f'from "{table}" where {" and ".join(["true", *conditions])}'
    given = dict(values)
    total = connection.sql(f"select count(*) as total {chosen}", params=given).pl().item()
    found: pl.DataFrame = connection.sql(f"select * {chosen} limit {limit} offset {offset}", params=given).pl()
    return found, int(total)


def built_at(snapshot: str | None = None) -> str:
    """Return the day a snapshot was built, the one that is read now by default, as yyyy-mm-dd."""
    return str(_opened(store(), snapshot or snapshot_id())[0].manifest["built_at"])[:10]


def base() -> int | None:
    """Return what protected counts are multiples of; None where all is public."""
    protection = opened().manifest.get("protection")
    return int(protection["base"]) if protection else None


def baseline() -> tuple[str, str]:
    """Return the first and last year of the baseline."""
    settings = opened().manifest["settings"]["baseline"]
    return settings["first"][:4], settings["last"][:4]
