"""Files that an earlier build read, found again by what they hold and how they are read."""

import hashlib
import json
from dataclasses import asdict, replace
from pathlib import Path

import polars as pl

from verdampt.engines.duckdb import Engine
from verdampt.extracts.files import Layout
from verdampt.extracts.loading import Loaded, Reading, rules_of

READS, MARKED = "kept_reads", "kept_marked"
REPEATED = 255
"""The fault of a row that another one repeats: judged anew in every build, as it depends on the other files."""
SCHEMA = dict.fromkeys(("key", "read_table", "lines_table", "layout", "unreadable", "label"), pl.String) | {
    "is_built": pl.Boolean,
    "is_by_person": pl.Boolean,
}


def _has_patients(how: Reading) -> bool:
    return any(field.name == "patient_key" for field in how.contract.fields)


class KeptReads:
    """The tables of files read before; with `is_first` there are none."""

    def __init__(self, engine: Engine, *, is_first: bool) -> None:
        self._engine = engine
        if is_first:
            engine.create_from_frame(READS, frame=pl.DataFrame(schema=SCHEMA))
            engine.create_from_frame(MARKED, frame=pl.DataFrame(schema={"patient_key": pl.String}))
        self._before = {row["key"]: row for row in engine.frame(f"select * from {READS}").iter_rows(named=True)}
        self._now: dict[str, dict[str, object]] = {}

    @staticmethod
    def key(path: Path, how: Reading, *, digest: str) -> str:
        """Return what tells one reading of one file from all others."""
        # The order of a set differs from one process to the next.
        municipalities = ",".join(sorted(how.municipalities))
        described = f"{path}/{digest}/{municipalities}/{replace(how, municipalities=frozenset())!r}"
        return hashlib.sha256(described.encode()).hexdigest()

    def find(self, key: str, how: Reading) -> tuple[Loaded, str] | None:
        """Return a file that was read before as it was then, and what its pseudonyms were labelled with."""
        row = self._before.get(key)
        if row is None or row["read_table"] not in self._engine.tables():
            return None
        layout = json.loads(row["layout"])
        layout |= {name: Path(layout[name]) for name in ("path", "readable")} | {"names": tuple(layout["names"])}
        self._engine.run(f"update {row['read_table']} set fault = null where fault = {REPEATED}")
        found = Layout(**layout)
        read = Loaded(
            layout=found,
            table=row["read_table"],
            lines_table=row["lines_table"],
            rules=rules_of(found, how),
            unreadable=[(line, reason) for line, reason in json.loads(row["unreadable"])],
        )
        self._now[key] = row
        return read, str(row["label"])

    def add(self, key: str, read: Loaded, how: Reading, *, label: str) -> None:
        """Keep a file that was read just now."""
        self._now[key] = {
            "key": key,
            "read_table": read.table,
            "lines_table": read.lines_table,
            "layout": json.dumps(asdict(read.layout), default=str),
            "unreadable": json.dumps(read.unreadable),
            "label": label,
            "is_built": False,
            "is_by_person": _has_patients(how),
        }

    def _marked(self) -> list[str]:
        tables = [row["read_table"] for row in self._now.values() if row["is_by_person"]]
        return [f"select patient_key from {table} where fault = {REPEATED}" for table in tables]

    def changed(self) -> list[str]:
        """Return queries for the patients whose rows came, went, or were judged otherwise since the last build."""
        came = [row for row in self._now.values() if not row["is_built"]]
        went = [row for key, row in self._before.items() if row["is_built"] and key not in self._now]
        whole = [f"select patient_key from {row['read_table']}" for row in came + went if row["is_by_person"]]
        return [*whole, f"select patient_key from {MARKED}", *self._marked()]

    def commit(self) -> None:
        """Write down what the build that is done was made of, and drop the files that are no part of it."""
        used = {str(row[name]) for row in self._now.values() for name in ("read_table", "lines_table")}
        for table in self._engine.tables():
            if table.startswith("read_") and table not in used:
                self._engine.run(f'drop table "{table}"')
        rows = [row | {"is_built": True} for row in self._now.values()]
        self._engine.create_from_frame(READS, frame=pl.DataFrame(rows, schema=SCHEMA))
        marked = " union all ".join(self._marked()) or "select cast(null as varchar) as patient_key limit 0"
        self._engine.run(f"create or replace table {MARKED} as {marked}")
