"""The choices of an own selection of regions, care types and days; they live in the address like every other."""

from collections.abc import Callable
from datetime import date

import streamlit as st

from verdampt_dashboard import components
from verdampt_dashboard.texts import say
from verdampt_dashboard.view import JOINED, Choices, View, codes_in


def panel(known: Choices, view: View) -> None:
    """Show the choices of an own selection."""
    st.header(say("analyses.own_title"), anchor=False)
    st.caption(say("analyses.own_note"))
    with st.container(key="selection"):
        _list("own_regions", known, view, name=known.region_name)
        _list("own_care", known, view, name=known.care_name)
        for column, field in zip(st.columns(2), ("own_first", "own_last"), strict=True):
            with column:
                _day(field, known, view)


def _list(field: str, known: Choices, view: View, *, name: Callable[[str], str]) -> None:
    key = f"choice_{field}"
    st.session_state[key] = codes_in(getattr(view, field))

    def changed() -> None:
        components.choose(field, JOINED.join(st.session_state[key]), choices=known)

    st.multiselect(
        say(f"analyses.{field}"),
        options=list(known.allowed(field, view)),
        format_func=name,
        placeholder=say("analyses.choose"),
        key=key,
        on_change=changed,
    )


def _day(field: str, known: Choices, view: View) -> None:
    first, last = known.days(view)
    if not first:
        return
    key = f"choice_{field}"
    st.session_state[key] = date.fromisoformat(getattr(view, field) or (first if field == "own_first" else last))

    def changed() -> None:
        if st.session_state[key] is not None:
            components.choose(field, st.session_state[key].isoformat(), choices=known)

    st.date_input(
        say(f"analyses.{field}"),
        min_value=date.fromisoformat(first),
        max_value=date.fromisoformat(last),
        format="DD-MM-YYYY",
        key=key,
        on_change=changed,
    )
