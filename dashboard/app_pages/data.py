"""Gegevens: what came in, what was rejected and why, and where registration breaks."""

import streamlit as st

from verdampt_dashboard import charts, components, published
from verdampt_dashboard.numbers import number
from verdampt_dashboard.texts import say

deliveries, events = published.ask("deliveries"), published.ask("delivered_events")
counts = {
    "rows": number(deliveries["rows_in"].sum()),
    "sources": deliveries["source"].n_unique(),
    "rejected": number(deliveries["rows_rejected"].sum()),
}
st.title(say("data.title", **counts), anchor=False)
st.caption(say("data.intro"))
st.header(say("data.deliveries"), anchor=False)
components.deliveries_table()
st.header(say("data.rejects"), anchor=False)
components.rejects_table()
if not events.is_empty():
    names = {kind: say(f"kinds.{kind}", otherwise=kind) for kind in events["kind"].unique(maintain_order=True)}
    st.header(say("data.events"), anchor=False)
    st.caption(say("data.events_note"))
    alt = say("data.events_alt", kinds=", ".join(names.values()))
    components.chart(charts.delivered(events, names=names), key="delivered", alt=alt)
    components.events_table(events)
st.header(say("data.breaks"), anchor=False)
components.breaks_table()
