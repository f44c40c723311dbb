"""SQL model files: their header, what they read, the order of building, and what they must return."""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from verdampt.engines.duckdb import Engine
from verdampt.errors import ModelError

LAYERS = ("stg", "int", "fct", "ind", "pub")
INTERNAL = ("raw", "calc")
"""Tables that no model makes: `raw_` comes from the reader, `calc_` from a statistics step."""

_HEADER = re.compile(r"\A\s*/\*\s*\+\+\+\n(.*?)\n\+\+\+\s*\*/\s*", re.DOTALL)
_NAME = re.compile(rf"^(?:{'|'.join((*LAYERS, 'ref'))})_[a-z0-9_]+$")

ColumnType = Literal["VARCHAR", "BIGINT", "DOUBLE", "DATE", "BOOLEAN", "DECIMAL(18,2)"]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Column(_Strict):
    """One column of a table: its type, what it means and what always holds."""

    type: ColumnType
    description: str
    minimum: float | None = None
    nullable: bool = False


class Measure(_Strict):
    """What an indicator measures: counts leave its query, all that is made of them comes after."""

    numerator: str
    denominator: str | None = None
    scale: float = 1
    unit: str
    unit_en: str | None = None
    noun: tuple[str, str]
    noun_en: tuple[str, str]


class Parameter(_Strict):
    """A choice that an indicator gives its reader: its codes, each with its Dutch and English name."""

    choices: dict[Annotated[str, Field(pattern="^[a-z0-9_]+$")], tuple[str, str]] = Field(min_length=1)


class Header(_Strict):
    """The only description of a table; what follows `partition` is for indicators."""

    title: str
    title_en: str
    description: str
    grain: tuple[str, ...] = Field(min_length=1)
    columns: dict[str, Column]
    warnings: tuple[str, ...] = ()
    is_stored: bool = True
    """Whether it is a table; if not it is a view, of which values are checked where others store them."""
    partition: str | None = None
    """A column: rows that share it depend on no other rows, so a delivery rebuilds only those it touches."""
    why: str = ""
    why_en: str = ""
    author: str = ""
    checked_by: str = ""
    review_by: date | None = None
    question: str = ""
    chart: Literal["curve", "rate"] | None = None
    measure: Measure | None = None
    parameters: dict[Annotated[str, Field(pattern="^[a-z][a-z0-9_]*$")], Parameter] = {}


@dataclass(frozen=True, kw_only=True)
class Model:
    """One SQL file: a header and one query that makes the table named after the file."""

    name: str
    path: Path
    header: Header
    query: str
    reads: frozenset[str]

    @property
    def layer(self) -> str:
        """Return the prefix of the table's name."""
        return self.name.split("_", maxsplit=1)[0]


def _header(path: Path, text: str) -> tuple[Header, str]:
    found = _HEADER.match(text)
    if not found:
        raise ModelError(f"{path}: line 1: the file must start with a header in /* +++ ... +++ */; add one")
    try:
        header = Header.model_validate(tomllib.loads(found.group(1)))
    except tomllib.TOMLDecodeError as error:
        raise ModelError(f"{path}: the header is not valid TOML: {error}") from None
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise ModelError(f"{path}: header key {key!r}: {first['msg']}; correct it") from None
    return header, text[found.end() :].strip().rstrip(";")


def nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """Yield every node of a syntax tree."""
    if isinstance(tree, dict):
        yield tree
        tree = list(tree.values())
    if isinstance(tree, list):
        for part in tree:
            yield from nodes(part)


def tables_read(engine: Engine, query: str, *, path: Path) -> frozenset[str]:
    """Return the tables a query reads, taken from DuckDB's own parse of it."""
    tree = json.loads(engine.parse(query))
    if tree.get("error"):
        raise ModelError(f"{path}: the query cannot be parsed: {tree.get('error_message', 'unknown error')}")
    if len(tree["statements"]) != 1:
        raise ModelError(f"{path}: the file holds {len(tree['statements'])} statements; keep one query")
    steps = {
        entry["key"]
        for node in nodes(tree)
        if isinstance(node.get("cte_map"), dict)
        for entry in node["cte_map"].get("map", [])
    }
    tables = {node["table_name"] for node in nodes(tree) if node.get("type") == "BASE_TABLE"}
    return frozenset(tables - steps)


def read_model(path: Path, *, engine: Engine) -> Model:
    """Read one model file; raises ModelError with file and reason."""
    if not _NAME.match(path.stem):
        raise ModelError(f"{path}: the name must start with one of {', '.join((*LAYERS, 'ref'))}; rename the file")
    header, query = _header(path, path.read_text(encoding="utf-8"))
    return Model(name=path.stem, path=path, header=header, query=query, reads=tables_read(engine, query, path=path))


