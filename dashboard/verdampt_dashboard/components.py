"""The parts that pages share: frame, filters, finding, exhibits, notes."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

from verdampt_dashboard import addresses, findings, remark_panel, report_panel
from verdampt_dashboard.drawing import LEGEND, config
from verdampt_dashboard.exhibits import Exhibit, Fact, Sheet, Statement, shown
from verdampt_dashboard.reader import LANGUAGES
from verdampt_dashboard.sheets import common
from verdampt_dashboard.texts import say
from verdampt_dashboard.view import EVERYONE, Choices, View

VIEW = "view"
AS_BUTTONS = ("wave",)
WIDTHS = {"scheme": 2, "care_type": 4, "care_path": 4, "question": 5}


def choose(field: str, code: str, *, choices: Choices) -> None:
    """Change one choice of the view; for callbacks of widgets, the map and the tiles."""
    st.session_state[VIEW] = choices.change(st.session_state[VIEW], field, code)


def choice_button(field: str, code: str, label: str, *, choices: Choices) -> None:
    """Show a button that makes one choice.

    A link to the page one is on would change the view but leave the browser's address as it was.
    """
    key = f"choose_{field}_{code or 'none'}"
    st.button(label, key=key, type="tertiary", on_click=choose, args=(field, code), kwargs={"choices": choices})


def _changed(field: str, choices: Choices) -> None:
    code = st.session_state[f"choice_{field}"]
    if code is not None:
        choose(field, code, choices=choices)


def _choice(field: str, choices: Choices, view: View, *, names: dict[str, str]) -> None:
    key = f"choice_{field}"
    st.session_state[key] = getattr(view, field)
    options: dict[str, Any] = {"wrap": True} if field in AS_BUTTONS else {}
    widget: Any = st.segmented_control if field in AS_BUTTONS else st.selectbox
    widget(
        say(f"filters.{field}"),
        options=list(names),
        format_func=lambda code: names.get(code, code),
        key=key,
        on_change=_changed,
        args=(field, choices),
        **options,
    )


def _name(field: str, code: str, choices: Choices) -> str:
    """Return the name of a code that can be chosen."""
    match field:
        case "scheme":
            return say(f"schemes.{code}", otherwise=code)
        case "region_code":
            return choices.region_name(code)
        case "care_type":
            return choices.care_name(code)
        case "care_path":
            return str(choices.care_paths[code]["name"])
        case "wave":
            return choices.wave_name(code)
        case "urgency":
            return say(f"urgencies.{code}", otherwise=code)
        case "question":
            return f"{code} · {say(f'research.{code}.name')}"
        case "group":
            return say("groups.everyone") if code == EVERYONE else findings.group_name(*code.split(":"))
        case _:
            return findings.window_label(code)


def filters(choices: Choices, view: View, *, fields: Sequence[str]) -> None:
    """Show the one row of choices; a choice between one thing is left out."""
    names = {field: {code: _name(field, code, choices) for code in choices.allowed(field, view)} for field in fields}
    shown_fields = [field for field in fields if len(names[field]) > 1 or field == "region_code"]
    with st.container(key="filters"):
        widths = [WIDTHS.get(field, 3) for field in shown_fields]
        for column, field in zip(st.columns(widths), shown_fields, strict=True):
            with column:
                _choice(field, choices, view, names=names[field])


@cache
def _speech() -> Any:
    """Return what tells the browser, and so screen readers, in which language the page is."""
    js = "export default function ({ data }) { document.documentElement.lang = data.language; }"
    return st.components.v2.component("verdampt_speech", js=js)


@cache
def _style() -> str:
    return f"<style>{(Path(__file__).parent / 'style.css').read_text(encoding='utf-8')}</style>"


def frame(pages: Mapping[str, Any], choices: Choices, view: View) -> None:
    """Show the word mark, the links to the pages, the languages, and how fresh the figures are."""
    st.html(_style())
    with st.container(key="nav", horizontal=True, vertical_alignment="center"):
        st.html(f'<span class="brand">{escape(say("brand"))}</span>')
        address = choices.address(view)
        for name, one in pages.items():
            st.page_link(one, label=say(f"pages.{name}"), query_params=address)
        other = next(one for one in LANGUAGES if one != view.language)
        choice_button("language", other, say(f"languages.{other}"), choices=choices)
        _speech()(key="speech", data={"language": view.language}, width="content")
    st.html(f'<p class="fresh">{escape(common.freshness(choices.care(view.care_type)))}</p>')


def top(sheet: Sheet) -> None:
    """Show the finding, its figures with their margins, and what can be said of them."""
    st.title(sheet.title, anchor=False)
    if sheet.about:
        st.html(f'<p class="about">{escape(sheet.about)}</p>')
    if sheet.intro:
        st.caption(sheet.intro)
    for warning in sheet.warnings:
        st.info(warning)
    if sheet.facts:
        _facts(sheet.facts)
    if sheet.statements:
        st.html("".join(_statement(one) for one in sheet.statements))


def _facts(facts: Sequence[Fact]) -> None:
    items = "".join(
        f'<div><dt>{escape(one.label)}</dt><dd class="{one.tone}">{escape(one.value)}'
        f"<small>{escape(one.note)}</small></dd></div>"
        for one in facts
    )
    st.html(f'<dl class="figures">{items}</dl>')


def _statement(one: Statement) -> str:
    lead = f"<b>{escape(one.lead)}</b> " if one.lead else ""
    return f'<p class="{one.tone}">{lead}{escape(one.text)}</p>'


def legend() -> None:
    """Show what the lines and colours of a curve mean."""
    items = "".join(
        f'<span><i class="{one.kind}" style="--colour: {one.colour}"></i>{escape(say(f"chart.{one.name}"))}</span>'
        for one in LEGEND
    )
    st.html(f'<div class="legend">{items}</div>')


def exhibit(one: Exhibit | None, *, page: str, view: View, on_pick: Callable[[str], None] | None = None) -> None:
    """Show a chart with its title, its numbers as a table, and its files; nothing where there is no such exhibit."""
    if one is None:
        return
    st.header(one.title, anchor=False)
    if one.has_legend:
        legend()
    if one.note:
        st.caption(one.note)
    if one.figure is None:
        _table(one)
    else:
        _chart(one, on_pick=on_pick)
        if one.below:
            st.caption(one.below)
        opened = st.expander(say("table.open"), key=f"table_{one.key}", on_change="rerun")
        if opened.open:
            with opened:
                _table(one)
    st.html(addresses.file_links(one, page=page, view=view))


def _table(one: Exhibit) -> None:
    if not one.table.frame.is_empty():
        st.table(shown(one.table))


def _chart(one: Exhibit, *, on_pick: Callable[[str], None] | None) -> None:
    key = f"chart_{one.key}"
    options: dict[str, Any] = {}
    if on_pick:

        def picked() -> None:
            points = st.session_state[key].selection.points
            if points:
                on_pick(points[0]["location"])

        options = {"on_select": picked, "selection_mode": "points"}
    st.plotly_chart(one.figure, key=key, theme=None, config=config(), alt=one.alt, **options)


def glossary(terms: Sequence[str]) -> None:
    """Show what the words of this page mean, each behind a button of its own."""
    with st.container(key="glossary", horizontal=True, vertical_alignment="center"):
        for term in terms:
            with st.popover(say(f"glossary.{term}.name"), type="tertiary"):
                st.write(say(f"glossary.{term}.meaning"))


def closing(sheet: Sheet) -> None:
    """Show how figures were made and what they cannot tell."""
    st.html("".join(_statement(one) for one in sheet.closing))


def foot(sheet: Sheet, *, view: View) -> None:
    """Show what doctors wrote, what the words mean, the fixed caveat, the source, and the page as one file."""
    remark_panel.show(sheet, view=view)
    if sheet.terms:
        glossary(sheet.terms)
    for note in sheet.notes:
        st.caption(note)
    if sheet.source:
        st.caption(sheet.source)
    report_panel.show(sheet, view=view)
