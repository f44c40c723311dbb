"""Links that others open: the newest figures, or these very ones, short, as a citation and as a QR code."""

import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from html import escape
from typing import Any
from urllib.parse import urlsplit

import segno
import streamlit as st

from verdampt.errors import LinksError
from verdampt.publishing.links import TARGET, Links, links_url
from verdampt.serving import LINKS_VARIABLE
from verdampt_dashboard import addresses, changes, components, published
from verdampt_dashboard.exhibits import Sheet
from verdampt_dashboard.numbers import day_name
from verdampt_dashboard.sheets import common
from verdampt_dashboard.texts import say
from verdampt_dashboard.view import Choices, View

MADE = "made_link"


@lru_cache(maxsize=2)
def _registry(url: str) -> Links:
    return Links(url)


def registry() -> Links:
    """Return the links that were made here; raises LinksError when they cannot be reached."""
    return _registry(links_url(os.environ.get(LINKS_VARIABLE, ""), store=published.store()))


def _origin(page: str) -> str:
    """Return where this site is, as the reader's browser sees it."""
    seen = urlsplit(str(st.context.url or ""))
    below = seen.path.removesuffix(addresses.PATHS[page]).rstrip("/")
    return f"{seen.scheme}://{seen.netloc}{below}" if seen.netloc else ""


def _make(target: str, snapshot: str | None) -> None:
    try:
        link = registry().shorten(target, snapshot=snapshot)
    except LinksError:
        st.session_state[MADE] = {"target": target, "code": None}
    else:
        st.session_state[MADE] = {"target": target, "code": link.code}


def share(sheet: Sheet, *, view: View, also: Mapping[str, str] | None = None) -> None:
    """Show the ways to share a view, with other parameters of its page, behind a button."""
    panel = st.popover(say("share.open"), key="share", on_change="rerun")
    if not panel.open:
        return
    origin = _origin(sheet.page)
    live = addresses.of_page(sheet.page, replace(view, snapshot=""), also=also)
    fixed = addresses.of_page(sheet.page, view, frozen=True, also=also)
    with panel:
        if sheet.about:
            st.caption(sheet.about)
        st.markdown(f"**{say('share.live')}**")
        st.caption(say("share.live_note"))
        st.code(origin + live, language=None, wrap_lines=True)
        _make_button("share.make_short", live, snapshot=None)
        _show_made(live, origin=origin, sheet=sheet)
        st.markdown(f"**{say('share.frozen')}**")
        st.caption(say("share.frozen_note", built=common.built_on()))
        _make_button("share.make_frozen", fixed, snapshot=published.snapshot_id())
        _show_made(fixed, origin=origin, sheet=sheet)


def _make_button(label: str, target: str, *, snapshot: str | None) -> None:
    if TARGET.fullmatch(target):
        st.button(say(label), on_click=_make, args=(target, snapshot))
    else:
        st.caption(say("share.too_long"))


def _show_made(target: str, *, origin: str, sheet: Sheet) -> None:
    """Show the short link that was made of an address, under the button that made it."""
    made = st.session_state.get(MADE)
    if made and made["target"] == target:
        _show(made, origin=origin, sheet=sheet)


def _show(made: dict[str, Any], *, origin: str, sheet: Sheet) -> None:
    if made["code"] is None:
        st.warning(say("share.failed"))
        return
    address = f"{origin}/k/{made['code']}"
    st.code(address, language=None)
    picture = segno.make(address).png_data_uri(scale=4)
    st.html(f'<img class="qr" alt="{escape(say("share.qr", address=address))}" src="{picture}">')
    st.markdown(f"**{say('share.cite')}**")
    st.code(citation(sheet, address=address), language=None, wrap_lines=True)


def citation(sheet: Sheet, *, address: str) -> str:
    """Return how to cite a page: its finding, the snapshot, its day, the address and today."""
    return say(
        "share.citation",
        title=sheet.title,
        snapshot=published.snapshot_id(),
        built=common.built_on(),
        address=address,
        today=day_name(datetime.now(tz=UTC).date()),
    )


def frozen_notice(known: Choices, view: View) -> None:
    """Say that a view is frozen, what changed since, and the way to the newest figures."""
    newest = published.newest_id()
    if not view.snapshot:
        return
    built = common.built_on()
    since = (
        say("frozen.still_newest")
        if newest == view.snapshot
        else say("frozen.since", changes=changes.between(view, before=view.snapshot, after=newest))
    )
    with st.container(key="frozen", horizontal=True, vertical_alignment="center"):
        st.info(say("frozen.notice", built=built, snapshot=view.snapshot) + " " + since)
        components.choice_button("snapshot", "", say("frozen.to_newest"), choices=known)