def read_models(folder: Path, *, engine: Engine) -> list[Model]:
    """Read all models below a folder; macros, queries, checks, indicators and the made-up world are none."""
    skipped = {folder / name for name in ("macros", "queries", "checks", "synthesis", "indicators")}
    paths = sorted(path for path in folder.rglob("*.sql") if not skipped & set(path.parents))
    models = [read_model(path, engine=engine) for path in paths]
    for model in models:
        _check_layers(model, known={other.name for other in models})
    return models


def _may_read(layer: str) -> tuple[str, ...]:
    if layer == "ref":
        return ("ref", "raw")
    allowed = (*LAYERS[: LAYERS.index(layer) + 1], "ref")
    return (*allowed, "raw") if layer == "stg" else (*allowed, "calc")


def _check_layers(model: Model, *, known: set[str]) -> None:
    for table in sorted(model.reads):
        layer = table.split("_", maxsplit=1)[0]
        if layer not in _may_read(model.layer):
            raise ModelError(f"{model.path}: a {model.layer}_ model may not read {table}; read a layer to its left")
        if layer not in INTERNAL and table not in known:
            raise ModelError(f"{model.path}: the query reads {table}, which no model makes; check the name")


def in_order(dependencies: dict[str, Iterable[str]]) -> list[str]:
    """Return the names so that each comes after what it reads; raises ModelError on a circle."""
    try:
        return list(TopologicalSorter(dependencies).static_order())
    except CycleError as error:
        raise ModelError(f"these tables read each other: {' -> '.join(error.args[1])}; break the circle") from None


def build_model(engine: Engine, model: Model) -> None:
    """Make the table or view of a model and check it against its header."""
    check_columns(engine, model)
    if model.header.is_stored:
        engine.create(model.name, query=model.query)
        check_values(engine, model, table=model.name)
    else:
        engine.run(f'create or replace view "{model.name}" as {model.query}')


def build_with_inputs(engine: Engine, models: Iterable[Model], *, wanted: Iterable[str]) -> None:
    """Build some models and all they read that is not there yet, without the rest of a build."""
    by_name, there = {model.name: model for model in models}, set(engine.tables_and_views())
    needed: set[str] = set()
    names = list(wanted)
    while names:
        name = names.pop()
        if name not in needed | there:
            needed.add(name)
            names += by_name[name].reads
    for name in in_order({name: by_name[name].reads for name in needed}):
        if name in needed:
            build_model(engine, by_name[name])


def check_columns(engine: Engine, model: Model) -> None:
    """Raise ModelError where the columns of the query are not those of the header."""
    found = engine.columns(model.query)
    declared = {name: column.type for name, column in model.header.columns.items()}
    if found != declared:
        name = min(name for name, _ in found.items() ^ declared.items())
        raise ModelError(
            f"{model.path}: column {name!r} is {found.get(name, 'absent')} in the query and "
            f"{declared.get(name, 'absent')} in the header; make them equal"
        )


def check_values(engine: Engine, model: Model, *, table: str) -> None:
    """Look at every column once for what its header rules out, then at the grain; raises ModelError."""
    wrong = {}
    for name, column in model.header.columns.items():
        # The engine knows of most columns that they hold no null; asked in this way it need not look again.
        faults = [] if column.nullable else [f'count("{name}") < count(*)']
        faults += [] if column.minimum is None else [f'coalesce(min("{name}") < {column.minimum}, false)']
        if faults:
            wrong[name] = " or ".join(faults)
    tests = ", ".join(wrong.values())
    found = engine.rows(f'select {tests} from "{table}"')[0] if tests else ()
    for name, is_wrong in zip(wrong, found, strict=True):
        if is_wrong:
            raise ModelError(f"{model.path}: column {name!r} holds a value its header rules out; check the query")
    if not _is_unique(engine, model, table=table):
        raise ModelError(f"{model.path}: {', '.join(model.header.grain)} is not unique; correct the grain or the query")


def _is_unique(engine: Engine, model: Model, *, table: str) -> bool:
    """Return whether no two rows share a grain: by one number per row, and exactly only if two of those are equal."""
    key = ", ".join(f'"{name}"' for name in model.header.grain)
    if engine.twice(f'select hash({key}) as number from "{table}"').is_empty():
        return True
    return not engine.rows(f'select 1 from "{table}" group by {key} having count(*) > 1 limit 1')
