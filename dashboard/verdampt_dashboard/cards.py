"""Cards of indicators: what each counts and why it matters, or what is wrong with its file."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from verdampt_dashboard import components
from verdampt_dashboard.sheets import indicators as sheets
from verdampt_dashboard.texts import say
from verdampt_dashboard.view import Choices, View

IN_A_ROW = 3


def indicators(known: Choices, view: View) -> None:
    """Show a card for every indicator; the one that is shown above has a way back instead."""
    rows = sheets.known()
    if not rows:
        return
    st.header(say("indicators.title"), anchor=False)
    st.caption(say("indicators.intro"))
    if view.indicator:
        components.choice_button("indicator", "", say("indicators.none"), choices=known)
    for begin in range(0, len(rows), IN_A_ROW):
        _row(rows[begin : begin + IN_A_ROW], known, view)


def _row(rows: Sequence[dict[str, Any]], known: Choices, view: View) -> None:
    for column, row in zip(st.columns(IN_A_ROW), rows, strict=False):
        with column, st.container(border=True, key=f"card_{row['care_type']}"):
            if row["error"]:
                st.markdown(f"**{row['file']}**")
                st.warning(row["error"])
                continue
            st.markdown(f"**{row['name']}**")
            st.caption(row["why"])
            if row["care_type"] != view.indicator:
                label = say("indicators.show", name=row["name"])
                components.choice_button("indicator", row["care_type"], label, choices=known)
