"""The dashboard's entry: page settings and navigation, nothing else."""

import pandas  # noqa: F401  # plotly looks it up lazily; with many first sessions at once that crashes half-imported
import streamlit as st

from verdampt.errors import SnapshotError
from verdampt_dashboard import components
from verdampt_dashboard.texts import say
from verdampt_dashboard.view import choices as all_choices

st.set_page_config(page_title=say("brand"), layout="wide")
pages = [
    st.Page("app_pages/overview.py", title=say("pages.overview"), default=True),
    st.Page("app_pages/regions.py", title=say("pages.regions"), url_path="regios"),
    st.Page("app_pages/chain.py", title=say("pages.chain"), url_path="keten"),
    st.Page("app_pages/data.py", title=say("pages.data"), url_path="gegevens"),
]
page = st.navigation(pages, position="hidden")
try:
    choices = all_choices()
except SnapshotError:
    st.error(say("notes.not_published"))
    st.stop()
view = components.current_view(choices, page=page.url_path)
components.frame(pages, choices, view)
components.newer_snapshot()
if page.url_path == "keten":
    components.filters(choices, view, fields=("care_path", "wave") if choices.path_codes() else ())
elif page.url_path != "gegevens":
    components.filters(choices, view)
components.write_address(choices, view)
page.run()
