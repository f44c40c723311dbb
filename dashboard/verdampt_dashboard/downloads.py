"""Files and reports of a view by their address: made from the same sheets as the pages, with the same numbers."""

from functools import lru_cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from verdampt.errors import SnapshotError
from verdampt.publishing.notes import Note
from verdampt_dashboard import addresses, files, published, remarks, report, roles
from verdampt_dashboard.reader import Reader, reading
from verdampt_dashboard.server_pages import sorry
from verdampt_dashboard.sheets.pages import SHEETS
from verdampt_dashboard.view import PARAMETERS, View, choices, reader_of

KEPT_FILES = 200
PRIVATE = {"Cache-Control": "no-store"}
"""What some may read and others not is kept by nobody on the way."""


class NoSuchFileError(Exception):
    """The address names something that does not exist in this snapshot."""


def _asked(request: Request) -> tuple[Reader, View]:
    """Return who asks and for which view; every code must exist, or no file would say what it shows."""
    given = dict(request.query_params)
    known_names = set(PARAMETERS.values())
    who = reader_of(given, snapshot=published.newest_id())
    with reading(who):
        view, unknown = choices().read(given)
    if unknown or not set(given) <= known_names:
        raise NoSuchFileError
    return who, view


@lru_cache(maxsize=KEPT_FILES)
def _made(
    store: Path, who: Reader, view: View, page: str, key: str, format: str, origin: str, notes: tuple[Note, ...] | None
) -> bytes:
    with reading(who):
        sheet = SHEETS[addresses.PAGES[page]](view)
        link = origin + addresses.of_page(page, view, frozen=True)
        if not key:
            return report.of_sheet(remarks.with_remarks(sheet, notes), format=format, link=link)
        exhibit = sheet.get(key)
        if exhibit is None:
            raise NoSuchFileError
        return files.of_exhibit(exhibit, sheet=sheet, format=format, link=link)


def _answer(request: Request, *, page: str, key: str, format: str) -> Response:
    """Return a file, or a page that says it does not exist."""
    try:
        if page not in addresses.PAGES or format not in files.MEDIA_TYPES:
            raise NoSuchFileError
        who, view = _asked(request)
        origin = str(request.base_url).rstrip("/")
        role = roles.of_request(request.headers.getlist)
        notes = () if key else _notes(who, view, page=page, role=role)
        body = _made(published.store(), who, view, page, key, format, origin, notes)
    except (NoSuchFileError, KeyError, SnapshotError):
        return _none()
    asked = view.question if page == "research" else view.care_type
    name = "-".join(part for part in ("verdampte-zorg", page, key, view.region_code, asked) if part)
    disposition = f'attachment; filename="{name}.{format.removeprefix("nl.")}"'
    headers = {"Content-Disposition": disposition, **({} if key or role == roles.EVERYONE else PRIVATE)}
    return Response(body, media_type=files.MEDIA_TYPES[format], headers=headers)


def _notes(who: Reader, view: View, *, page: str, role: str) -> tuple[Note, ...] | None:
    """Return the notes on a view that a role may read; None when they cannot be read."""
    with reading(who):
        found = remarks.of_role(role)
        return None if found is None else remarks.of_view(found, page=page, view=view)


def _none() -> HTMLResponse:
    return sorry("no_file", status=404)


def exhibit_file(request: Request) -> Response:
    """Return an exhibit of a page as a file: /bestand/<page>/<exhibit>.<format>."""
    key, _, ending = str(request.path_params["name"]).partition(".")
    return _answer(request, page=str(request.path_params["page"]), key=key or "-", format=ending)


def page_file(request: Request) -> Response:
    """Return a page as one file: /rapport/<page>.<format>."""
    page, _, ending = str(request.path_params["name"]).partition(".")
    return _answer(request, page=page, key="", format=ending)


ROUTES = (
    Route(f"/{addresses.FILES}/{{page}}/{{name}}", exhibit_file),
    Route(f"/{addresses.REPORTS}/{{name}}", page_file),
)
