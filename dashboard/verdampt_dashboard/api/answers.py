"""Answers of the API: `/api/v1/tables`, a table of it as CSV, JSON or Parquet, and the document that describes them."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import polars as pl
from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from verdampt.errors import SnapshotError
from verdampt.publishing.export import Format, as_bytes
from verdampt_dashboard import dictionary, published
from verdampt_dashboard.api import filters
from verdampt_dashboard.api.document import describe
from verdampt_dashboard.api.filters import LIMIT, OFFSET, Asked, WrongQuestionError
from verdampt_dashboard.reader import LANGUAGES, Reader, reading
from verdampt_dashboard.texts import say
from verdampt_dashboard.view import PARAMETERS

ROOT = "/api/v1"
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "parquet": "application/vnd.apache.parquet",
}
AT_ONCE = CapacityLimiter(2)
"""Threads of their own: who takes whole tables must not keep pages waiting."""
SNAPSHOT_HEADER, TOTAL_HEADER = "Verdampt-Snapshot", "Verdampt-Total-Rows"
Answer = Callable[[Request, dict[str, str]], Response]


def _wrong(text: str, *, status: int) -> JSONResponse:
    return JSONResponse({"error": text}, status_code=status)


def _reader(given: dict[str, str]) -> Reader:
    """Return who asks; raises WrongQuestionError for a language or a snapshot that is not there."""
    language, frozen = (given.get(PARAMETERS[name]) for name in ("language", "snapshot"))
    if language is not None and language not in LANGUAGES:
        raise WrongQuestionError(say("api.no_code", name=PARAMETERS["language"]))
    if frozen is not None and not published.exists(frozen):
        raise WrongQuestionError(say("api.no_code", name=PARAMETERS["snapshot"]))
    return Reader(language=language or LANGUAGES[0], snapshot=frozen or published.newest_id())


def _made(request: Request, answer: Answer) -> Response:
    """Return an answer, or in one sentence why there is none."""
    given = dict(request.query_params)
    try:
        if len(request.query_params.multi_items()) != len(given):
            raise WrongQuestionError(say("api.twice"))
        with reading(_reader(given)):
            made = answer(request, given)
            made.headers[SNAPSHOT_HEADER] = published.snapshot_id()
            return made
    except WrongQuestionError as error:
        return _wrong(str(error), status=400)
    except SnapshotError:
        return _wrong(say("api.nothing"), status=503)


def _tables(_: Request, given: dict[str, str]) -> Response:
    """Return the published tables with their columns and filters."""
    if set(given) - set(filters.AROUND):
        raise WrongQuestionError(say("api.no_filter", names=", ".join(filters.AROUND)))
    rows = published.opened().manifest["tables"]
    return JSONResponse(
        {
            "snapshot": published.snapshot_id(),
            "built_at": published.built_at(),
            "tables": [
                {
                    "name": one.name,
                    "title": one.title,
                    "description": one.description,
                    "rows": rows[one.name],
                    "columns": [
                        {"name": field.name, "type": field.type, "description": field.description}
                        for field in one.fields
                    ],
                    "filters": list(filters.of_table(published.columns()[one.name])),
                    "files": [f"{ROOT}/tables/{one.name}.{ending}" for ending in MEDIA_TYPES],
                }
                for one in dictionary.tables()
            ],
        }
    )


def _body(table: str, frame: pl.DataFrame, *, total: int, ending: str) -> bytes:
    if ending == "json":
        head = json.dumps({"table": table, "snapshot": published.snapshot_id(), "total_rows": total})
        return f'{head[:-1]}, "rows": {frame.write_json()}}}'.encode()
    return as_bytes(frame, format=Format(ending))


def _next(request: Request, given: dict[str, str], asked: Asked, *, total: int) -> dict[str, str]:
    """Return the header with the address of the page that follows; nothing after the last."""
    after = asked.offset + asked.limit
    if after >= total:
        return {}
    snapshot = {PARAMETERS["snapshot"]: published.snapshot_id()}
    query = urlencode({**given, **snapshot, LIMIT: asked.limit, OFFSET: after})
    return {"Link": f'<{request.url.path}?{query}>; rel="next"'}


def _table(request: Request, given: dict[str, str]) -> Response:
    """Return rows of one table: /tables/<name>.<csv, json or parquet>."""
    table, _, ending = str(request.path_params["name"]).rpartition(".")
    columns = published.columns().get(table)
    if columns is None or ending not in MEDIA_TYPES:
        return _wrong(say("api.no_table"), status=404)
    asked = filters.read(given, columns=columns)
    frame, total = published.rows(
        table, conditions=asked.conditions, values=dict(asked.values), limit=asked.limit, offset=asked.offset
    )
    headers = {TOTAL_HEADER: str(total), **_next(request, given, asked, total=total)}
    body = _body(table, frame, total=total, ending=ending)
    return Response(body, media_type=MEDIA_TYPES[ending], headers=headers)


def _document(_: Request, given: dict[str, str]) -> Response:
    if set(given) - set(filters.AROUND):
        raise WrongQuestionError(say("api.no_filter", names=", ".join(filters.AROUND)))
    return JSONResponse(describe(root=ROOT, media_types=MEDIA_TYPES))


def _route(path: str, answer: Answer) -> Route:
    async def endpoint(request: Request) -> Response:
        return await to_thread.run_sync(_made, request, answer, limiter=AT_ONCE)

    return Route(path, endpoint, name=path)


ROUTES: tuple[Any, ...] = (
    _route(f"{ROOT}/openapi.json", _document),
    _route(f"{ROOT}/tables", _tables),
    _route(f"{ROOT}/tables/{{name}}", _table),
)
