"""Overzicht: did it drop, did it come back, and how sure is that."""

import streamlit as st

from verdampt_dashboard import components, figures, findings, published, questions, tables
from verdampt_dashboard.texts import say
from verdampt_dashboard.view import NATION
from verdampt_dashboard.view import choices as all_choices

choices = all_choices()
view = st.session_state[components.VIEW]
care, period_type = choices.care(view.care_type), choices.period_type(view)
region = choices.region_name(view.region_code)
row, nation = questions.window(choices, view)
series = questions.series(choices, view)

sentence = findings.finding(row) if row else say("notes.no_baseline")
st.title(sentence, anchor=False)
if row and row["observed"] is not None:
    components.strip(row, nation)

level = "nation" if view.region_code == NATION else "region"
course = questions.recovery(choices, view)
if course:
    components.recovery(course, questions.backtest(choices, view, level=level), row, nation=level == "nation")

drawn = figures.region_map(choices, view)
left, right = st.columns([5, 8]) if drawn else (None, st.container())
if left and drawn:
    regions = questions.regions_in_window(choices, view)
    with left:
        st.header(say("chart.map_title"), anchor=False)
        st.caption(say("chart.map_note"))
        components.chart(
            drawn,
            key="map",
            alt=findings.extremes_alt("chart.map_alt", regions, when=findings.window_phrase(view.window_code)),
            on_pick=lambda code: components.choose("region_code", code, choices=choices),
        )
        tables.regions(regions, unit=str(care["unit"]))
with right:
    words = {"care": care["name"], "period": say(f"period.{period_type}"), "region": region}
    st.header(say("chart.title", **words), anchor=False)
    components.legend()
    st.caption(say(f"units.{care['unit']}"))
    alt = findings.curve_alt(series, care=str(care["name"]), region=region, period_type=period_type, sentence=sentence)
    components.chart(figures.drop_and_recovery(choices, view), key="curve", alt=alt)
    if period_type == "week":
        st.caption(findings.policies(published.ask("events")))
    tables.series(series, period_type=period_type, unit=str(care["unit"]))

components.inequality(view)
curves = questions.curves_by_care_type(choices, region_code=view.region_code, care_type=view.care_type)
st.header(say("chart.small_title", region=region), anchor=False)
st.caption(say("chart.small_note"))
components.chart(
    figures.small_multiples(choices, view), key="multiples", alt=findings.multiples_alt(curves, choices, region=region)
)
tables.curves(curves, choices=choices, period_type=period_type)
components.notes(choices, view)
