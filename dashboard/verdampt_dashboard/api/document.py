"""The API as an OpenAPI 3.1 document, made from the snapshot: its tables, their columns, the codes that exist."""

import re
from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

from verdampt_dashboard import dictionary, published
from verdampt_dashboard.api import filters
from verdampt_dashboard.reader import LANGUAGES
from verdampt_dashboard.texts import say
from verdampt_dashboard.view import PARAMETERS

Json = dict[str, Any]
TYPES = {"VARCHAR": "string", "BOOLEAN": "boolean", "DOUBLE": "number", "BIGINT": "integer", "INTEGER": "integer"}
"""Types of columns as JSON has them; days and times are text."""
ERROR: Json = {
    "description": "One sentence: what is wrong and what can be asked.",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
}


def _parameter(name: str, schema: Json, description: str) -> Json:
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}


def _around() -> list[Json]:
    language, snapshot = filters.AROUND
    return [
        _parameter(language, {"type": "string", "enum": list(LANGUAGES)}, say("api.language")),
        _parameter(snapshot, {"type": "string", "enum": [published.snapshot_id()]}, say("api.snapshot")),
    ]


def _filter(name: str, one: filters.Filter) -> Json:
    codes = filters.codes_of(one)
    if one.columns == filters.DAYS:
        schema: Json = {"type": "string", "format": "date"}
    elif one.is_list:
        code = f"({'|'.join(map(re.escape, codes))})"
        schema = {"type": "string", "pattern": f"^{code}(\\.{code})*$"}
    else:
        schema = {"type": "string", "enum": codes}
    return _parameter(name, schema, say("api.filter", column=" / ".join(one.columns)))


def _page() -> list[Json]:
    limit = {"type": "integer", "minimum": 1, "maximum": filters.MOST_ROWS, "default": filters.MOST_ROWS}
    offset = {"type": "integer", "minimum": 0, "maximum": filters.MOST_OFFSET, "default": 0}
    return [
        _parameter(filters.LIMIT, limit, say("api.limit")),
        _parameter(filters.OFFSET, offset, say("api.offset")),
    ]


def _row(one: dictionary.Described) -> Json:
    properties = {
        field.name: {"type": [TYPES.get(field.type, "string"), "null"], "description": field.description}
        for field in one.fields
    }
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _answer(one: dictionary.Described, *, ending: str, media_type: str) -> Json:
    if ending != "json":
        return {media_type: {"schema": {"type": "string", "contentEncoding": "binary"}}}
    text, count = {"type": "string"}, {"type": "integer", "minimum": 0}
    rows = {"type": "array", "items": {"$ref": f"#/components/schemas/{one.name}"}}
    properties = {"table": text, "snapshot": text, "total_rows": count, "rows": rows}
    return {media_type: {"schema": {"type": "object", "properties": properties, "required": list(properties)}}}


def _get(*, operation: str, summary: str, parameters: list[Json], content: Json) -> Json:
    responses = {"200": {"description": summary, "content": content}, "400": ERROR, "503": ERROR}
    return {"get": {"operationId": operation, "summary": summary, "parameters": parameters, "responses": responses}}


def _of_table(one: dictionary.Described, *, ending: str, media_type: str) -> Json:
    has = filters.of_table({field.name: field.type for field in one.fields})
    return _get(
        operation=f"{one.name}_{ending}",
        summary=one.title or one.name,
        parameters=[*(_filter(name, each) for name, each in has.items()), *_page(), *_around()],
        content=_answer(one, ending=ending, media_type=media_type),
    )


def describe(*, root: str, media_types: Mapping[str, str]) -> Json:
    """Return the document for the snapshot that is read now, in the reader's language."""
    known = dictionary.tables()
    listed = _get(
        operation="tables",
        summary=say("api.tables"),
        parameters=_around(),
        content={"application/json": {"schema": {"type": "object", "required": ["snapshot", "tables"]}}},
    )
    paths = {
        f"{root}/tables/{one.name}.{ending}": _of_table(one, ending=ending, media_type=media_type)
        for one in known
        for ending, media_type in media_types.items()
    }
    error = {"type": "object", "properties": {"error": {"type": "string"}}, "required": ["error"]}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{say('brand')}: API",
            "version": version("verdampte-zorg"),
            "description": say("api.about", snapshot=published.snapshot_id(), parameter=PARAMETERS["snapshot"]),
        },
        "paths": {f"{root}/tables": listed, **paths},
        "components": {"schemas": {"Error": error, **{one.name: _row(one) for one in known}}},
    }
