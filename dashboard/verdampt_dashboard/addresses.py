"""Addresses of pages, files and reports of a view."""

import os
from collections.abc import Mapping
from html import escape
from urllib.parse import urlencode

from verdampt.serving import WORKBENCH_VARIABLE
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
    "research": "onderzoeksvragen",
    "analyses": "analyses",
    "data": "gegevens",
    "method": "uitleg",
}
"""A page, and its address below the root."""
WORKBENCH = "werkbank"
_LAST = {"workbench": WORKBENCH, "method": PAGES["method"]}
PATHS = {**{name: path for name, path in PAGES.items() if name not in _LAST}, **_LAST}
"""The pages, and the one that is no sheet and can be switched off, in the order of the navigation."""
QUERY, FIGURE = "q", "figuur"
"""What the workbench's address says besides a view: a query, or the figure whose SQL to show."""
LONGEST_QUERY = 4_000


def has_workbench() -> bool:
    """Return whether the workbench is on."""
    return os.environ.get(WORKBENCH_VARIABLE, "").strip().lower() != "off"


def query(view: View, *, frozen: bool = False) -> str:
    """Return the query of a view's address; a frozen one names the snapshot that is read now."""
    chosen: Mapping[str, str] = choices().address(view)
    if frozen:
        chosen = {**chosen, PARAMETERS["snapshot"]: published.snapshot_id()}
    return urlencode(chosen)


def of_page(page: str, view: View, *, frozen: bool = False, also: Mapping[str, str] | None = None) -> str:
    """Return the address of a view on a page, from the root, with other parameters after it."""
    asked = "&".join(part for part in (query(view, frozen=frozen), urlencode(also or {})) if part)
    return f"/{PATHS[page]}" + (f"?{asked}" if asked else "")


def _links(links: Mapping[str, str]) -> str:
    return " · ".join(f'<a href="{escape(address)}">{escape(label)}</a>' for label, address in links.items())


def file_links(exhibit: Exhibit, *, page: str, view: View) -> str:
    """Return links to an exhibit's files; they name the snapshot, so a file never differs from the screen."""
    formats = (*TABLE_FORMATS, *(CHART_FORMATS if exhibit.figure is not None else ()))
    asked = query(view, frozen=True)
    links = {say(f"files.{one.replace('.', '_')}"): f"./{FILES}/{page}/{exhibit.key}.{one}?{asked}" for one in formats}
    sql = sql_link(exhibit.key, page=page, view=view) if exhibit.queries else ""
    return f'<p class="files"><span>{escape(say("files.label"))}</span> {_links(links)}{sql}</p>'


def sql_link(key: str, *, page: str, view: View) -> str:
    """Return a link to the SQL behind a figure; nothing where the workbench is off."""
    if not has_workbench():
        return ""
    address = "." + of_page("workbench", view, also={FIGURE: f"{page}.{key}"})
    return f' <span class="sql">{_links({say("files.sql"): address})}</span>'


def report_links(*, page: str, view: View) -> str:
    """Return links to the page as one file."""
    asked = query(view, frozen=True)
    links = {say(f"files.report_{one}"): f"./{REPORTS}/{page}.{one}?{asked}" for one in REPORT_FORMATS}
    return f'<p class="files"><span>{escape(say("files.report"))}</span> {_links(links)}</p>'
