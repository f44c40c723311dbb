"""Verwijsketen: where between the GP and the claim care was lost, and whether referrals were followed up."""

import streamlit as st

from verdampt_dashboard import chain_charts, components, findings, published, questions, tables
from verdampt_dashboard.texts import say
from verdampt_dashboard.view import choices as all_choices

choices = all_choices()
view = st.session_state[components.VIEW]
if not choices.path_codes():
    st.title(say("chain.absent"), anchor=False)
    st.caption(say("chain.absent_note"))
    st.stop()

region, path = choices.region_name(view.region_code), choices.path(view)
steps, curves = questions.chain(choices, view), questions.follow_through(choices, view)
wave = choices.wave_name(view.wave)
st.title(findings.chain_finding(steps, region=region, wave=wave, care=str(path["name"])), anchor=False)
st.caption(say("chain.intro" if path["is_hospital"] else "chain.intro_short"))

shown = steps.filter(status="shown")
if not shown.is_empty():
    left, right = st.columns([8, 5])
    with left:
        st.header(say("chain.bars_title", wave=wave), anchor=False)
        st.caption(say("chain.bars_note"))
        components.chart(chain_charts.bars(shown), key="chain_bars", alt=findings.chain_alt(shown))
        tables.chain(shown)
    with right:
        st.header(say("chain.losses_title"), anchor=False)
        st.caption(say(f"chain.losses_note.{shown['step'][-1]}"))
        components.chart(chain_charts.losses(shown), key="chain_losses", alt=say("chain.losses_alt"))
        tables.losses(shown)

if not curves.is_empty():
    st.header(say("chain.follow_title", region=region), anchor=False)
    st.caption(say("chain.follow_note"))
    figure = chain_charts.follow_through(curves, events=published.ask("events"))
    components.chart(figure, key="follow", alt=findings.follow_alt(curves))
    tables.follow_through(curves)

st.header(say("chain.quality_title", region=region), anchor=False)
st.caption(say("chain.quality_note"))
tables.link_quality(questions.link_quality(view))
st.caption(say("chain.caveat"))
components.source_note("chain")
