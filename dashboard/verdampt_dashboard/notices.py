"""What is said above a page when something about the visit is not as usual."""

from datetime import date

import streamlit as st

from verdampt_dashboard import address_bar, published
from verdampt_dashboard.numbers import day_name
from verdampt_dashboard.texts import say
from verdampt_dashboard.view import PARAMETERS, View


def unknown_codes() -> None:
    """Name the choices of the address that do not exist here; the usual choice is shown for them."""
    unknown = list(st.session_state.get(address_bar.UNKNOWN, ()))
    if PARAMETERS["snapshot"] in unknown:
        unknown.remove(PARAMETERS["snapshot"])
        st.warning(say("frozen.gone"))
    if unknown:
        st.warning(say("filters.unknown", keys=", ".join(unknown)))


def newer_snapshot(view: View) -> None:
    """Say that something newer is published than this reader sees, with the way to it."""
    newest = published.newest_id()
    if view.snapshot or newest == published.snapshot_id():
        return
    with st.container(key="newer", horizontal=True, vertical_alignment="center"):
        st.info(say("notes.newer", built=day_name(date.fromisoformat(published.built_at(newest)))))
        st.button(say("notes.take_newer"), on_click=address_bar.take_newest)
