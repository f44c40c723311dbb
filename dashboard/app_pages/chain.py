"""Verwijsketen: where between the GP and the claim care was lost, and whether referrals were followed up."""

import streamlit as st

from verdampt_dashboard import components, sharing
from verdampt_dashboard.sheets import chain

view = st.session_state[components.VIEW]
sheet = chain.sheet(view)
components.top(sheet)
sharing.share(sheet, view=view)
if sheet.get("chain"):
    left, right = st.columns([8, 5])
    with left:
        components.exhibit(sheet.get("chain"), page=sheet.page, view=view)
    with right:
        components.exhibit(sheet.get("losses"), page=sheet.page, view=view)
components.exhibit(sheet.get("follow"), page=sheet.page, view=view)
components.exhibit(sheet.get("quality"), page=sheet.page, view=view)
components.foot(sheet, view=view)
