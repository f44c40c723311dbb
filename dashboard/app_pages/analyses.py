"""Analyses: every care type beside the others, and an own selection with its margin."""

import streamlit as st

from verdampt_dashboard import cards, components, selecting, sharing
from verdampt_dashboard.sheets import analyses
from verdampt_dashboard.view import choices

view = st.session_state[components.VIEW]
sheet = analyses.sheet(view)
components.top(sheet)
sharing.share(sheet, view=view)
for one in sheet.exhibits:
    if one.key != "selection":
        components.exhibit(one, page=sheet.page, view=view)
cards.indicators(choices(), view)
selecting.panel(choices(), view)
components.exhibit(sheet.get("selection"), page=sheet.page, view=view)
components.foot(sheet, view=view)
