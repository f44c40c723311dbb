"""Overzicht: did it drop, did it come back, and how sure is that."""

import streamlit as st

from verdampt_dashboard import components, sharing, tiles
from verdampt_dashboard.sheets import overview
from verdampt_dashboard.view import choices

view = st.session_state[components.VIEW]
sheet = overview.sheet(view)
components.top(sheet)
sharing.share(sheet, view=view)


def pick(code: str) -> None:
    """Choose the region that was clicked on the map."""
    components.choose("region_code", code, choices=choices())


left, right = st.columns([5, 8])
with left:
    if sheet.get("map"):
        components.exhibit(sheet.get("map"), page=sheet.page, view=view, on_pick=pick)
    else:
        tiles.small(view, on_pick=pick)
with right:
    components.exhibit(sheet.get("curve"), page=sheet.page, view=view)
pair = [one for one in (sheet.get("cumulative"), sheet.get("groups")) if one]
for column, one in zip(st.columns(max(1, len(pair))), pair, strict=False):
    with column:
        components.exhibit(one, page=sheet.page, view=view)
components.exhibit(sheet.get("multiples"), page=sheet.page, view=view)
components.foot(sheet, view=view)
