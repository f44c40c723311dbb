"""Addresses of pages, files and reports of a view."""

import os
from collections.abc import Mapping, Sequence
from html import escape
from urllib.parse import urlencode

from verdampt.serving import WORKBENCH_VARIABLE
from verdampt_dashboard import published, reader
from verdampt_dashboard.exhibits import Exhibit
from verdampt_dashboard.texts import say
from verdampt_dashboard.view import NATION, PARAMETERS, View, choices

FILES = "bestand"
REPORTS = "rapport"
REGIONAL, NATIONAL = "regio", "land"
"""Below the address of reports: that of one region by its code, and that of all regions of a scheme."""
VIEWS = "blik"
"""In the address of a report: the address of a chosen view, as often as there are views."""
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


def of_report(place: str, *, views: Sequence[str] = (), format: str = REPORT_FORMATS[0]) -> str:
    """Return the address of the report of a region, or of all regions of a scheme, of the snapshot that is read now."""
    is_scheme = place in choices().schemes
    chosen = {"language": reader.current().language, "scheme": place if is_scheme else ""}
    asked = [(PARAMETERS[name], code) for name, code in chosen.items() if code]
    asked += [(PARAMETERS["snapshot"], published.snapshot_id()), *((VIEWS, one) for one in views)]
    name = NATIONAL if is_scheme else f"{REGIONAL}/{place}"
    return f"/{REPORTS}/{name}.{format}?{urlencode(asked)}"


def regional_links(*, view: View, views: Sequence[str] = ()) -> str:
    """Return links to the report of the view's region from chosen views, or to the national one without a region."""
    place = view.scheme if view.region_code == NATION else view.region_code
    name = choices().region_name(view.region_code)
    label = say("regional.nation_label") if view.region_code == NATION else say("regional.label", region=name)
    links = {say(f"files.report_{one}"): "." + of_report(place, views=views, format=one) for one in REPORT_FORMATS}
    return f'<p class="files"><span>{escape(label)}</span> {_links(links)}</p>'
