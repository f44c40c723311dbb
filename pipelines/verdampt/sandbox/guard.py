"""What an analyst may ask: an allow-list on DuckDB's own syntax tree, which says no to all it does not know.

The text is read by the parser that will run it, so guard and engine cannot read two different things. That parser is
not safe to feed: unfinished nested WITHs of 165 bytes cost it 9 seconds and 5 GB. The caps on text keep that out, and
`run` lets the guard work inside the process that can be killed (reliability.md 2.3).
"""

import json
import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Never

import duckdb

from verdampt.errors import InputError
from verdampt.sandbox.functions import FUNCTIONS, NAMED_ARGUMENTS, SERIES, SESSION_NAMES, TABLE_FUNCTIONS, TYPES
from verdampt.sandbox.shapes import DONE, FIELDS, GROUPS, KINDS, NAMES, REASONS, SETS, STARS, TEXT, Shape

MOST_BYTES = 20_000
MOST_BRACKETS = 500
MOST_WITHS = 5
MOST_NODES = 5_000
MOST_IN_A_LIST = 1_000
MOST_SETS = 64
MOST_TABLES = 20
MOST_CROSSED = 3
DEEPEST = 80
LARGEST_COUNT = 100_000

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,62}")
# DuckDB's own views answer to these; a WITH of that name could hide that one of them is asked.
_OWN_VIEWS = re.compile(r"duckdb_|pg_|sqlite_|pragma_|information_schema|_temp", re.IGNORECASE)
_WITH = re.compile(r"(?<![a-z_])with(?![a-z_])", re.IGNORECASE)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_STEPS = frozenset({"to_days", "to_weeks", "to_months", "to_quarters", "to_years"})
_NOT_WRITTEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_ONE_QUERY = (
    "exactly one query is allowed, that starts with SELECT, FROM, WITH or VALUES; no PIVOT, and nothing that is changed"
)


class QueryRefused(InputError):  # noqa: N818  # named after what happened to the query
    """A query asks for something that is not allowed; the message says what, and where DuckDB knows, the place."""


@dataclass(frozen=True, kw_only=True)
class _Place:
    """Where the guard is: the names that may be read there, how deep it is, and the byte of the query."""

    names: frozenset[str]
    depth: int = 0
    byte: int | None = None

    def inside(self, node: Mapping[str, Any]) -> "_Place":
        byte = node.get("query_location")
        known = isinstance(byte, int) and byte <= MOST_BYTES
        return replace(self, depth=self.depth + 1, byte=byte if known else self.byte)


def refuse(sql: str, *, tables: Collection[str]) -> None:
    """Raise QueryRefused with one sentence unless a query asks only for what is allowed (reliability.md 2.3).

    Allowed are SELECTs over `tables` with the kinds of nodes in `shapes` and the functions in `functions`.
    """
    check_text(sql)
    names = frozenset(name.lower() for name in tables)
    try:
        _Guard(sql=sql).slot(_tree(sql), group="statement", place=_Place(names=names))
    except RecursionError:
        raise QueryRefused("the query is nested too deeply") from None


def check_text(sql: str) -> None:
    """Refuse what the parser should not even see: long, deeply nested, or with characters that nobody sees."""
    if any(unicodedata.category(letter) in _NOT_WRITTEN and letter not in "\t\r\n" for letter in sql):
        raise QueryRefused("the query holds an invisible character; type it again")
    if len(sql.encode()) > MOST_BYTES:
        raise QueryRefused(f"the query is longer than {MOST_BYTES:,} bytes")
    if sum(map(sql.count, "([{")) > MOST_BRACKETS:
        raise QueryRefused(f"the query has more than {MOST_BRACKETS} brackets")
    if len(_WITH.findall(sql)) > MOST_WITHS:
        raise QueryRefused(f"the query says WITH more than {MOST_WITHS} times; put tables after one WITH, with commas")


@cache
def _parser() -> duckdb.DuckDBPyConnection:
    """Return a database that only reads text; kept, for a process that may open no file any more cannot make one."""
    return duckdb.connect(":memory:", config={"threads": "1", "async_threads": "0", "enable_external_access": "false"})


def _tree(sql: str) -> Mapping[str, Any]:
    """Return DuckDB's own syntax tree of the one query in a text."""
    found = _parser().cursor().execute("select json_serialize_sql(?)", [sql]).fetchall()[0][0]
    read = json.loads(found)
    if read["error"]:
        _refuse_unread(read, sql=sql)
    if len(read["statements"]) != 1:
        raise QueryRefused(_ONE_QUERY)
    statement: Mapping[str, Any] = read["statements"][0]
    return statement


