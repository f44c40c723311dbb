"""What happens inside a query's own process: the tables are opened, every door is shut, and only then it is read.

Source: reliability.md 2.3, steps 2 to 4.
"""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

import duckdb
import pyarrow as pa

from verdampt.sandbox.guard import QueryRefused, refuse
from verdampt.sandbox.limits import STOPPED, TOO_LONG, close_the_files, give_up_rights

ROWS_AT_ONCE = 1_024
LONGEST_SENTENCE = 400

# Set when the connection opens: as DuckDB takes it, and as DuckDB tells it afterwards.
_AT_OPENING = {
    "autoinstall_known_extensions": ("false", "false"),
    "autoload_known_extensions": ("false", "false"),
    "allow_community_extensions": ("false", "false"),
    "allow_unsigned_extensions": ("false", "false"),
    "allow_extension_repositories": ("forbidden", "forbidden"),
    "allow_persistent_secrets": ("false", "false"),
    "python_enable_replacements": ("false", "false"),
    "memory_limit": ("512MiB", "512.0 MiB"),
    "threads": ("1", "1"),
    "async_threads": ("0", "0"),
    "temp_directory": ("", ""),
    "max_temp_directory_size": ("0KiB", "0 bytes"),
}
# Set afterwards and in this order: DuckDB refuses a temp_directory once access is off, and everything once locked.
_AFTERWARDS = ("enable_external_access", "lock_configuration")
_SHUT = {"enable_external_access": "false", "lock_configuration": "true", "access_mode": "read_only"}

_PATH = re.compile(r"[\w.~+-]*(?:/[\w.~+-]+){2,}/?")
_LINE = re.compile(r"^LINE (\d+):", re.MULTILINE)


class SettingsDiffer(Exception):  # noqa: N818  # a fault of ours that no analyst can mend
    """A setting does not read back as it was set."""


def open_closed(marts: str, *, milliseconds: int) -> duckdb.DuckDBPyConnection:
    """Return a connection that can read one file's tables and nothing else; its settings have been read back.

    Raises SettingsDiffer when one of them is not what it should be (reliability.md 2.3, step 2).
    """
    timed = {"max_execution_time": (str(milliseconds), str(milliseconds))}
    wanted = {**_AT_OPENING, **timed}
    connection = duckdb.connect(marts, read_only=True, config={name: value for name, (value, _) in wanted.items()})
    for name in _AFTERWARDS:
        connection.execute(f"set {name} = {_SHUT[name]}")
    expected = {name: told for name, (_, told) in wanted.items()} | _SHUT
    found = dict(connection.execute("select name, value from duckdb_settings()").fetchall())
    different = sorted(name for name, told in expected.items() if found.get(name) != told)
    if different:
        raise SettingsDiffer(", ".join(different))
    return connection


def _warm_up(connection: duckdb.DuckDBPyConnection) -> None:
    """Let DuckDB, Arrow and the guard's parser open what they open at first use: later no file can be opened."""
    _stream(connection.sql("select 1 as one").to_arrow_reader(1).read_all())
    refuse("select 1", tables=())


def rows_of(
    connection: duckdb.DuckDBPyConnection, sql: str, *, parameters: Mapping[str, Any], max_rows: int, max_bytes: int
) -> tuple[pa.Table, bool]:
    """Return a query's first rows, at most so many and so large, and whether rows were left out."""
    read = _start_of(_reader(connection, sql, parameters=parameters), max_rows=max_rows, max_bytes=max_bytes)
    kept = read.slice(0, max_rows)
    for column in kept.schema:
        if pa.types.is_interval(column.type):
            raise pa.ArrowInvalid(f"the column {column.name} is an interval; cast it to text")
    while kept.num_rows and kept.nbytes > max_bytes:
        kept = kept.slice(0, kept.num_rows // 2)
    return kept.rename_columns(_distinct(kept.column_names)), kept.num_rows < read.num_rows


def _reader(connection: duckdb.DuckDBPyConnection, sql: str, *, parameters: Mapping[str, Any]) -> pa.RecordBatchReader:
    """Return what gives a query's rows piece by piece, so that a large answer is never whole in memory."""
    given = dict(parameters)
    try:
        return connection.sql(sql, params=given).to_arrow_reader(ROWS_AT_ONCE)
    except duckdb.BinderException:
        connection.execute(f"explain {sql}", given)  # fails again, and says in which line
        raise


def _start_of(reader: pa.RecordBatchReader, *, max_rows: int, max_bytes: int) -> pa.Table:
    """Return the rows read until there are more, or more bytes, than may be kept."""
    pieces, rows, size = [], 0, 0
    for piece in reader:
        pieces.append(piece)
        rows, size = rows + piece.num_rows, size + piece.nbytes
        if rows > max_rows or size > max_bytes:
            break
    return pa.Table.from_batches(pieces, schema=reader.schema)


def _distinct(names: list[str]) -> list[str]:
    """Return names that differ: polars panics on an Arrow stream in which two columns have one name."""
    taken: dict[str, None] = {}
    for name in names:
        number, given = 1, name
        while given in taken:
            number, given = number + 1, f"{name}_{number}"
        taken[given] = None
    return list(taken)


def sentence_of(error: Exception) -> str:
    """Return what DuckDB says of a query in one sentence with the line, and without any path of this machine."""
    text = str(error)
    first, *others = text.split("\n")
    help_ = [one for one in others if one.startswith("Candidate bindings")]
    said = _PATH.sub("...", "; ".join([first, *help_]))[:LONGEST_SENTENCE]
    line = _LINE.search(text)
    return f"{said} (line {line[1]})" if line else said


def answer(request: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Return the header and the Arrow stream that answer a request: rows, or which error and its sentence."""
    connection = open_closed(request["marts"], milliseconds=int(request["seconds"] * 900))
    _warm_up(connection)
    give_up_rights()
    close_the_files()
    try:
        refuse(request["sql"], tables=request["tables"])
        parameters = {name: _value(one) for name, one in request["parameters"].items()}
        caps = {"max_rows": request["max_rows"], "max_bytes": request["max_bytes"]}
        rows, is_cut = rows_of(connection, request["sql"], parameters=parameters, **caps)
        return {"is_cut": is_cut}, _stream(rows)
    except QueryRefused as error:
        return {"refused": _PATH.sub("...", str(error))}, b""
    except (duckdb.Error, pa.ArrowException, OSError, MemoryError) as error:
        return _misfortune(error), b""


def _misfortune(error: Exception) -> dict[str, str]:
    """Return which error this is; by its text, for Arrow passes on what DuckDB says as an error of its own."""
    said = str(error)
    if isinstance(error, MemoryError) or said.startswith(("INTERRUPT", "Out of Memory")):
        return {"too_long": TOO_LONG}
    if said.startswith(("INTERNAL", "FATAL")):
        return {"failed": STOPPED}
    return {"failed": sentence_of(error)}


def _value(one: Any) -> Any:
    """Return a parameter as DuckDB takes it; a day travels as {"day": "2020-03-16"}."""
    return dt.date.fromisoformat(one["day"]) if isinstance(one, dict) else one


def _stream(rows: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, rows.schema) as writer:
        writer.write_table(rows)
    return bytes(sink.getvalue())
