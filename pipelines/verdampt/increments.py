"""Rebuilding only what a delivery touches: the patients in files that came or went, in models that keep them apart.

What a build read and linked stays in its work database, on the secure side, for the next build to go on from.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from verdampt.engines.duckdb import Engine
from verdampt.models import Model, check_columns, check_values

TOUCHED = "kept_touched"
"""The patients in files that came or went since the last build."""
TOUCHED_PATHS = "kept_touched_paths"
DIGESTS = "kept_digests"
PART = "part"
"""Schema in which a model's query finds, under their own names, the rows of the touched patients only."""


STATE = "kept_state"


@contextmanager
def kept_engine(path: Path, *, code: str, memory_limit: str) -> Iterator[tuple[Engine, str]]:
    """Give the work database of the last build and its state: `whole`, `read` (not built to its end), or `new`.

    It is a new one when there is none, when it is damaged, or when other code made it (`code` is a hash of it).
    """
    state = "new"
    try:
        engine = Engine(path, memory_limit=memory_limit, keep=path.exists())
        found = engine.rows(f"select code, state from {STATE}") if STATE in engine.tables() else []
        state = found[0][1] if found and found[0][0] == code else "new"
        if state == "new":
            engine.close()
    except duckdb.Error:
        state = "new"
    if state == "new":
        engine = Engine(path, memory_limit=memory_limit)
    with engine:
        yield engine, state


def write_state(engine: Engine, *, code: str, state: str) -> None:
    """Note what made the work database and how far it came."""
    engine.run(f"create or replace table {STATE} as select '{code}' as code, '{state}' as state")


class Increment:
    """One build after another on the same work database; `is_first` builds everything."""

    def __init__(self, engine: Engine, models: list[Model], *, is_first: bool, by_person: frozenset[str]) -> None:
        """`by_person` are the tables of the reader whose rows each belong to one patient."""
        self._engine = engine
        self._models = {model.name: model for model in models}
        self._by_person = by_person
        self._updated: set[str] = set()
        self._has_paths = False
        self._before: dict[str, str] = {}
        if not is_first:
            self._before = dict(engine.rows(f"select * from {DIGESTS}"))

    def _columns(self, table: str) -> set[str]:
        return set(self._models[table].header.columns) if table in self._models else set()

    def _has_own_rows(self, table: str) -> bool:
        """Return whether what changed in a table is known by patient."""
        return table in self._by_person or table in self._updated

    def can_update(self, model: Model) -> bool:
        """Return whether only the touched rows of a model have to be made anew."""
        if not self._before or not model.header.partition or not model.header.is_stored:
            return False
        others = [table for table in model.reads if not self._has_own_rows(table)]
        return all(table in self._before and self._before[table] == self._engine.digest(table) for table in others)

    def update(self, model: Model) -> None:
        """Make the touched rows of a model anew, in place of those it had."""
        check_columns(self._engine, model)
        if model.header.partition == "path_key" and not self._has_paths:
            touch_paths(self._engine)
            self._has_paths = True
        # A build that was killed may have left it.
        self._engine.run(f"drop schema if exists {PART} cascade")
        self._engine.run(f"create schema {PART}")
        for table in model.reads:
            self._engine.run(f'create view {PART}."{table}" as {self._touched_rows(table)}')
        self._engine.run(f"set search_path = '{PART},main'")
        try:
            self._engine.run(f"create or replace table main.kept_fresh as {model.query}")
        finally:
            self._engine.run("set search_path = 'main'")
            self._engine.run(f"drop schema {PART} cascade")
        check_values(self._engine, model, table="kept_fresh")
        column = model.header.partition
        touched = TOUCHED_PATHS if column == "path_key" else TOUCHED
        self._engine.run(f'delete from "{model.name}" where {column} in (select {column} from {touched})')
        self._engine.run(f'insert into "{model.name}" by name select * from kept_fresh')
        self._engine.run("drop table kept_fresh")
        self._updated.add(model.name)

    def _touched_rows(self, table: str) -> str:
        everything = f'select rows.* from main."{table}" as rows'
        if table in self._by_person:
            return (
                f"{everything} semi join main.{TOUCHED} as touched on patient_id(rows.patient_key) = touched.patient_id"
            )
        for column, touched in (("patient_id", TOUCHED), ("path_key", TOUCHED_PATHS)):
            if column in self._columns(table):
                return f"{everything} semi join main.{touched} as touched on rows.{column} = touched.{column}"
        return everything

    def finish(self) -> None:
        """Write down what every undivided input of the divided models held, for the next build to compare."""
        divided = {name for name, model in self._models.items() if model.header.partition}
        inputs = {table for name in divided for table in self._models[name].reads} - divided - self._by_person
        rows = ", ".join(f"('{table}', '{self._engine.digest(table)}')" for table in sorted(inputs))
        self._engine.run(f"create or replace table {DIGESTS} as from (values {rows}) as digests (name, digest)")


def touch(engine: Engine, changed: list[str]) -> None:
    """Note the patients of changed rows: each query gives a column `patient_key`."""
    rows = " union all ".join(changed) or "select cast(null as varchar) as patient_key limit 0"
    numbers = f"select distinct patient_id(patient_key) as patient_id from ({rows})"
    engine.run(f"create or replace table {TOUCHED} as {numbers}")


def touch_paths(engine: Engine) -> None:
    """Note every care path of the touched patients."""
    numbers = "path_key(touched.patient_id, ref_care_paths.path_number) as path_key"
    pairs = f"{TOUCHED} as touched cross join ref_care_paths"
    engine.run(f"create or replace table {TOUCHED_PATHS} as select {numbers} from {pairs}")
