"""The cases of indicators: small tables worked out by hand, and what the query must make of them."""

from collections.abc import Iterator
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
            engine.create("wanted", query=_typed(one.model, case / "expected.csv"))
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
    query = _typed(model, path) if path.is_file() else f"{_typed(model, None)} limit 0"
    engine.create(model.name, query=query)


def _typed(model: Model, path: Path | None) -> str:
    columns = {name: column.type for name, column in model.header.columns.items()}
    if path is None:
        return "select " + ", ".join(f'cast(null as {kind}) as "{name}"' for name, kind in columns.items())
    casts = ", ".join(f'cast("{name}" as {kind}) as "{name}"' for name, kind in columns.items())
    return f"select {casts} from read_csv('{path}', {AS_TEXT})"
