"""Attacks on a connection alone, without the guard: run as a program, for a query may take the process with it.

Reads a task as JSON on stdin and writes one line of JSON per attack: what came back and what changed.
"""

import fcntl
import hashlib
import json
import shutil
import signal
import socket
import struct
import sys
import threading
from contextlib import closing
from pathlib import Path

import duckdb
import pyarrow as pa

from verdampt.sandbox.answer import open_closed
from verdampt.sandbox.limits import leave_the_network

WORD = "CANARY"
SECONDS = 5
ROWS = 200


def listener() -> tuple[int, list[int]]:
    """A server in a network of our own: its port, and a list that grows with every call."""
    calls: list[int] = []
    if leave_the_network():
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
            fcntl.ioctl(any_socket, 0x8914, struct.pack("16sh14x", b"lo", 0x41))
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            caller, _ = server.accept()
            calls.append(1)
            with caller:
                caller.recv(4_096)
                caller.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

    threading.Thread(target=serve, daemon=True).start()
    return server.getsockname()[1], calls


STATE = """
    select
        (select list((name, value) order by name) from duckdb_settings()) as settings,
        (select list(database_name order by 1) from duckdb_databases()) as databases,
        (select count(*) from duckdb_views() where not internal)
        + (select count(*) from duckdb_functions() where not internal)
        + (select count(*) from duckdb_tables() where temporary)
        + (select count(*) from duckdb_types() where not internal)
        + (select count(*) from duckdb_sequences()) as own,
        (select count(*) from duckdb_prepared_statements()) as prepared,
        (select count(*) from duckdb_variables()) as variables,
        current_schema() as schema,
        (select sum(1) from pub_regions) as regions,
        (select count(*) from pub_deficits) as deficits
"""


def state(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """What an attack could change for the next query on a connection; a broken one says so."""
    try:
        return [str(value) for value in connection.execute(STATE).fetchall()[0]]
    except duckdb.Error as error:
        return [type(error).__name__]


def attempt(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[int | None, str]:
    """The number of rows an attack gave, or None, and all that it said."""
    secret_frame = pa.table({"word": [WORD]})
    try:
        rows = connection.execute(sql).fetchmany(ROWS)
        said = str(rows)
    except Exception as error:
        return None, f"{type(error).__name__}: {error}"
    del secret_frame
    return len(rows), said


def opened(mode: str, marts: Path, *, port: int) -> duckdb.DuckDBPyConnection:
    """The connection as the worker opens it, or a plain one that gets its extensions from the listener."""
    if mode == "settings":
        return open_closed(str(marts), milliseconds=2000)
    return duckdb.connect(str(marts), config={"custom_extension_repository": f"http://127.0.0.1:{port}"})


def one(task: dict[str, str], sql: str, *, port: int, calls: list[int]) -> dict[str, object]:
    """Everything that an attack on a fresh copy of the tables brought about."""
    folder = Path(task["folder"])
    marts = folder.parent / "copies" / "marts.duckdb"
    marts.parent.mkdir(exist_ok=True)
    shutil.copy(task["marts"], marts)
    before, called = hashlib.sha256(marts.read_bytes()).hexdigest(), len(calls)
    with closing(opened(task["mode"], marts, port=port)) as connection:
        calm = state(connection) if task["watch"] else []
        rows, said = attempt(connection, sql)
        after = state(connection) if task["watch"] else []
    watched = (folder, folder.parent / "home")
    written = sorted(str(path) for place in watched for path in place.rglob("*"))
    for place in watched:
        shutil.rmtree(place)
        place.mkdir()
    return {
        "rows": rows,
        "said": said[:300],
        "leaked": WORD in said.replace(sql, ""),
        "written": written,
        "damaged": hashlib.sha256(marts.read_bytes()).hexdigest() != before,
        "called": len(calls) - called,
        "changed": calm != after,
    }


def main() -> None:
    task = json.loads(sys.stdin.read())
    port, calls = listener()
    for sql in task["attacks"]:
        signal.alarm(SECONDS)
        outcome = one(task, sql.replace("{port}", str(port)), port=port, calls=calls)
        signal.alarm(0)
        print(json.dumps(outcome), flush=True)


if __name__ == "__main__":
    main()
