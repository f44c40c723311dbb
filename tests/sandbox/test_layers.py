"""Each layer alone stops its class of attacks, and all together stop all; without any, most of them get through."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.sandbox import corpus
from verdampt.errors import InputError
from verdampt.sandbox import answer, limits, run
from verdampt.sandbox.guard import QueryRefused
from verdampt.sandbox.run import QueryTooLong, run_query

SECONDS = 1.5

# One of each kind of work that no setting of DuckDB stops; reliability.md 2.2 found these on a locked connection.
WORK = (
    "select sleep_ms(60000)",
    "select levenshtein(repeat('a', 100000), repeat('b', 100000))",
    "select length(lpad('a', 2000000000, 'b'))",
    "select length(printf('%2000000000d', 1))",
    "select length(array_to_string(range(200000000), 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'))",
    "select length(list_sort(range(300000000)))",
    "select length(string_agg(md5(range::varchar), '')) from range(300000000)",
    "select sum(a.range) from range(1000000000) a, range(1000) b",
    "with recursive r as (select 1 as n union all select n + 1 from r) select count(*) from r",
    "select * from (select repeat('a', 1000000) as a from range(100000)) order by a",
    "with x as (" * 15,
)


def through(folder: Path, kind: str, *, mode: str) -> list[str]:
    """The attacks of a class that got through, on a world of their own."""
    attacks = corpus.attacks()[kind]
    attacks = attacks[:3] if kind == "shadow" else attacks
    outcomes = corpus.attempts(corpus.make_world(folder / kind), attacks, mode=mode, watch=kind == "shadow")
    assert len(outcomes) == len(attacks)
    return [sql for sql, outcome in zip(attacks, outcomes, strict=True) if corpus.is_through(kind, outcome)]


def test_without_any_layer_more_than_a_hundred_attacks_get_through(tmp_path) -> None:
    kinds = ("read", "write", "network", "text_as_query")

    with ThreadPoolExecutor(2) as pool:
        got_through = list(pool.map(lambda kind: len(through(tmp_path, kind, mode="plain")), kinds))

    assert sum(got_through) >= 100
    assert min(got_through) >= 10


def test_the_settings_alone_stop_reading_writing_and_calling(tmp_path) -> None:
    kinds = ("read", "write", "network")

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(lambda kind: through(tmp_path, kind, mode="settings"), kinds)) == [[], [], []]


def test_what_the_settings_alone_do_not_stop_is_known(tmp_path) -> None:
    """A temporary view in the place of a table: why no connection is used twice (reliability.md 2.2)."""
    assert through(tmp_path, "shadow", mode="settings") != []


def test_a_connection_that_does_not_read_back_as_it_was_set_is_not_used(world, monkeypatch) -> None:
    monkeypatch.setitem(answer._AT_OPENING, "memory_limit", ("20GiB", "512.0 MiB"))

    with pytest.raises(answer.SettingsDiffer, match="memory_limit"):
        answer.open_closed(str(world.marts), milliseconds=2000)


def stopped(world: corpus.World, sql: str) -> bool:
    try:
        run_query(world.marts, sql, tables=corpus.TABLES, seconds=SECONDS)
    except QueryTooLong:
        return True
    return False


def test_the_limits_alone_stop_work_without_end(world, limits_alone) -> None:
    with ThreadPoolExecutor(run.AT_ONCE) as pool:
        ended = list(pool.map(lambda sql: stopped(world, sql), WORK))

    assert [sql[:80] for sql, is_stopped in zip(WORK, ended, strict=True) if not is_stopped] == []


def test_the_limits_alone_stop_reading_and_writing(world, limits_alone) -> None:
    """A plain connection without a guard, in a process that may open nothing more."""
    attacks = [world.aimed(sql) for kind in ("read", "write") for sql in corpus.attacks()[kind][:4]]
    said = []
    for sql in attacks:
        try:
            said.append(str(run_query(world.marts, sql, tables=(), seconds=60.0).frame.rows()))
        except InputError as error:
            said.append(str(error))

    assert corpus.WORD not in str(said)
    assert list(world.folder.rglob("*")) == []


def test_all_layers_stop_work_that_is_made_of_allowed_parts(world) -> None:
    work = corpus.attacks()[corpus.ALLOWED_PARTS][:4]

    with ThreadPoolExecutor(run.AT_ONCE) as pool:
        ended = list(pool.map(lambda sql: stopped(world, sql), work))

    assert all(ended)


def test_memory_stays_within_its_limit(world) -> None:
    """Measured at the process itself, on what took 8 GB of a connection with a memory_limit of 512 MB."""
    request = {"marts": str(world.marts), "sql": WORK[4], "max_rows": 10, "max_bytes": 1_000, "seconds": 5.0}
    worker = subprocess.Popen(
        [sys.executable, "-I", "-B", str(corpus.HERE / "bare_worker.py")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert worker.stdin is not None
    assert worker.stdout is not None
    worker.stdin.write(json.dumps(request).encode())
    worker.stdin.close()
    worker.stdout.read()
    worker.stdout.close()
    _, status, usage = os.wait4(worker.pid, 0)
    worker.returncode = os.waitstatus_to_exitcode(status)

    assert usage.ru_maxrss * 1024 < limits.MEMORY_BYTES


CONFINED = """
import ctypes, json, os, resource, socket, sys, threading
from verdampt.sandbox import limits

def refused(tried):
    try:
        tried()
    except Exception:
        return True
    return False

limits.limit(seconds=30)
alone = limits.leave_the_network()
limits.give_up_rights()
shut = limits.close_the_files()
print(json.dumps({
    "user": os.geteuid(),
    "write": refused(lambda: os.write(os.open(sys.argv[1], os.O_WRONLY | os.O_APPEND), b"x")),
    "read": refused(lambda: open(sys.argv[1])) or not shut,
    "process": refused(os.fork),
    "thread": refused(threading.Thread(target=print).start),
    "memory": refused(lambda: bytearray(limits.MEMORY_BYTES)),
    "network": refused(lambda: socket.create_connection(("192.0.2.1", 9), timeout=0.2)) or not alone,
    "core": resource.getrlimit(resource.RLIMIT_CORE) == (0, 0),
}))
"""


def test_a_process_with_the_limits_can_do_nothing_but_compute(world) -> None:
    confined = subprocess.run(
        [sys.executable, "-I", "-c", CONFINED, str(world.secret)], capture_output=True, text=True, check=True
    )
    found = json.loads(confined.stdout)

    assert found.pop("user") != 0
    assert [name for name, is_refused in found.items() if not is_refused] == []
    assert corpus.WORD in world.secret.read_text()


@pytest.mark.parametrize("kind", sorted(corpus.attacks().keys() - {corpus.ALLOWED_PARTS}))
def test_all_layers_together_refuse_an_attack_of_each_class(world, kind) -> None:
    before = sorted(world.folder.rglob("*"))

    with pytest.raises(QueryRefused) as refused:
        run_query(world.marts, world.aimed(corpus.attacks()[kind][0]), tables=corpus.TABLES, seconds=60.0)

    assert corpus.WORD not in str(refused.value)
    assert sorted(world.folder.rglob("*")) == before
