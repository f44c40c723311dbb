"""The view in the address bar: read when it is new, written when a choice was made."""

import streamlit as st

from verdampt_dashboard import published, reader
from verdampt_dashboard.components import VIEW
from verdampt_dashboard.view import PARAMETERS, Choices, View, choices, reader_of

WRITTEN, PAGE, SNAPSHOT, UNKNOWN = "written", "page", "snapshot", "unknown"


def _own_parameters() -> dict[str, str]:
    own = set(PARAMETERS.values())
    return {key: value for key, value in st.query_params.to_dict().items() if key in own}


def visit_snapshot() -> str:
    """Return the snapshot of this visit: the one that was current when it began.

    A build that publishes in between changes nothing on the page, until the reader asks for it.
    """
    kept = str(st.session_state.setdefault(SNAPSHOT, published.newest_id()))
    if not published.exists(kept):
        take_newest()
    return str(st.session_state[SNAPSHOT])


def take_newest() -> None:
    """Show the current snapshot from now on."""
    st.session_state[SNAPSHOT] = published.newest_id()


def open_view(*, page: str) -> tuple[Choices, View]:
    """Return what can be chosen, and the view: what the address asks for when it is new, what was chosen otherwise.

    A bare change of page keeps the choices; codes that are unknown are kept under `unknown`.
    """
    state, asked = st.session_state, _own_parameters()
    moved = state.get(PAGE) not in (None, page) and not asked
    is_new = VIEW not in state or (not moved and asked != state[WRITTEN])
    chosen = asked if is_new else {PARAMETERS[name]: getattr(state[VIEW], name) for name in ("language", "snapshot")}
    reader.become(reader_of(chosen, snapshot=visit_snapshot()))
    known = choices()
    if is_new:
        state[VIEW], state[UNKNOWN] = known.read(asked)
    state[PAGE] = page
    view: View = state[VIEW]
    return known, view


def write(known: Choices, view: View) -> None:
    """Put the view in the address, where it is not there yet."""
    wanted = known.address(view)
    st.session_state[WRITTEN] = wanted
    if _own_parameters() != wanted:
        foreign = {key: value for key, value in st.query_params.to_dict().items() if key not in PARAMETERS.values()}
        st.query_params.from_dict({**foreign, **wanted})
