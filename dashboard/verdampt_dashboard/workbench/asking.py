"""What the reader typed and ran: in the address, in the visit, and at last in the sandbox."""

from dataclasses import dataclass, replace
from urllib.parse import quote_plus

import streamlit as st

from verdampt.errors import VerdamptError
from verdampt.sandbox.guard import QueryRefused
from verdampt.sandbox.run import QueryFailed, QueryTooLong, Result
from verdampt_dashboard import addresses, published, tiles
from verdampt_dashboard.noting import Question, noting
from verdampt_dashboard.sheets.pages import SHEETS
from verdampt_dashboard.view import View
from verdampt_dashboard.workbench import literals

SQL, REVISION, PRESSED, ASKED = "workbench_sql", "workbench_revision", "workbench_pressed", "workbench_asked"
WRITTEN, FIGURE_SEEN = "workbench_written", "workbench_figure"
LONGEST_WRITTEN = 7_000
"""Bytes of a query as an address writes it; a proxy in front takes addresses up to 8 kB."""
_KINDS = {QueryRefused: "refused", QueryFailed: "failed", QueryTooLong: "too_long"}


@dataclass(frozen=True, kw_only=True)
class Failure:
    """Why a query gave nothing: the name of a text, and what the guard or DuckDB says, in English."""

    kind: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a reader ran, and of which snapshot."""

    snapshot: str
    sql: str
    failure: Failure | None = None


def behind(figure: str, view: View) -> tuple[Question, ...]:
    """Return what was asked to make a figure, named as page and key with a point between; nothing for no figure."""
    page, _, key = figure.partition(".")
    if page not in addresses.PAGES:
        return ()
    with noting() as asked:
        if (page, key) == ("regions", tiles.KEY):
            tiles.large_content(view)
            return tuple(asked)
        found = SHEETS[addresses.PAGES[page]](view).get(key)
    return found.queries if found else ()


def text(questions: tuple[Question, ...]) -> str:
    """Return the query for the editor: that of the address when it is new there, else the one last seen.

    A link fills the editor and runs nothing, or who sends it would make others run heavy queries.
    """
    state, given = st.session_state, st.query_params.get(addresses.QUERY)
    figure = st.query_params.get(addresses.FIGURE, "")
    if given is not None and given != state.get(WRITTEN) and len(given) <= addresses.LONGEST_QUERY:
        state[WRITTEN] = given
        fill(given)
    elif given is None and questions and figure != state.get(FIGURE_SEEN):
        fill(literals.written(questions[0]))
    state[FIGURE_SEEN] = figure
    return str(state.setdefault(SQL, ""))


def fill(sql: str) -> None:
    """Put a query in the editor without running it."""
    st.session_state[SQL] = sql
    st.session_state[REVISION] = revision() + 1


def revision() -> int:
    """Return how often something was put in the editor in this visit."""
    return int(st.session_state.get(REVISION, 0))


def press(sql: str) -> None:
    """Run a query from now on; for callbacks."""
    st.session_state[SQL], st.session_state[PRESSED] = sql.strip(), True


def is_pressed() -> bool:
    """Return whether the reader asked to run what is in the editor, and take note of it; only once for each time."""
    state = st.session_state
    if not state.pop(PRESSED, False):
        return False
    state[ASKED] = Asked(snapshot=published.snapshot_id(), sql=state[SQL])
    if fits(state[SQL]):
        st.query_params[addresses.QUERY] = state[WRITTEN] = state[SQL]
    else:
        st.query_params.pop(addresses.QUERY, None)
        state[WRITTEN] = None
    return True


def fits(sql: str) -> bool:
    """Return whether a query fits a link."""
    return 0 < len(sql) <= addresses.LONGEST_QUERY and len(quote_plus(sql)) <= LONGEST_WRITTEN


def outcome() -> Result | Failure | None:
    """Return what came of the query in the editor; None where this reader did not run it of this snapshot."""
    state = st.session_state
    asked: Asked | None = state.get(ASKED)
    if asked is None or (asked.snapshot, asked.sql) != (published.snapshot_id(), state[SQL]):
        return None
    if asked.failure:
        return asked.failure
    found = _run(asked.sql)
    if isinstance(found, Failure):
        # Or every change on the page would run again what takes too long.
        state[ASKED] = replace(asked, failure=found)
    return found


def _run(sql: str) -> Result | Failure:
    if not sql:
        return Failure(kind="empty")
    try:
        return published.run(sql)
    except tuple(_KINDS) as error:
        kind = _KINDS[type(error)]
        return Failure(kind=kind, reason="" if kind == "too_long" else str(error))
    except VerdamptError:
        return Failure(kind="not_safe")
