"""Gegevens: what came in, what was rejected and why, and where registration breaks."""

import streamlit as st

from verdampt_dashboard import components, sharing
from verdampt_dashboard.sheets import data

view = st.session_state[components.VIEW]
sheet = data.sheet(view)
components.top(sheet)
sharing.share(sheet, view=view)
for one in sheet.exhibits:
    components.exhibit(one, page=sheet.page, view=view)
components.foot(sheet, view=view)
