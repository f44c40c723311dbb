"""The reports below a page: of the page itself, and of its region, from the views that this reader chose."""

from dataclasses import replace

import streamlit as st

from verdampt_dashboard import addresses, remarks
from verdampt_dashboard.exhibits import Sheet
from verdampt_dashboard.parts import MOST_VIEWS
from verdampt_dashboard.texts import say
from verdampt_dashboard.view import NATION, View

CHOSEN = "report_views"
"""In the reader's own session: the addresses of the views that were chosen for a report."""


def chosen() -> list[str]:
    """Return the addresses of the views this reader chose, in their order."""
    return list(st.session_state.get(CHOSEN, ()))


def _change(target: str) -> None:
    views = chosen()
    st.session_state[CHOSEN] = [one for one in views if one != target] if target in views else [*views, target]


def _clear() -> None:
    st.session_state[CHOSEN] = []


def show(sheet: Sheet, *, view: View) -> None:
    """Show the links to the reports, and the button that takes this view into that of the region, or out of it."""
    views = chosen() if view.region_code != NATION else []
    links = addresses.regional_links(view=view, views=views)
    st.html(addresses.report_links(page=sheet.page, view=view) + links)
    if view.region_code == NATION or sheet.page not in addresses.PAGES:
        return
    target = remarks.address(sheet.page, replace(view, scheme="", region_code=""))
    with st.container(key="report_views", horizontal=True, vertical_alignment="center"):
        if target in views or len(views) < MOST_VIEWS:
            label = say("regional.take_out" if target in views else "regional.take_in")
            st.button(label, key="report_change", type="tertiary", on_click=_change, args=(target,))
        if views:
            st.caption(say("regional.chosen", count=len(views)))
            st.button(say("regional.usual"), key="report_clear", type="tertiary", on_click=_clear)
