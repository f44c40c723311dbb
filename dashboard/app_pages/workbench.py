"""Werkbank: one query on the published snapshot, with its table, its chart and its files."""

import streamlit as st

from verdampt_dashboard import components
from verdampt_dashboard.texts import say
from verdampt_dashboard.workbench import panels

view = st.session_state[components.VIEW]
st.title(say("workbench.title"), anchor=False)
st.caption(say("workbench.intro"))
panels.ask(view)
panels.outcome(view)
