"""The parts that pages share: frame, filters, figures, notes."""

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from verdampt_dashboard import charts, findings, published, questions, tables
from verdampt_dashboard.drawing import CONFIG
from verdampt_dashboard.findings import difference, normal_range, period_name, window_label
from verdampt_dashboard.numbers import number
from verdampt_dashboard.texts import say
from verdampt_dashboard.view import PARAMETERS, Choices, View

VIEW, WRITTEN, PAGE = "view", "written", "page"


def choose(field: str, code: str, *, choices: Choices) -> None:
    """Change one choice of the view; for callbacks of widgets, the map and the tiles."""
    st.session_state[VIEW] = choices.change(st.session_state[VIEW], field, code)


def _own_parameters() -> dict[str, str]:
    own = set(PARAMETERS.values())
    return {key: value for key, value in st.query_params.to_dict().items() if key in own}


def current_view(choices: Choices, *, page: str) -> View:
    """Return the view: what the address asks for when it is new, what was chosen here otherwise.

    A bare change of page keeps the choices; an address with an unknown code says so and goes on.
    """
    state, asked = st.session_state, _own_parameters()
    moved = state.get(PAGE) not in (None, page) and not asked
    if VIEW not in state or (not moved and asked != state[WRITTEN]):
        state[VIEW], unknown = choices.read(asked)
        if unknown:
            st.warning(say("filters.unknown", keys=", ".join(unknown)))
    state[PAGE] = page
    view: View = state[VIEW]
    return view


def write_address(choices: Choices, view: View) -> None:
    """Put the view in the address, where it is not there yet."""
    wanted = choices.address(view)
    st.session_state[WRITTEN] = wanted
    if _own_parameters() != wanted:
        foreign = {key: value for key, value in st.query_params.to_dict().items() if key not in PARAMETERS.values()}
        st.query_params.from_dict({**foreign, **wanted})


def _changed(field: str, choices: Choices) -> None:
    code = st.session_state[f"choice_{field}"]
    if code is not None:
        choose(field, code, choices=choices)


AS_BUTTONS = ("window_code", "wave")


def _choice(field: str, choices: Choices, view: View, *, names: dict[str, str]) -> None:
    key = f"choice_{field}"
    st.session_state[key] = getattr(view, field)
    widget: Any = st.segmented_control if field in AS_BUTTONS else st.selectbox
    widget(
        say(f"filters.{field}"),
        options=list(names),
        format_func=lambda code: names.get(code, code),
        key=key,
        on_change=_changed,
        args=(field, choices),
    )


def _names(field: str, choices: Choices, view: View) -> dict[str, str]:
    """Return what can be chosen, each code with its name."""
    match field:
        case "scheme":
            return {scheme: say(f"schemes.{scheme}", otherwise=scheme) for scheme in choices.schemes()}
        case "region_code":
            return {code: choices.region_name(code) for code in choices.region_codes(view.scheme)}
        case "care_type":
            return {code: choices.care_name(code) for code in choices.care_types["care_type"]}
        case "care_path":
            return dict(choices.care_paths.select("care_path", "name").iter_rows())
        case "wave":
            return dict(choices.waves.select("event", "name").iter_rows())
        case _:
            return {code: window_label(code) for code in choices.window_codes(view.care_type)}


def filters(choices: Choices, view: View, *, fields: Sequence[str] = ("care_type", "window_code")) -> None:
    """Show the one row of choices: region first on every page, then what the page is about."""
    shown = ["scheme", "region_code", *fields] if len(choices.schemes()) > 1 else ["region_code", *fields]
    widths = {"scheme": 2, "region_code": 3, "care_type": 4, "care_path": 4}
    with st.container(key="filters"):
        for column, field in zip(st.columns([widths.get(field, 6) for field in shown]), shown, strict=True):
            with column:
                _choice(field, choices, view, names=_names(field, choices, view))


def frame(pages: Sequence[Any], choices: Choices, view: View) -> None:
    """Show the word mark, the links to the pages, and how fresh the figures are."""
    st.html(f"<style>{(Path(__file__).parent / 'style.css').read_text(encoding='utf-8')}</style>")
    care = choices.care(view.care_type)
    last = period_name(care["last_period"], str(care["period_type"]))  # type: ignore[arg-type]
    with st.container(key="nav", horizontal=True, vertical_alignment="center"):
        st.html(f'<span class="brand">{escape(say("brand"))}</span>')
        for page in pages:
            st.page_link(page, query_params=choices.address(view))
        fresh = say("freshness", period=last, built=_dutch_day(published.built_at()))
        made_up = f" · {say('made_up')}" if care["source"] == "samples" else ""
        st.html(f'<span class="fresh">{escape(fresh + made_up)}</span>')