def _refuse_unread(read: Mapping[str, Any], *, sql: str) -> Never:
    if read.get("error_type") == "not implemented":
        raise QueryRefused(_ONE_QUERY)
    sentence = str(read.get("error_message", "")).split("\n")[0][:200]
    position = str(read.get("position", ""))
    raise QueryRefused(sentence + _at(sql, byte=int(position) if position.isdigit() else None))


def _at(sql: str, *, byte: int | None) -> str:
    """Return where a byte of the query stands, as ` (line 2, column 5)`; nothing when DuckDB does not say."""
    if byte is None:
        return ""
    lines = sql.encode()[:byte].decode(errors="ignore").split("\n")
    return f" (line {len(lines)}, column {len(lines[-1]) + 1})"


@dataclass
class _Guard:
    """One reading of one query; counts what it meets."""

    sql: str
    nodes: int = field(default=0)
    tables: int = field(default=0)
    crossed: int = field(default=0)

    def no(self, sentence: str, place: _Place) -> Never:
        raise QueryRefused(sentence + _at(self.sql, byte=place.byte))

    def slot(self, value: Any, *, group: str, place: _Place) -> None:
        """Check what stands in a field: a node of a group, with `?` perhaps none, with `*` a list of them."""
        if group.endswith("?"):
            if value is not None:
                self.node(value, group=group[:-1], place=place)
        elif group.endswith("*"):
            for one in self.listed(value, place):
                self.slot(one, group="expression*" if group == "row*" else group[:-1], place=place)
        else:
            self.node(value, group=group, place=place)

    def listed(self, value: Any, place: _Place) -> list[Any]:
        if not isinstance(value, list) or len(value) > MOST_IN_A_LIST:
            self.no(f"a list may have at most {MOST_IN_A_LIST:,} parts", place)
        return value

    def node(self, node: Any, *, group: str, place: _Place) -> None:
        """Check a node: a known kind, nothing in it that is not known, and what its kind asks besides."""
        if not isinstance(node, dict):
            self.no("DuckDB reads this in a way that is not known", place)
        inner = place.inside(node)
        self.nodes += 1
        if self.nodes > MOST_NODES or inner.depth > DEEPEST:
            self.no("the query is too large or nested too deeply", inner)
        kind = str(node.get("class", node.get("type", ""))) if group in KINDS else ""
        group = "expression" if group in STARS and kind != "STAR" else group
        shape = GROUPS[group].get(kind)
        if shape is None:
            self.no(REASONS.get(kind, f"{kind.replace('_', ' ')} is not allowed"), inner)
        self.nothing_else(node, shape=shape, place=inner)
        inner = self.with_definitions(node, inner) if group == "query" else inner
        _CHECKS.get((group, kind), _Guard.fine)(self, node, inner)
        for name, slot in shape.items():
            self.field(node[name], slot=slot, name=name, place=inner)

    def nothing_else(self, node: Mapping[str, Any], *, shape: Shape, place: _Place) -> None:
        """Refuse a field that is not known unless it is empty, and a known one that is missing."""
        for name, value in node.items():
            if name not in shape and not (value is None or value is False or value in ("", [])):
                self.no(FIELDS.get(name, f"{name.replace('_', ' ')} is not allowed"), place)
        if not shape.keys() <= node.keys():
            self.no("DuckDB reads this in a way that is not known", place)

    def field(self, value: Any, *, slot: str | frozenset[Any], name: str, place: _Place) -> None:
        if isinstance(slot, frozenset):
            if isinstance(value, list | dict) or value not in slot:
                self.no(FIELDS.get(name, f"{str(value).replace('_', ' ')[:60]} is not allowed"), place)
        elif slot == TEXT:
            if not isinstance(value, str | int):
                self.no("DuckDB reads this in a way that is not known", place)
        elif slot == NAMES:
            if not all(isinstance(one, str) for one in self.listed(value, place)):
                self.no("DuckDB reads this in a way that is not known", place)
        elif slot == SETS:
            if len(self.listed(value, place)) > MOST_SETS:
                self.no(f"at most {MOST_SETS} groupings at once are allowed", place)
        elif slot != DONE:
            self.slot(value, group=slot, place=place)

    def with_definitions(self, node: Mapping[str, Any], place: _Place) -> _Place:
        """Check the tables of a WITH in their order; each may be read after it, and nowhere outside this query."""
        if not isinstance(node["cte_map"], dict) or node["cte_map"].keys() != {"map"}:
            self.no("DuckDB reads this in a way that is not known", place)
        for definition in self.listed(node["cte_map"]["map"], place):
            self.node(definition, group="cte", place=place)
            name = definition["key"]
            if not _NAME.fullmatch(name) or _OWN_VIEWS.match(name):
                self.no("a table of a WITH is named with letters, digits and _, and not like a view of DuckDB", place)
            place = replace(place, names=place.names | {name.lower()})
        return place

    def fine(self, node: Mapping[str, Any], place: _Place) -> None:
        """Ask nothing more."""

    def table(self, node: Mapping[str, Any], place: _Place) -> None:
        name = node["table_name"]
        self.tables += 1
        if self.tables > MOST_TABLES:
            self.no(f"at most {MOST_TABLES} tables in one query are allowed", place)
        if node["qualified_name"] != {"path": [name]}:
            self.no(FIELDS["schema_name"], place)
        if not name.isascii() or name.lower() not in place.names:
            self.no(f"there is no published table {name[:60]!r}", place)

    def join(self, node: Mapping[str, Any], place: _Place) -> None:
        self.crossed += node["ref_type"] == "CROSS"
        if self.crossed > MOST_CROSSED:
            self.no(f"at most {MOST_CROSSED} tables without a condition that joins them are allowed", place)

    def function(self, node: Mapping[str, Any], place: _Place) -> None:
        name = node["function_name"]
        if node["qualified_name"] != {"path": [name]}:
            self.no(FIELDS["schema"], place)
        if not name.isascii() or name.lower() not in FUNCTIONS:
            self.no(f"the function {name[:60]} is not allowed", place)
        arguments = self.listed(node["arguments"], place)
        if name.lower() not in NAMED_ARGUMENTS and any(one.get("name") for one in arguments):
            self.no("arguments with a name (:=) are not allowed", place)
        if name.lower() in SERIES and not all(_is_bound(one.get("expression")) for one in arguments):
            limit = f"whole numbers up to {LARGEST_COUNT:,}, or days and INTERVAL 1 DAY and longer"
            self.no(f"{name.lower()} takes bounds that are written down: {limit}", place)

    def table_function(self, node: Mapping[str, Any], place: _Place) -> None:
        function = node["function"]
        name = function.get("function_name") if isinstance(function, dict) else None
        if str(name).lower() not in TABLE_FUNCTIONS:
            self.no(f"reading from {str(name)[:60]}(...) is not allowed", place)

    def column(self, node: Mapping[str, Any], place: _Place) -> None:
        parts = self.listed(node["column_names"], place)
        if len(parts) > 2:
            self.no(FIELDS["schema_name"], place)
        if len(parts) == 1 and str(parts[0]).lower() in SESSION_NAMES:
            self.no(f"{parts[0]} is not allowed", place)

    def parameter(self, node: Mapping[str, Any], place: _Place) -> None:
        if not _NAME.fullmatch(str(node["identifier"])):
            self.no("a parameter has a name, as in $region", place)

    def type(self, node: Mapping[str, Any], place: _Place) -> None:
        name = node["type_name"]
        if node["qualified_name"] != {"path": [name]} or not name.isascii() or name.lower() not in TYPES:
            self.no(f"the type {name[:60]} is not allowed", place)


def _is_bound(expression: Any) -> bool:
    """Return whether a bound or step of a series is written down and keeps the series short."""
    match expression:
        case {"class": "CONSTANT", "literal": {"kind": "INTEGER", "text": str(text)}}:
            return len(text) < 8 and abs(int(text)) <= LARGEST_COUNT
        case {"class": "CAST", "child": {"class": "CONSTANT", "literal": {"text": str(text)}}}:
            return _DAY.fullmatch(text) is not None
        case {"class": "FUNCTION", "function_name": str(name)}:
            return name in _STEPS
    return False


_CHECKS: Mapping[tuple[str, str], Callable[[_Guard, Mapping[str, Any], _Place], None]] = {
    ("relation", "BASE_TABLE"): _Guard.table,
    ("relation", "JOIN"): _Guard.join,
    ("relation", "TABLE_FUNCTION"): _Guard.table_function,
    ("expression", "FUNCTION"): _Guard.function,
    ("expression", "WINDOW"): _Guard.function,
    ("expression", "COLUMN_REF"): _Guard.column,
    ("expression", "PARAMETER"): _Guard.parameter,
    ("expression", "TYPE"): _Guard.type,
}
