"""The one door for what an analyst typed: a query goes in, rows or one sentence come out (reliability.md 2.3)."""

import datetime as dt
import io
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Never

import polars as pl

from verdampt.errors import InputError, VerdamptError
from verdampt.sandbox.guard import QueryRefused, check_text
from verdampt.sandbox.limits import STOPPED, TOO_LONG

AT_ONCE = 2
PATIENCE_SECONDS = 2.0
MOST_PARAMETER_BYTES = 20_000
# An Arrow stream is somewhat larger than its rows; anything beyond this did not come from a worker that keeps its caps.
HEADER_BYTES = 1_000_000
_WORKER = ("-I", "-B", "-m", "verdampt.sandbox.worker")
_PLACES = threading.BoundedSemaphore(AT_ONCE)
_STOPPED_BY_A_LIMIT = (signal.SIGXCPU, signal.SIGALRM, signal.SIGKILL, signal.SIGABRT)
# Both keep libraries from setting address space aside, which the limit on memory counts as if it were used.
_ENVIRONMENT = {"ARROW_DEFAULT_MEMORY_POOL": "system", "MALLOC_ARENA_MAX": "1"}


class QueryFailed(InputError):  # noqa: N818  # named after what happened to the query
    """DuckDB could not run a query; the message is DuckDB's, without anything of this machine."""


class QueryTooLong(InputError):  # noqa: N818
    """A query took more time or memory than it may have and was stopped."""


_ERRORS = {"refused": QueryRefused, "failed": QueryFailed, "too_long": QueryTooLong}


@dataclass(frozen=True, kw_only=True)
class Result:
    """What a query gave."""

    frame: pl.DataFrame
    is_cut: bool
    """Whether rows were left out to stay within the caps."""
    seconds: float
    """Clock time, with the start of the process."""


def run_query(
    marts: Path,
    sql: str,
    *,
    tables: Collection[str],
    parameters: Mapping[str, Any] | None = None,
    max_rows: int = 10_000,
    max_bytes: int = 5_000_000,
    seconds: float = 5.0,
) -> Result:
    """Return the rows of an analyst's query over `tables` of one snapshot, asked in a process that ends with it.

    Parameters are text, numbers, booleans, days or lists of those. Raises QueryRefused for what is not allowed,
    QueryFailed for what DuckDB cannot run, QueryTooLong for what takes too much. Source: reliability.md 2.3.
    """
    check_text(sql)
    request = {
        "marts": str(marts.resolve()),
        "sql": sql,
        "tables": sorted(tables),
        "parameters": _parameters(parameters or {}),
        "max_rows": max_rows,
        "max_bytes": max_bytes,
        "seconds": seconds,
    }
    started = time.monotonic()
    with _place(), tempfile.TemporaryFile() as written:
        written.write(json.dumps(request).encode())
        written.seek(0)
        answer = _ask(written, seconds=seconds, most=2 * max_bytes + HEADER_BYTES)
    is_cut, frame = _read(answer)
    return Result(frame=frame, is_cut=is_cut, seconds=time.monotonic() - started)


def _parameters(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return parameters as they travel to the worker; raises QueryRefused for other kinds or too much."""
    travelling = {name: _travelling(value) for name, value in given.items()}
    if len(json.dumps(travelling)) > MOST_PARAMETER_BYTES:
        raise QueryRefused(f"the parameters are longer than {MOST_PARAMETER_BYTES:,} bytes")
    return travelling


def _travelling(value: Any) -> Any:
    match value:
        case None | bool() | int() | float() | str():
            return value
        case dt.date() if not isinstance(value, dt.datetime):
            return {"day": value.isoformat()}
        case list() | tuple() if all(isinstance(one, bool | int | float | str) for one in value):
            return list(value)
    raise QueryRefused("a parameter is text, a number, a day, true or false, or a list of those")


@contextmanager
def _place() -> Iterator[None]:
    """Hold one of the places for a running query; raises QueryRefused when none comes free for a while."""
    if not _PLACES.acquire(timeout=PATIENCE_SECONDS):
        raise QueryRefused("other queries are running; try again in a few seconds")
    try:
        yield
    finally:
        _PLACES.release()


def _ask(request: IO[bytes], *, seconds: float, most: int) -> bytes:
    """Return all that a worker says about a request; its process and whatever it started are gone afterwards."""
    ends = time.monotonic() + seconds
    with subprocess.Popen(
        [sys.executable, *_WORKER],
        stdin=request,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_ENVIRONMENT,
        cwd="/",
        start_new_session=True,
    ) as worker:
        try:
            answer = _said(worker, ends=ends, most=most)
        finally:
            # Not yet waited for, so the number is still this process's own.
            with suppress(ProcessLookupError):
                os.killpg(worker.pid, signal.SIGKILL)
    return answer or _no_answer(worker.returncode)


def _said(worker: subprocess.Popen[bytes], *, ends: float, most: int) -> bytes:
    """Return what a worker writes until it closes its end; raises QueryTooLong at the end of its time."""
    assert worker.stdout is not None
    said = io.BytesIO()
    waiting = select.poll()  # select() knows no more than 1,024 open files
    waiting.register(worker.stdout, select.POLLIN)
    while said.tell() <= most:
        if not waiting.poll(max(ends - time.monotonic(), 0) * 1_000):
            raise QueryTooLong(TOO_LONG)
        piece = os.read(worker.stdout.fileno(), 1 << 16)
        if not piece:
            return said.getvalue()
        said.write(piece)
    raise QueryFailed("the answer is too large")


def _no_answer(code: int) -> Never:
    """Raise what the end of a worker without an answer means."""
    if -code in _STOPPED_BY_A_LIMIT:
        raise QueryTooLong(TOO_LONG)
    if code < 0:
        raise QueryFailed(STOPPED)
    raise VerdamptError("the process for queries could not be made safe, so the query was not run")


def _read(answer: bytes) -> tuple[bool, pl.DataFrame]:
    """Return whether rows were left out and the rows, or raise what the worker said."""
    first, _, rows = answer.partition(b"\n")
    try:
        header = json.loads(first)
        for name, error in _ERRORS.items():
            if name in header:
                raise error(str(header[name]))
        return bool(header["is_cut"]), pl.read_ipc_stream(rows)
    except (ValueError, KeyError, TypeError, pl.exceptions.PolarsError, pl.exceptions.PanicException):
        raise QueryFailed("the answer cannot be shown; cast its columns to text, numbers or dates") from None
