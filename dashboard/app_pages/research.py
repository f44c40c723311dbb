"""Onderzoeksvragen: every question with how far it can be answered, and the answer to the chosen one."""

import streamlit as st

from verdampt_dashboard import cards, components, sharing
from verdampt_dashboard.sheets import research
from verdampt_dashboard.view import choices

view = st.session_state[components.VIEW]
sheet = research.sheet(view)
components.top(sheet)
sharing.share(sheet, view=view)
left, right = st.columns([8, 5], gap="large")
with left, st.container(key="research_answer"):
    for one in sheet.exhibits:
        if one.key != research.LIST:
            components.exhibit(one, page=sheet.page, view=view)
    components.closing(sheet)
with right:
    cards.research(choices(), view, listed=research.listed(view), page=sheet.page)
components.foot(sheet, view=view)
