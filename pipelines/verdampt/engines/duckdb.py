"""The DuckDB engine: one work database per build, tables in and tables out."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

import duckdb
import polars as pl

from verdampt.resources import sql_root


class Engine:
    """A work database; every table in it is made by exactly one reader, model or step."""

    def __init__(self, path: Path | None = None, *, memory_limit: str = "4GB", keep: bool = False) -> None:
        """Open a database at `path`, or in memory: a new, empty one, or with `keep` the one that is there."""
        if path is not None and not keep:
            path.parent.mkdir(parents=True, exist_ok=True)
            for leftover in (path, path.with_name(path.name + ".wal")):
                leftover.unlink(missing_ok=True)
        self._connection = duckdb.connect(str(path) if path else ":memory:")
        self._connection.execute("set memory_limit = ?", [memory_limit])
        self._connection.execute("set preserve_insertion_order = true")
        self._connection.execute("set enable_progress_bar = false")
        # A list of codes becomes a join otherwise, after which rows may stand in another order than in their file.
        self._connection.execute("set disabled_optimizers = 'in_clause'")
        for macro in sorted((sql_root() / "macros").glob("*.sql")):
            self._connection.execute(macro.read_text(encoding="utf-8"))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the database; nothing can be asked of it any more."""
        self._connection.close()

    def forget_order(self) -> None:
        """Let tables made from now on keep no order of rows: that costs less memory, and nobody asks for it."""
        self.run("set preserve_insertion_order = false")

    def run(self, statement: str, parameters: Mapping[str, Any] | None = None) -> None:
        """Run a statement that returns nothing."""
        self._connection.execute(statement, parameters).fetchall()

    def rows(self, query: str, parameters: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """Return all rows of a query."""
        return self._connection.execute(query, parameters).fetchall()

    def frame(self, query: str, parameters: Mapping[str, Any] | None = None) -> pl.DataFrame:
        """Return a query's answer as a frame."""
        answer: pl.DataFrame = self._connection.sql(query, params=parameters or {}).pl()
        return answer

    def twice(self, query: str) -> pl.Series:
        """Return the values that occur more than once in the only column, of integers, that a query gives.

        Sorting plain numbers outside the database takes a third of the time of grouping them inside.
        """
        ordered = self.frame(query).to_series().sort()
        return ordered.filter(ordered == ordered.shift()).unique()

    def create(self, table: str, *, query: str) -> int:
        """Make a table from a query, in place of one of that name, and return its number of rows."""
        self.run(f'create or replace table "{table}" as {query}')
        return self.count(table)

    def create_from_frame(self, table: str, *, frame: pl.DataFrame) -> int:
        """Make a table from a frame and return its number of rows."""
        self._connection.register("incoming_frame", frame.to_arrow())
        try:
            return self.create(table, query="select * from incoming_frame")
        finally:
            self._connection.unregister("incoming_frame")

    def append_frame(self, table: str, *, frame: pl.DataFrame) -> None:
        """Add the rows of a frame to a table, by column name."""
        self._connection.register("incoming_frame", frame.to_arrow())
        try:
            self.run(f'insert into "{table}" by name select * from incoming_frame')
        finally:
            self._connection.unregister("incoming_frame")

    def digest(self, table: str) -> str:
        """Return the number of rows of a table and a hash of them, the same in every order."""
        rows, crossed, added = self.rows(
            f'select count(*), bit_xor(hash(whole)), sum(hash(whole)) from "{table}" as whole'
        )[0]
        return f"{rows}/{crossed}/{added}"

    def count(self, table: str) -> int:
        """Return the number of rows of a table."""
        return int(self.rows(f'select count(*) from "{table}"')[0][0])

    def tables(self) -> list[str]:
        """Return the names of all tables, sorted."""
        return sorted(row[0] for row in self.rows("select table_name from duckdb_tables()"))

    def tables_and_views(self) -> list[str]:
        """Return the names of all that can be asked, sorted."""
        return sorted(row[0] for row in self.rows("select table_name from information_schema.tables"))

    def columns(self, query: str) -> dict[str, str]:
        """Return name and type of each column a query gives, without running it."""
        return {row[0]: row[1] for row in self.rows(f"describe {query}")}

    def parse(self, query: str) -> str:
        """Return DuckDB's own syntax tree of a query as JSON; nothing is looked up or run."""
        return str(self._connection.execute("select json_serialize_sql(?)", [query]).fetchall()[0][0])
