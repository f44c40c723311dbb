"""Addresses of pages, files and reports of a view."""

from collections.abc import Mapping
from html import escape
from urllib.parse import urlencode

from verdampt_dashboard import published
from verdampt_dashboard.exhibits import Exhibit
from verdampt_dashboard.texts import say
from verdampt_dashboard.view import PARAMETERS, View, choices

FILES = "bestand"
REPORTS = "rapport"
CHART_FORMATS = ("svg", "png")
TABLE_FORMATS = ("nl.csv", "csv", "xlsx")
REPORT_FORMATS = ("pdf", "html", "xlsx")
PAGES = {
    "overview": "",
    "regions": "regios",
    "chain": "keten",
    "policy": "beleidstafel",
    "analyses": "analyses",
    "data": "gegevens",
    "method": "uitleg",
}
"""A page, and its address below the root."""


def query(view: View, *, frozen: bool = False) -> str:
    """Return the query of a view's address; a frozen one names the snapshot that is read now."""
    chosen: Mapping[str, str] = choices().address(view)
    if frozen:
        chosen = {**chosen, PARAMETERS["snapshot"]: published.snapshot_id()}
    return urlencode(chosen)


def of_page(page: str, view: View, *, frozen: bool = False) -> str:
    """Return the address of a view on a page, from the root."""
    asked = query(view, frozen=frozen)
    return f"/{PAGES[page]}" + (f"?{asked}" if asked else "")


def _links(links: Mapping[str, str]) -> str:
    return " · ".join(f'<a href="{escape(address)}">{escape(label)}</a>' for label, address in links.items())


def file_links(exhibit: Exhibit, *, page: str, view: View) -> str:
    """Return links to an exhibit's files; they name the snapshot, so a file never differs from the screen."""
    formats = (*TABLE_FORMATS, *(CHART_FORMATS if exhibit.figure is not None else ()))
    asked = query(view, frozen=True)
    links = {say(f"files.{one.replace('.', '_')}"): f"./{FILES}/{page}/{exhibit.key}.{one}?{asked}" for one in formats}
    return f'<p class="files"><span>{escape(say("files.label"))}</span> {_links(links)}</p>'


def report_links(*, page: str, view: View) -> str:
    """Return links to the page as one file."""
    asked = query(view, frozen=True)
    links = {say(f"files.report_{one}"): f"./{REPORTS}/{page}.{one}?{asked}" for one in REPORT_FORMATS}
    return f'<p class="files"><span>{escape(say("files.report"))}</span> {_links(links)}</p>'
