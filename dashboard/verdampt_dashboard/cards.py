"""Cards of indicators: what each counts and why it matters, or what is wrong with its file."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from verdampt_dashboard import addresses, components
from verdampt_dashboard.exhibits import Exhibit
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


def research(known: Choices, view: View, *, listed: Exhibit, page: str) -> None:
    """Show every research question with its status in a sign and words; each is a button, but for the chosen one."""
    st.header(listed.title, anchor=False)
    st.caption(listed.note)
    with st.container(key="research_list"):
        for row in listed.table.frame.iter_rows(named=True):
            code, label = row["question"], f"{row['question']} · {row['asked']}"
            with st.container(key=f"research_{code}"):
                if code == view.question:
                    st.markdown(f"**{label}**")
                else:
                    components.choice_button("question", code, label, choices=known)
                st.caption(row["status_name"])
    st.html(addresses.file_links(listed, page=page, view=view))
