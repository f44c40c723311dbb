"""Voor de beleidstafel: one question, one finding, one chart at a time."""

import streamlit as st

from verdampt_dashboard import components, presets, sharing
from verdampt_dashboard.sheets import policy
from verdampt_dashboard.texts import say
from verdampt_dashboard.view import choices

view = st.session_state[components.VIEW]
sheet = policy.sheet(view)
with st.container(key="policy"):
    components.top(sheet)
sharing.share(sheet, view=view)
st.header(say("policy.questions"), anchor=False)
with st.container(key="presets", horizontal=True):
    for one in presets.questions(view):
        components.choice_button("care_type", one.care_type, one.question, choices=choices())
shown = {one.key: one for one in sheet.exhibits}
chosen = st.segmented_control(
    say("policy.chart"),
    options=list(shown),
    format_func=lambda key: shown[key].title if key in shown else key,
    default=next(iter(shown), None),
    key="policy_chart",
    wrap=True,
)
components.exhibit(shown.get(chosen or "", next(iter(shown.values()), None)), page=sheet.page, view=view)
components.foot(sheet, view=view)
