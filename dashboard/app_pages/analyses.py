"""Analyses: every care type beside the others, and an own selection with its margin."""

import streamlit as st

from verdampt_dashboard import components, selecting, sharing
from verdampt_dashboard.sheets import analyses
from verdampt_dashboard.view import choices

view = st.session_state[components.VIEW]
sheet = analyses.sheet(view)
components.top(sheet)
sharing.share(sheet, view=view)
components.exhibit(sheet.get("care_types"), page=sheet.page, view=view)
selecting.panel(choices(), view)
components.exhibit(sheet.get("selection"), page=sheet.page, view=view)
components.foot(sheet, view=view)
