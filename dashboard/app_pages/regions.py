"""Regio's vergelijken: what regions share before how they differ."""

import streamlit as st

from verdampt_dashboard import components, figures, findings, questions, tables
from verdampt_dashboard.texts import say
from verdampt_dashboard.tiles import tile_map
from verdampt_dashboard.view import choices as all_choices

choices = all_choices()
view = st.session_state[components.VIEW]
care = choices.care(view.care_type)
regions = questions.regions_in_window(choices, view)
when = findings.window_phrase(view.window_code)

st.title(say("regions.title", care=care["name"], count=regions.height), anchor=False)
if regions.is_empty():
    st.info(say("notes.no_baseline"))
    components.notes(choices, view)
    st.stop()

placed = bool(regions["tile_column"].is_not_null().all())
st.caption(say("regions.intro" if placed else "regions.intro_plain", when=when))
tile_map(
    regions,
    curves=questions.curves_by_region(choices, view),
    chosen=view.region_code,
    when=when,
    on_pick=lambda code: components.choose("region_code", code, choices=choices),
)
st.header(say("chart.range_title"), anchor=False)
st.caption(say("chart.range_note"))
components.chart(
    figures.ranges(choices, view), key="ranges", alt=findings.extremes_alt("chart.range_alt", regions, when=when)
)
tables.regions(regions, unit=str(care["unit"]))
components.back_test(questions.backtest(choices, view, level="region"), nation=False)
drawn = figures.funnel(choices, view)
if drawn:
    st.header(say("chart.funnel_title"), anchor=False)
    st.caption(say("chart.funnel_note"))
    components.chart(drawn, key="funnel", alt=findings.funnel_alt(regions))
    tables.funnel(regions)
components.notes(choices, view)