def newer_snapshot() -> None:
    """Say that something newer is published than this reader sees, with the way to it."""
    newest = published.newest_id()
    if newest == published.snapshot_id():
        return
    with st.container(key="newer", horizontal=True, vertical_alignment="center"):
        st.info(say("notes.newer", built=_dutch_day(published.built_at(newest))))
        st.button(say("notes.take_newer"), on_click=published.take_newest)


def _dutch_day(day: str) -> str:
    year, month, date = day.split("-")
    return f"{int(date)}-{int(month)}-{year}"


def strip(row: dict[str, Any], nation: dict[str, Any] | None) -> None:
    """Show the figures under the finding, each with its margin."""
    decimals = 0 if row["unit"] == "count" else 1
    parts = [
        (
            say("figures.difference"),
            difference(row["ratio"]),
            say("figures.indicative")
            if row["lower"] is None or row["ratio"] is None
            else normal_range(row["expected"], row["lower"], row["upper"]),
            "fewer" if row["finding"].endswith("fewer") else "",
        )
    ]
    if row["observed"] is not None:
        expected = say("figures.expected", expected=number(row["expected"], decimals=decimals))
        parts.append((say("figures.observed"), number(row["observed"], decimals=decimals), expected, ""))
    if nation is not None and nation["region_code"] != row["region_code"]:
        parts.append((say("figures.nation"), difference(nation["ratio"]), say("figures.nation_note"), ""))
    _figures(parts)


def recovery(row: dict[str, Any], card: dict[str, Any] | None, window: dict[str, Any] | None, *, nation: bool) -> None:
    """Show the class of a series, what is known of its drop, what other scenarios say, and the back-test."""
    st.header(say("recovery.title"), anchor=False)
    st.html(f'<p class="verdict {row["recovery_class"]}">{escape(findings.recovery_class(row))}</p>')
    _figures([(*fact, "") for fact in findings.recovery_facts(row)])
    if window is not None:
        st.caption(findings.scenarios(window))
    back_test(card, nation=nation)


def back_test(card: dict[str, Any] | None, *, nation: bool) -> None:
    """Show how well the model foretold a year without a pandemic, at the level of what it stands beside."""
    verdict = card["verdict"] if card else "none"
    st.html(
        f'<p class="card {verdict}"><b>{escape(say(f"backtest.label.{verdict}"))}</b> '
        f"{escape(findings.back_test(card, is_region=not nation))}</p>"
    )


def _figures(parts: Sequence[tuple[str, str, str, str]]) -> None:
    """Show labels, values and notes in a row; the last of each is the tone."""
    items = "".join(
        f'<div><dt>{escape(label)}</dt><dd class="{tone}">{escape(value)}<small>{escape(note)}</small></dd></div>'
        for label, value, note, tone in parts
    )
    st.html(f'<dl class="figures">{items}</dl>')


def legend() -> None:
    """Show what the lines and colours of the curve mean."""
    kinds = {"line": "observed", "dots": "expected", "band": "band", "below": "below", "above": "above"}
    items = "".join(f'<span><i class="{kind}"></i>{escape(say(f"chart.{key}"))}</span>' for kind, key in kinds.items())
    st.html(f'<div class="legend">{items}</div>')


def chart(figure: go.Figure, *, key: str, alt: str, on_pick: Any = None) -> None:
    """Show a figure with its text for who cannot see it; `on_pick` gets the code of a region that is clicked."""
    if on_pick is None:
        st.plotly_chart(figure, key=key, theme=None, config=CONFIG, alt=alt)
        return

    def picked() -> None:
        points = st.session_state[key].selection.points
        if points:
            on_pick(points[0]["location"])

    st.plotly_chart(figure, key=key, theme=None, config=CONFIG, alt=alt, on_select=picked, selection_mode="points")


def inequality(view: View) -> None:
    """Show whether a drop was equal over groups of people, where care is known by them."""
    groups = questions.groups(view)
    if groups["ratio"].drop_nulls().is_empty():
        return
    st.header(say("groups.title"), anchor=False)
    st.caption(findings.inequality(groups))
    chart(charts.groups(groups), key="groups", alt=findings.groups_alt(groups))
    tables.groups(groups)


def notes(choices: Choices, view: View) -> None:
    """Show breaks, the fixed caveat and the source."""
    for reason in questions.breaks(view)["reason"]:
        st.info(say("notes.break", reason=reason))
    baseline = published.baseline()
    st.caption(say("notes.caveat", first=baseline[0], last=baseline[1]))
    source_note(str(choices.care(view.care_type)["source"]))


def source_note(source: str) -> None:
    """Show where the figures come from, which snapshot this is, and how counts are protected."""
    if published.base():
        st.caption(say("notes.protected", base=published.base()))
    name = say(f"sources.{source}", otherwise=source)
    built = _dutch_day(published.built_at())
    st.caption(say("notes.sources", source=name, snapshot=published.snapshot_id(), built=built))
