"""The dashboard's entry: page settings, navigation and what every page has around it; nothing else."""

import pandas  # noqa: F401  # plotly looks it up lazily; with many first sessions at once that crashes half-imported
import streamlit as st

from verdampt.errors import SnapshotError
from verdampt_dashboard import address_bar, components, notices, sharing
from verdampt_dashboard.addresses import PAGES, PATHS, has_workbench
from verdampt_dashboard.research.asked import fields_of
from verdampt_dashboard.texts import say

USUAL = ("scheme", "region_code", "care_type", "window_code")
FILTERS = {
    "": (*USUAL, "group"),
    "regios": USUAL,
    "keten": ("scheme", "region_code", "care_path", "wave", "urgency"),
    "beleidstafel": (*USUAL, "group"),
    "analyses": USUAL,
}

st.set_page_config(page_title="Verdampte Zorg", layout="wide")
shown = PATHS if has_workbench() else PAGES
pages = {name: st.Page(f"app_pages/{name}.py", url_path=path, default=not path) for name, path in shown.items()}
page = st.navigation(list(pages.values()), position="hidden")
try:
    choices, view = address_bar.open_view(page=page.url_path)
except SnapshotError:
    st.title(say("notes.not_published"))
    st.stop()
components.frame(pages, choices, view)
notices.unknown_codes()
notices.newer_snapshot(view)
sharing.frozen_notice(choices, view)
if page.url_path == PAGES["research"]:
    components.filters(choices, view, fields=fields_of(view))
elif page.url_path in FILTERS:
    components.filters(choices, view, fields=FILTERS[page.url_path])
address_bar.write(choices, view)
page.run()
