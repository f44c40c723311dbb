"""The door: what comes back of a query, what is cut, and how each misfortune is told."""

import datetime as dt
import hashlib
import os
import select
from concurrent.futures import ThreadPoolExecutor

import polars as pl
import pytest

from tests.sandbox import corpus
from verdampt.errors import VerdamptError
from verdampt.sandbox import run
from verdampt.sandbox.guard import QueryRefused
from verdampt.sandbox.run import QueryFailed, QueryTooLong, Result, run_query


@pytest.fixture
def ask(world):
    def asked(sql: str, **options) -> Result:
        return run_query(world.marts, sql, tables=corpus.TABLES, **{"seconds": 60.0, **options})

    return asked


def test_rows_come_back_with_their_types(ask) -> None:
    result = ask("select region_code, date '2020-03-16' as day, 1.5::decimal(4, 1) as n from pub_regions order by 1")

    assert result.frame.schema == {"region_code": pl.String, "day": pl.Date, "n": pl.Decimal(4, 1)}
    assert result.frame["region_code"].to_list() == ["GG01", "GG02"]
    assert not result.is_cut
    assert result.seconds > 0


def test_a_query_without_rows_keeps_its_columns(ask) -> None:
    assert ask("select region_code from pub_regions where false").frame.schema == {"region_code": pl.String}


def test_too_many_rows_are_cut_and_it_says_so(ask) -> None:
    assert ask("select deficit from pub_deficits limit 10", max_rows=10).is_cut is False

    result = ask("select deficit from pub_deficits", max_rows=10)

    assert (result.frame.height, result.is_cut) == (10, True)


def test_too_many_bytes_are_cut_and_it_says_so(ask) -> None:
    result = ask("select * from pub_deficits", max_bytes=10_000)

    assert 0 < result.frame.height < 3_000
    assert result.frame.estimated_size() < 20_000
    assert result.is_cut


def test_two_columns_of_one_name_get_two_names(ask) -> None:
    for sql in ("select 1 as a, 2 as a, 3 as a_2", "select unnest([1]) as a, 2 as a, 3 as a_2"):
        assert sorted(ask(sql).frame.row(0)) == [1, 2, 3]


def test_parameters_keep_their_types(ask) -> None:
    given = {"day": dt.date(2020, 3, 16), "n": 1.5, "yes": True, "none": None, "text": "'", "many": ["a", "b"]}

    result = ask(
        "select $day as day, $n as n, $yes as yes, $none as none, $text as text, $many as many", parameters=given
    )

    assert result.frame.row(0, named=True) == given


def test_a_parameter_of_another_kind_is_refused(ask) -> None:
    for value in (object(), {"a": 1}, [dt.date(2020, 3, 16)], "x" * 30_000):
        with pytest.raises(QueryRefused):
            ask("select $a as a", parameters={"a": value})


@pytest.mark.parametrize(
    ("sql", "sentence"),
    [
        ("select\n  nosuch from pub_regions", 'Referenced column "nosuch" not found in FROM clause!'),
        ("select region_code::integer\nfrom pub_regions", "Could not convert string 'GG01' to INT32"),
        ("select $missing as a", "Values were not provided for the following parameters: missing"),
        ("select interval 1 month as a", "the column a is an interval; cast it to text"),
    ],
)
def test_what_duckdb_cannot_run_is_told_in_one_sentence(ask, sql, sentence) -> None:
    with pytest.raises(QueryFailed) as failed:
        ask(sql)

    assert sentence in str(failed.value)
    assert "\n" not in str(failed.value)


def test_a_sentence_has_the_line_and_no_path(ask, world) -> None:
    with pytest.raises(QueryFailed) as placed:
        ask("select\n  nosuch from pub_regions")
    with pytest.raises(QueryFailed) as pathless:
        ask(f"select '{world.secret}'::integer as a")

    assert "(line 2)" in str(placed.value)
    assert str(world.secret.parent) not in str(pathless.value)


def test_a_query_changes_nothing(ask, world) -> None:
    before = hashlib.sha256(world.marts.read_bytes()).hexdigest()

    ask("select count(*) from pub_deficits")

    assert hashlib.sha256(world.marts.read_bytes()).hexdigest() == before
    assert not list(world.marts.parent.glob("*.wal"))


def test_a_file_that_is_not_there_is_not_the_analysts_fault(tmp_path) -> None:
    with pytest.raises(VerdamptError, match="not run") as ours:
        run_query(tmp_path / "none.duckdb", "select 1", tables=())

    assert ours.value.exit_code == 1


def test_several_readers_ask_at_once(ask) -> None:
    with ThreadPoolExecutor(4) as pool:
        heights = list(pool.map(lambda _: ask("select * from pub_regions").frame.height, range(4)))

    assert heights == [2, 2, 2, 2]


def test_who_finds_no_place_is_told_to_try_again(ask, monkeypatch) -> None:
    monkeypatch.setattr(run, "PATIENCE_SECONDS", 0.01)
    for _ in range(run.AT_ONCE):
        run._PLACES.acquire()
    try:
        with pytest.raises(QueryRefused, match="try again"):
            ask("select 1")
    finally:
        for _ in range(run.AT_ONCE):
            run._PLACES.release()


def test_a_misfortune_leaves_no_place_taken(ask) -> None:
    for _ in range(run.AT_ONCE + 1):
        with pytest.raises(QueryFailed):
            ask("select nosuch from pub_regions")

    assert ask("select 1 as a").frame.height == 1


def answering(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a worker in place that does not keep to the agreement."""
    monkeypatch.setattr(run, "_WORKER", ("-I", "-c", code))


def has_ended(process: int) -> bool:
    try:
        handle = os.pidfd_open(process)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([handle], [], [], 30)[0])
    finally:
        os.close(handle)


def test_a_worker_that_hangs_is_ended_with_all_that_it_started(ask, tmp_path, monkeypatch) -> None:
    note = tmp_path / "started"
    code = f"import os, time; os.fork(); open({str(note)!r}, 'a').write(f'{{os.getpid()}}\\n'); time.sleep(600)"
    answering(code, monkeypatch)

    with pytest.raises(QueryTooLong):
        ask("select 1", seconds=1.0)

    started = [int(number) for number in note.read_text().split()]
    assert len(started) == 2
    assert all(has_ended(one) for one in started)


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("print('no json')", QueryFailed),
        ("print('{}')", QueryFailed),
        ("""print('{"is_cut": false}'); print('no arrow')""", QueryFailed),
        ("import os\nwhile True: os.write(1, b'x' * 65536)", QueryFailed),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", QueryFailed),
        ("import os, signal; os.kill(os.getpid(), signal.SIGXCPU)", QueryTooLong),
        ("raise SystemExit(1)", VerdamptError),
    ],
)
def test_a_worker_that_answers_nonsense_is_not_believed(ask, monkeypatch, code, error) -> None:
    answering(code, monkeypatch)

    with pytest.raises(error):
        ask("select 1", max_bytes=1_000)


def test_a_worker_sees_nothing_of_the_process_that_asks(ask, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("A_SECRET", corpus.WORD)
    note = tmp_path / "seen"
    answering(f"import os; open({str(note)!r}, 'w').write(str(dict(os.environ)) + os.getcwd())", monkeypatch)

    with pytest.raises(VerdamptError):
        ask("select 1")

    assert corpus.WORD not in note.read_text()
    assert os.getcwd() not in note.read_text()
