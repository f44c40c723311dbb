"""The section Duiding of a page: what doctors wrote of this view, and a form where the reader may write."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from verdampt.errors import LinksError, NoteError
from verdampt.publishing.notes import (
    LONGEST_RECOMMENDATION,
    LONGEST_TEXT,
    MOST_RECOMMENDATIONS,
    SPECIALISMS,
    TOPICS,
    Draft,
    Note,
    readable,
)
from verdampt_dashboard import addresses, published, remarks, roles
from verdampt_dashboard.exhibits import Remark, Sheet
from verdampt_dashboard.texts import say
from verdampt_dashboard.view import View, choices

SAID, ROUND = "duiding_said", "duiding_round"
TOPIC_OF_PAGE = {"chain": "chain", "data": "stated_figures", "method": "stated_figures"}


def show(sheet: Sheet, *, view: View) -> None:
    """Show the notes of a view and the form; nothing where there are none and the reader cannot write."""
    role = roles.of_session()
    notes, may_write = remarks.of_role(role), roles.may_write(role)
    found = remarks.of_view(notes or (), page=sheet.page, view=view)
    if sheet.page not in addresses.PAGES or not (found or may_write or notes is None):
        return
    st.header(say("duiding.title"), anchor=False)
    st.caption(say("duiding.intro"))
    if notes is None:
        st.info(say("duiding.away"))
    for note in found:
        _one(note, may_write=may_write)
    if may_write:
        _form(sheet, view=view, role=role)


def _one(note: Note, *, may_write: bool) -> None:
    with st.container(key=f"duiding_{note.id}"):
        st.html(_html(remarks.in_words(note)))
        if may_write:
            label = say("duiding.withdraw")
            st.button(label, key=f"withdraw_{note.id}", type="tertiary", on_click=_withdraw, args=(note.id,))


def _html(one: Remark) -> str:
    moved = f"<p><b>{escape(one.moved)}</b></p>" if one.moved else ""
    text = "".join(f"<p>{escape(part)}</p>" for part in one.text.split("\n") if part)
    items = "".join(f"<li>{escape(each)}</li>" for each in one.recommendations)
    advice = f"<p>{escape(say('duiding.recommendations'))}</p><ul>{items}</ul>" if items else ""
    return (
        f'<div class="card"><p><b>{escape(one.topic)}</b></p>{moved}{text}{advice}'
        f"<p><small>{escape(one.signed)}</small></p></div>"
    )


def _withdraw(note: str) -> None:
    if not roles.may_write(roles.of_session()):
        return
    try:
        remarks.withdraw(note)
    except LinksError:
        st.session_state[SAID] = say("duiding.away")


def _key(name: str) -> str:
    """Return the key of a field of the form; a note that was kept leaves an empty form behind."""
    return f"duiding_{name}_{st.session_state.get(ROUND, 0)}"


def _form(sheet: Sheet, *, view: View, role: str) -> None:
    opened = st.expander(say("duiding.write"), key="duiding_open", on_change="rerun")
    said = st.session_state.pop(SAID, "")
    if said:
        st.info(said)
    if not opened.open:
        return
    with opened, st.form("duiding_form", border=False):
        st.caption(say("duiding.rules"))
        _choice("topic", TOPICS, first=TOPIC_OF_PAGE.get(sheet.page, TOPICS[0]))
        st.text_area(say("duiding.text"), max_chars=LONGEST_TEXT, key=_key("text"))
        for place in range(1, MOST_RECOMMENDATIONS + 1):
            label = say("duiding.recommendation", number=place)
            st.text_input(label, max_chars=LONGEST_RECOMMENDATION, key=_key(f"advice_{place}"))
        _choice("specialism", SPECIALISMS, first=SPECIALISMS[0])
        known = choices()
        codes = known.region_codes(view.scheme)
        place = codes.index(view.region_code) if view.region_code in codes else 0
        label = say("duiding.region")
        st.selectbox(label, codes, index=place, format_func=known.region_name, key=_key("region"))
        _choice("visible_to", readable(role), first=roles.EVERYONE)
        pinned = {"page": sheet.page, "address": remarks.address(sheet.page, view)}
        pinned |= {"snapshot": published.snapshot_id(), "fingerprint": remarks.fingerprint(sheet)}
        st.form_submit_button(say("duiding.keep"), on_click=_keep, args=(pinned,))


def _choice(name: str, codes: Sequence[str], *, first: str) -> None:
    tables = {"topic": "topics", "specialism": "specialisms", "visible_to": "readers"}
    names = {code: say(f"duiding.{tables[name]}.{code}") for code in codes}
    st.selectbox(
        say(f"duiding.{name}"),
        list(codes),
        index=list(codes).index(first),
        format_func=lambda code: names.get(code, code),
        key=_key(name),
    )


def _keep(pinned: dict[str, str]) -> None:
    """Keep what the form holds, or say in one sentence why not; the text stays where it was refused."""
    role, state = roles.of_session(), st.session_state
    if not roles.may_write(role) or state[_key("visible_to")] not in readable(role):
        return
    advice = (state[_key(f"advice_{place}")] for place in range(1, MOST_RECOMMENDATIONS + 1))
    draft = Draft(
        **pinned,
        topic=state[_key("topic")],
        text=state[_key("text")],
        recommendations=tuple(advice),
        specialism=state[_key("specialism")],
        region_code=state[_key("region")],
        visible_to=state[_key("visible_to")],
    )
    try:
        remarks.write(draft)
    except NoteError as error:
        state[SAID] = say(f"duiding.refused.{error.reason}")
    except LinksError:
        state[SAID] = say("duiding.away")
    else:
        state[ROUND] = state.get(ROUND, 0) + 1
        state[SAID] = say("duiding.kept")
