"""Analysts' queries on the sample snapshot give through the sandbox what they give on a plain connection."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import duckdb
import polars as pl
from polars.testing import assert_frame_equal

from tests.sandbox import corpus
from verdampt.sandbox import run
from verdampt.sandbox.run import run_query

MOST_ROWS = 1_000_000
MOST_BYTES = 100_000_000


def test_every_query_gives_what_a_plain_connection_gives(sample_snapshot, tmp_path) -> None:
    plain = shutil.copy(sample_snapshot.marts, tmp_path)
    with duckdb.connect(plain, read_only=True, config={"threads": "1"}) as connection:
        names = [name for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall()]

        def asked(query: dict[str, Any]) -> pl.DataFrame:
            given = {"parameters": query.get("parameters", {}), "max_rows": MOST_ROWS, "max_bytes": MOST_BYTES}
            result = run_query(sample_snapshot.marts, query["sql"], tables=names, seconds=60.0, **given)
            assert not result.is_cut, query["name"]
            return result.frame

        with ThreadPoolExecutor(run.AT_ONCE) as pool:
            answers = list(pool.map(asked, corpus.queries()))
        expected = [connection.sql(one["sql"], params=one.get("parameters")).pl() for one in corpus.queries()]

    for query, found, direct in zip(corpus.queries(), answers, expected, strict=True):
        assert_frame_equal(found, direct, check_row_order="order by" in query["sql"].lower()), query["name"]
    assert sum(frame.height > 0 for frame in answers) >= 40
