"""The cases of indicators: small tables worked out by hand, and what the query must make of them."""

from collections.abc import Collection, Iterator
from pathlib import Path

import duckdb

from verdampt.engines.duckdb import Engine
from verdampt.indicators import Indicator
from verdampt.models import Model, build_model, read_models
from verdampt.resources import sql_root
from verdampt.settings import Settings
from verdampt.starters import cases_of

AS_TEXT = "all_varchar = true, header = true, allow_quoted_nulls = false"


def failed_cases(settings: Settings, indicators: list[Indicator], *, engine: Engine) -> Iterator[str]:
    """Yield one sentence for every case of which the outcome is another than expected."""
    models = {model.name: model for model in read_models(sql_root(), engine=engine)}
    for one in (one for one in indicators if one.model and not one.model.header.parameters):
        for expected in sorted((cases_of(one.path.parent) / one.name).glob("*/expected.csv")):
            wrong = _differs(one, expected.parent, models)
            if wrong:
                yield f"{expected}: {wrong}"


def _differs(one: Indicator, case: Path, models: dict[str, Model]) -> str:
    """Return what is wrong with a case; blank when it holds."""
    assert one.model is not None
    with Engine() as engine:
        try:
            for table in sorted(one.model.reads):
                _give(engine, models[table], case / "given" / f"{table}.csv")
            build_model(engine, one.model)
            engine.create("wanted", query=_typed(engine, one.model, case / "expected.csv"))
        except duckdb.Error as error:
            return " ".join(str(error).split())
        missing = engine.rows(f'select count(*) from (from wanted except all from "{one.name}")')[0][0]
        extra = engine.rows(f'select count(*) from (from "{one.name}" except all from wanted)')[0][0]
    return (
        f"{missing} expected rows are not there and {extra} others are; correct query or case"
        if missing or extra
        else ""
    )


def _give(engine: Engine, model: Model, path: Path) -> None:
    query = _typed(engine, model, path) if path.is_file() else f"select {_casts(model, present=set())} limit 0"
    engine.create(model.name, query=query)


def _typed(engine: Engine, model: Model, path: Path) -> str:
    """Return a query for the rows of a file with the types of a model; columns that the file leaves out are null."""
    rows = f"from read_csv('{path}', {AS_TEXT})"
    present = {name for (name,) in engine.rows(f"select column_name from (describe select * {rows})")}
    return f"select {_casts(model, present=present)} {rows}"


def _casts(model: Model, *, present: Collection[str]) -> str:
    return ", ".join(
        f"cast({_quoted(name) if name in present else 'null'} as {column.type}) as {_quoted(name)}"
        for name, column in model.header.columns.items()
    )


def _quoted(name: str) -> str:
    return f'"{name}"'
