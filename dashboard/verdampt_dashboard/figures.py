"""Figures of a view, each drawn once per snapshot and kept."""

import plotly.graph_objects as go
import streamlit as st

from verdampt_dashboard import charts, published, questions
from verdampt_dashboard.view import Choices, View

KEPT_FIGURES = 400


def drop_and_recovery(choices: Choices, view: View) -> go.Figure:
    """Return the curve of a region and care type."""
    return _curve(published.snapshot_id(), view.region_code, view.care_type, choices.period_type(view))


@st.cache_resource(max_entries=KEPT_FIGURES, show_spinner=False)
def _curve(snapshot: str, region_code: str, care_type: str, period_type: str) -> go.Figure:
    return charts.drop_and_recovery(
        published.ask("series", region_code=region_code, care_type=care_type, period_type=period_type),
        events=published.ask("events"),
        breaks=published.ask("breaks", care_type=care_type),
        period_type=period_type,
    )


def small_multiples(choices: Choices, view: View) -> go.Figure:
    """Return the small curves of all care types of a region."""
    return _multiples(published.snapshot_id(), choices, view.region_code, view.care_type)


@st.cache_resource(max_entries=KEPT_FIGURES, show_spinner=False)
def _multiples(snapshot: str, _choices: Choices, region_code: str, care_type: str) -> go.Figure:
    curves = questions.curves_by_care_type(_choices, region_code=region_code, care_type=care_type)
    names = dict(_choices.care_types.select("care_type", "name").iter_rows())
    return charts.small_multiples(curves, key="care_type", names=names)


def region_map(choices: Choices, view: View) -> go.Figure | None:
    """Return the map of a scheme, or None where the build had no geometry for it."""
    return _map(published.snapshot_id(), choices, view.scheme, view.region_code, view.care_type, view.window_code)


@st.cache_resource(max_entries=KEPT_FIGURES, show_spinner=False)
def _map(
    snapshot: str, _choices: Choices, scheme: str, region_code: str, care_type: str, window_code: str
) -> go.Figure | None:
    geometry = published.ask("geometry", region_scheme=scheme)
    view = View(scheme=scheme, region_code=region_code, care_type=care_type, window_code=window_code)
    regions = questions.regions_in_window(_choices, view)
    if geometry.is_empty() or regions["ratio"].is_null().all():
        return None
    return charts.region_map(regions, geometry=geometry, chosen=region_code)


def ranges(choices: Choices, view: View) -> go.Figure:
    """Return the differences of all regions of a scheme with their normal spread."""
    return _ranges(published.snapshot_id(), choices, view.scheme, view.care_type, view.window_code)


@st.cache_resource(max_entries=KEPT_FIGURES, show_spinner=False)
def _ranges(snapshot: str, _choices: Choices, scheme: str, care_type: str, window_code: str) -> go.Figure:
    view = View(scheme=scheme, region_code="", care_type=care_type, window_code=window_code)
    return charts.ranges(questions.regions_in_window(_choices, view).drop_nulls("ratio"))


def funnel(choices: Choices, view: View) -> go.Figure | None:
    """Return how regions differ between the limits of chance; None where they were not compared."""
    return _funnel(published.snapshot_id(), choices, view.scheme, view.care_type, view.window_code)


@st.cache_resource(max_entries=KEPT_FIGURES, show_spinner=False)
def _funnel(snapshot: str, _choices: Choices, scheme: str, care_type: str, window_code: str) -> go.Figure | None:
    view = View(scheme=scheme, region_code="", care_type=care_type, window_code=window_code)
    regions = questions.regions_in_window(_choices, view)
    return None if regions["relative"].is_null().all() else charts.funnel(regions)
