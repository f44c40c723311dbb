"""The only place that opens the published snapshot: one question per file in `sql/queries`."""

import os
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import streamlit as st

from verdampt.errors import SnapshotError
from verdampt.publishing.snapshot import Snapshot, current_id, open_marts, open_snapshot
from verdampt.resources import sql_root
from verdampt.serving import PUBLISHED_VARIABLE

KEPT_ANSWERS = 4_000
SNAPSHOT = "snapshot"


def _store() -> Path:
    return Path(os.environ.get(PUBLISHED_VARIABLE, "published"))


def newest_id() -> str:
    """Return the id of the current snapshot; raises SnapshotError when nothing is published."""
    found = current_id(_store())
    if found is None:
        raise SnapshotError(f"{_store()}: nothing is published here yet; run `verdampt build` first")
    return found


def snapshot_id() -> str:
    """Return the id of the snapshot this reader sees: the one that was current when the visit began.

    A build that publishes in between changes nothing on the page, until the reader asks for it.
    """
    kept = str(st.session_state.setdefault(SNAPSHOT, newest_id()))
    if not (_store() / "snapshots" / kept).is_dir():
        take_newest()
    return str(st.session_state[SNAPSHOT])


def take_newest() -> None:
    """Show the current snapshot from now on."""
    st.session_state[SNAPSHOT] = newest_id()


@st.cache_resource(max_entries=3, show_spinner=False)
def _opened(snapshot: str) -> tuple[Snapshot, duckdb.DuckDBPyConnection]:
    found = open_snapshot(_store(), snapshot)
    return found, open_marts(found)


@cache
def query_text(name: str) -> str:
    """Return the text of a question."""
    return (sql_root() / "queries" / f"{name}.sql").read_text(encoding="utf-8")


@st.cache_data(max_entries=KEPT_ANSWERS, show_spinner=False)
def _answer(snapshot: str, name: str, parameters: tuple[tuple[str, Any], ...]) -> pl.DataFrame:
    _, connection = _opened(snapshot)
    answer: pl.DataFrame = connection.cursor().sql(query_text(name), params=dict(parameters)).pl()
    return answer


def ask(name: str, **parameters: Any) -> pl.DataFrame:
    """Return the answer to a question from the current snapshot."""
    return _answer(snapshot_id(), name, tuple(sorted(parameters.items())))


def built_at(snapshot: str | None = None) -> str:
    """Return the day a snapshot was built, the reader's own by default, as yyyy-mm-dd."""
    found, _ = _opened(snapshot or snapshot_id())
    return str(found.manifest["built_at"])[:10]


def base() -> int | None:
    """Return what protected counts are multiples of; None where all is public."""
    found, _ = _opened(snapshot_id())
    protection = found.manifest.get("protection")
    return int(protection["base"]) if protection else None


def baseline() -> tuple[str, str]:
    """Return the first and last year of the baseline."""
    found, _ = _opened(snapshot_id())
    settings = found.manifest["settings"]["baseline"]
    return settings["first"][:4], settings["last"][:4]
