"""Regio's vergelijken: what regions share before how they differ."""

import streamlit as st

from verdampt_dashboard import components, sharing, tiles
from verdampt_dashboard.sheets import regions
from verdampt_dashboard.view import choices

view = st.session_state[components.VIEW]
sheet = regions.sheet(view)
components.top(sheet)
sharing.share(sheet, view=view)
tiles.large(view, on_pick=lambda code: components.choose("region_code", code, choices=choices()))
for one in sheet.exhibits:
    components.exhibit(one, page=sheet.page, view=view)
components.foot(sheet, view=view)
