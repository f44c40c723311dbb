"""Gegevens: what came in, what was rejected and why, and where registration breaks."""

import streamlit as st

from verdampt_dashboard import charts, components, published, tables
from verdampt_dashboard.numbers import number
from verdampt_dashboard.texts import say

events, total = published.ask("delivered_events"), published.ask("deliveries").row(-1, named=True)
counts = {
    "rows": number(total["rows_in"]),
    "sources": total["sources"],
    "rejected": number(total["rows_rejected"]),
}
st.title(say("data.title", **counts), anchor=False)
st.caption(say("data.intro"))
st.header(say("data.deliveries"), anchor=False)
tables.deliveries()
st.header(say("data.rejects"), anchor=False)
tables.rejects()
if not events.is_empty():
    names = {kind: say(f"kinds.{kind}", otherwise=kind) for kind in events["kind"].unique(maintain_order=True)}
    st.header(say("data.events"), anchor=False)
    st.caption(say("data.events_note"))
    alt = say("data.events_alt", kinds=", ".join(names.values()))
    components.chart(charts.delivered(events, names=names), key="delivered", alt=alt)
    tables.events(events)
completeness = published.ask("completeness")
if not completeness.is_empty():
    st.header(say("data.completeness_title"), anchor=False)
    st.caption(say("data.completeness_note"))
    tables.completeness(completeness)
    alarms = completeness.filter(completeness["has_alarm"])["source"].unique(maintain_order=True)
    if not alarms.is_empty():
        st.warning(say("data.alarm", sources=", ".join(say(f"sources.{one}", otherwise=one) for one in alarms)))
st.header(say("data.breaks"), anchor=False)
tables.breaks()
