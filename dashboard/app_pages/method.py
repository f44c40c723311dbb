"""Uitleg en bronnen: how figures are made, what they cannot tell, and what words mean."""

import streamlit as st

from verdampt_dashboard import components, sharing
from verdampt_dashboard.sheets import method
from verdampt_dashboard.texts import say, texts
from verdampt_dashboard.view import View

view: View = st.session_state[components.VIEW]
sheet = method.sheet(view)
components.top(sheet)
sharing.share(sheet, view=view)
for part in texts(view.language)["method"]["parts"].values():
    st.header(part["title"], anchor=False)
    st.write(part["text"])
st.header(say("method.glossary"), anchor=False)
for term in texts(view.language)["glossary"].values():
    st.markdown(f"**{term['name']}**: {term['meaning']}")
for one in sheet.exhibits:
    components.exhibit(one, page=sheet.page, view=view)
components.foot(sheet, view=view)
