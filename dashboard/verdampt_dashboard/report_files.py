"""Reports of regions and of the nation by their address: /rapport/regio/<code>.<format> and /rapport/land.<format>."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from verdampt.errors import SnapshotError
from verdampt.publishing.notes import Note
from verdampt_dashboard import addresses, files, published, regional, remarks, report, roles
from verdampt_dashboard.addresses import VIEWS
from verdampt_dashboard.downloads import PRIVATE
from verdampt_dashboard.parts import ViewsError
from verdampt_dashboard.reader import LANGUAGES, Reader, reading
from verdampt_dashboard.server_pages import sorry
from verdampt_dashboard.view import PARAMETERS, choices, reader_of

KEPT_REPORTS = 12
AT_ONCE = CapacityLimiter(1)
"""A thread of its own: a report of all regions must not keep pages waiting."""
LANGUAGE, SNAPSHOT, SCHEME = (PARAMETERS[name] for name in ("language", "snapshot", "scheme"))


@lru_cache(maxsize=KEPT_REPORTS)
def _made(
    store: Path, who: Reader, place: str, targets: tuple[str, ...], notes: tuple[Note, ...] | None, way: tuple[str, str]
) -> bytes:
    with reading(who):
        made = regional.report_of(place, targets=targets, notes=notes)
        return report.of_report(made, format=way[0], link=way[1])


def made(who: Reader, place: str, *, targets: Sequence[str], format: str, role: str, origin: str) -> bytes:
    """Return the report of a region or, for a scheme, of the nation, with the notes that a role may read.

    Raises ViewsError for what is not there.
    """
    with reading(who):
        link = origin + addresses.of_report(place, views=targets)
        notes = remarks.of_role(role)
    return _made(published.store(), who, place, tuple(targets), notes, (format, link))


def _asked(request: Request, *, place: str) -> tuple[Reader, str]:
    """Return who asks, and for which region or scheme; raises ViewsError for what is not known or is said twice."""
    items = request.query_params.multi_items()
    given = {name: value for name, value in items if name != VIEWS}
    known = {LANGUAGE, SNAPSHOT, *([] if place else [SCHEME])}
    frozen, language = given.get(SNAPSHOT, ""), given.get(LANGUAGE, LANGUAGES[0])
    is_twice = len(given) < sum(name != VIEWS for name, _ in items)
    if not set(given) <= known or is_twice or language not in LANGUAGES or (frozen and not published.exists(frozen)):
        raise ViewsError("this address names something that is not there")
    who = reader_of(given, snapshot=published.newest_id())
    with reading(who):
        scheme = given.get(SCHEME, choices().default.scheme)
        if scheme not in choices().schemes or place in choices().schemes:
            raise ViewsError("this address names a region or a scheme that is not there")
    return who, place or scheme


def _answer(request: Request, *, place: str, format: str) -> Response:
    """Return a report, or a page that says it does not exist; a blank place is the nation."""
    role = roles.of_request(request.headers.getlist)
    try:
        if format not in addresses.REPORT_FORMATS:
            raise ViewsError(f"{format}: there is no such format")
        who, found = _asked(request, place=place)
        origin = str(request.base_url).rstrip("/")
        targets = request.query_params.getlist(VIEWS)
        if targets and not place:
            # So many views of all regions keep a process busy for minutes; the command takes them.
            raise ViewsError("the national report is of the usual views")
        body = made(who, found, targets=targets, format=format, role=role, origin=origin)
    except (ViewsError, SnapshotError):
        return sorry("no_file", status=404)
    name = "-".join(part for part in ("verdampte-zorg", "" if place else "land", found) if part)
    headers = {"Content-Disposition": f'attachment; filename="{name}.{format}"'}
    headers |= PRIVATE if role != roles.EVERYONE else {}
    return Response(body, media_type=files.MEDIA_TYPES[format], headers=headers)


async def region_file(request: Request) -> Response:
    """Return the report of a region."""
    code, _, ending = str(request.path_params["name"]).partition(".")
    return await to_thread.run_sync(lambda: _answer(request, place=code or "-", format=ending), limiter=AT_ONCE)


async def nation_file(request: Request) -> Response:
    """Return the national report, merged from those of all regions of a scheme."""
    ending = str(request.path_params["ending"])
    return await to_thread.run_sync(lambda: _answer(request, place="", format=ending), limiter=AT_ONCE)


ROUTES = (
    Route(f"/{addresses.REPORTS}/{addresses.REGIONAL}/{{name}}", region_file),
    Route(f"/{addresses.REPORTS}/{addresses.NATIONAL}.{{ending}}", nation_file),
)
