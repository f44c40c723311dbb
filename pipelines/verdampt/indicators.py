"""Indicators: one SQL file each, that counts protected events; all that follows from the counts is given to it.

A wrong file is told on its card and leaves the others as they are.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from verdampt.engines.duckdb import Engine
from verdampt.errors import InputError, ModelError
from verdampt.models import Header, Model, check_columns, check_values, nodes, read_model
from verdampt.sandbox.guard import refuse
from verdampt.settings import Settings

PERIODS = {"month_start": "month", "week_start": "week", "quarter_start": "quarter", "year_start": "year"}
"""Column of the grain that holds the period, and its kind."""
OPEN_TABLES = (
    "fct_stratified_volumes",
    "ref_baseline",
    "ref_breaks",
    "ref_care_paths",
    "ref_care_types",
    "ref_events",
    "ref_regions",
)
"""What an indicator may read: counts that are protected already, and reference tables."""
NEEDED = ("why", "why_en", "author", "checked_by", "review_by", "measure")
_NO_COUNTS = """
    / // fdiv avg mean median mode quantile quantile_cont quantile_disc approx_quantile approx_count_distinct min max
    any_value first last arg_min arg_max min_by max_by list array_agg string_agg product stddev stddev_pop stddev_samp
    variance var_pop var_samp sem mad skewness kurtosis entropy corr covar_pop covar_samp geomean
"""
NO_COUNTS = frozenset(_NO_COUNTS.split())
"""Functions that make no counts of counts."""
SAID = ("description", "why", "why_en", "author", "checked_by", "question")
MOST_VARIANTS = 20
FIRST_PLACE = 10_000
"""Place in lists of the first indicator: after all care types."""
TYPES = {
    "file": pl.String,
    "indicator": pl.String,
    "care_type": pl.String,
    "variant": pl.String,
    "name": pl.String,
    "name_en": pl.String,
    "noun_one": pl.String,
    "noun_many": pl.String,
    "noun_one_en": pl.String,
    "noun_many_en": pl.String,
    "description": pl.String,
    "why": pl.String,
    "why_en": pl.String,
    "author": pl.String,
    "checked_by": pl.String,
    "review_by": pl.Date,
    "question": pl.String,
    "chart": pl.String,
    "unit": pl.String,
    "unit_en": pl.String,
    "scale": pl.Float64,
    "has_denominator": pl.Boolean,
    "query": pl.String,
    "place": pl.Int64,
    "error": pl.String,
}
COUNTS = {
    "care_type": pl.String,
    "region_scheme": pl.String,
    "region_code": pl.String,
    "period_type": pl.String,
    "period_start": pl.Date,
    "numerator": pl.Float64,
    "denominator": pl.Float64,
}


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """One file: its model, or the one sentence that says what is wrong with it."""

    path: Path
    model: Model | None = None
    error: str | None = None
    variants: tuple[Mapping[str, str], ...] = field(default=({},))

    @property
    def name(self) -> str:
        """Return the name of its table."""
        return self.path.stem

    def care_type(self, variant: Mapping[str, str]) -> str:
        """Return the code of its series: one for every choice of its parameters."""
        return "__".join([self.name, *variant.values()])


def _files(settings: Settings) -> list[Path]:
    return [path for folder in settings.indicators.folders for path in sorted(folder.glob("ind_*.sql"))]


def read_indicators(settings: Settings, *, engine: Engine) -> list[Indicator]:
    """Read and judge every indicator file of the configured folders; what is wrong with one is kept with it."""
    found: dict[str, Indicator] = {}
    for path in _files(settings):
        one = read_indicator(path, engine=engine)
        if one.name in found:
            one = Indicator(path=path, error=f"{path}: {found[one.name].path} has this name too; rename one of them")
        found[f"{one.name} {len(found)}" if one.name in found else one.name] = one
    return list(found.values())


def read_indicator(path: Path, *, engine: Engine) -> Indicator:
    """Read and judge one indicator file, without running it."""
    try:
        model = read_model(path, engine=engine)
        _check_header(model)
        refuse(model.query, tables=OPEN_TABLES)
        _refuse_no_counts(model, engine=engine)
    except InputError as error:
        text = str(error)
        return Indicator(path=path, error=text if text.startswith(str(path)) else f"{path}: {text}")
    except (OSError, UnicodeDecodeError):
        return Indicator(path=path, error=f"{path}: the file cannot be read as UTF-8 text; save it as such")
    return Indicator(path=path, model=model, variants=tuple(_variants(model.header)))


def _refuse_no_counts(model: Model, *, engine: Engine) -> None:
    """Raise ModelError where a query makes something else than counts: a rate, an average, an extreme, a list."""
    named = {str(node.get("function_name", "")).lower() for node in nodes(json.loads(engine.parse(model.query)))}
    wrong = sorted(named & NO_COUNTS)
    if wrong:
        raise ModelError(
            f"{model.path}: the query uses {wrong[0]}, which makes something else than a count; return the counts, "
            "rates are made of them later"
        )


def _check_header(model: Model) -> None:
    """Raise ModelError where the header does not promise counts by region and period."""
    header, path = model.header, model.path
    missing = [name for name in NEEDED if not getattr(header, name)]
    if missing:
        raise ModelError(f"{path}: header key {missing[0]!r} is missing; an indicator needs {', '.join(NEEDED)}")
    measure = header.measure
    assert measure is not None
    periods = [name for name in PERIODS if name in header.grain]
    if len(periods) != 1 or set(header.grain) != {"region_code", *periods}:
        raise ModelError(f"{path}: the grain must be region_code and one of {', '.join(PERIODS)}; correct it")
    counts = [name for name in (measure.numerator, measure.denominator) if name]
    if set(header.columns) != {*header.grain, *counts}:
        raise ModelError(
            f"{path}: the columns must be {', '.join([*header.grain, *counts])}: counts only, no rate, person or list"
        )
    for name in counts:
        column = header.columns[name]
        if column.type not in ("BIGINT", "DOUBLE") or column.minimum is None or column.minimum < 0 or column.nullable:
            raise ModelError(f"{path}: column {name!r} must be a count: BIGINT or DOUBLE with minimum = 0, never null")


def _variants(header: Header) -> Iterator[Mapping[str, str]]:
    names = list(header.parameters)
    combinations = list(product(*(header.parameters[name].choices for name in names)))
    if len(combinations) > MOST_VARIANTS:
        raise ModelError(f"more than {MOST_VARIANTS} choices of parameters; take fewer")
    for chosen in combinations:
        yield dict(zip(names, chosen, strict=True))


def types_frame(indicators: Sequence[Indicator]) -> pl.DataFrame:
    """Return what is known of every indicator, a row for each choice of its parameters; errors have one row."""
    rows = [
        _row(one, variant, place=place) for place, one in enumerate(indicators) for variant in one.variants if one.model
    ]
    rows += [
        {"file": one.path.name, "indicator": one.name, "care_type": one.name, "name": one.name, "error": one.error}
        for one in indicators
        if one.error
    ]
    return pl.DataFrame(rows, schema=TYPES)


def _row(one: Indicator, variant: Mapping[str, str], *, place: int) -> dict[str, Any]:
    assert one.model is not None
    header, measure = one.model.header, one.model.header.measure
    assert measure is not None
    labels = [header.parameters[name].choices[code] for name, code in variant.items()]
    return {
        "file": one.path.name,
        "indicator": one.name,
        "care_type": one.care_type(variant),
        "variant": ", ".join(label[0] for label in labels),
        "name": ": ".join([header.title, *(label[0] for label in labels)]),
        "name_en": ": ".join([header.title_en, *(label[1] for label in labels)]),
        "noun_one": measure.noun[0],
        "noun_many": measure.noun[1],
        "noun_one_en": measure.noun_en[0],
        "noun_many_en": measure.noun_en[1],
        **{
            name: getattr(header, name) for name in ("description", "why", "why_en", "author", "checked_by", "question")
        },
        "review_by": header.review_by,
        "chart": header.chart or ("rate" if measure.denominator else "curve"),
        "unit": measure.unit,
        "unit_en": measure.unit_en or measure.unit,
        "scale": float(measure.scale),
        "has_denominator": measure.denominator is not None,
        "query": one.model.query,
        "place": FIRST_PLACE + place,
    }


def count(engine: Engine, indicators: Sequence[Indicator]) -> tuple[pl.DataFrame, dict[str, str]]:
    """Return the counts of all indicators by region and period, the nation added, and what went wrong by indicator."""
    schemes = engine.frame("select region_scheme, region_code from ref_regions where region_code <> 'NL'")
    frames, errors = [pl.DataFrame(schema=COUNTS)], {}
    for one in (one for one in indicators if one.model):
        try:
            frames += [_counted(engine, one, variant, schemes=schemes) for variant in one.variants]
        except (InputError, duckdb.Error) as error:
            errors[one.name] = _sentence(one.path, error)
    return pl.concat(frames), errors


def _sentence(path: Path, error: Exception) -> str:
    text = " ".join(str(error).split())
    return text if text.startswith(str(path)) else f"{path}: the query fails: {text}"


def _counted(engine: Engine, one: Indicator, variant: Mapping[str, str], *, schemes: pl.DataFrame) -> pl.DataFrame:
    assert one.model is not None
    model, measure = one.model, one.model.header.measure
    assert measure is not None
    if variant:
        model = replace(model, query=_bound(model.query, variant))
    check_columns(engine, model)
    engine.create(one.name, query=model.query)
    check_values(engine, model, table=one.name)
    start = next(name for name in PERIODS if name in model.header.grain)
    denominator = f'cast("{measure.denominator}" as double)' if measure.denominator else "cast(null as double)"
    rows = engine.frame(
        f'select region_code, {start} as period_start, cast("{measure.numerator}" as double) as numerator, '
        f'{denominator} as denominator from "{one.name}"'
    )
    return (
        _with_nation(rows, schemes)
        .with_columns(care_type=pl.lit(one.care_type(variant)), period_type=pl.lit(PERIODS[start]))
        .select(list(COUNTS))
    )


def _bound(query: str, variant: Mapping[str, str]) -> str:
    """Return a query with its parameters filled in; a choice is a code of letters, digits and underscores."""
    for name, code in variant.items():
        query = query.replace(f"${name}", f"'{code}'")
    return query


def _with_nation(rows: pl.DataFrame, schemes: pl.DataFrame) -> pl.DataFrame:
    """Return counts by region with their scheme, and the sum of one scheme as the nation."""
    placed = rows.join(schemes, on="region_code", how="inner")
    if placed.height < rows.filter(pl.col("region_code") != "NL").height:
        raise ModelError("the query returns a region_code that is no region; join with ref_regions")
    if placed.is_empty():
        # Nothing was delivered that it could count.
        return placed
    first = placed["region_scheme"].min()
    nation = (
        placed.filter(region_scheme=first)
        .group_by("period_start")
        .agg(pl.col("numerator").sum(), pl.col("denominator").sum())
        .with_columns(
            region_code=pl.lit("NL"),
            region_scheme=pl.lit("land"),
            denominator=pl.when(placed["denominator"].null_count() == 0).then("denominator"),
        )
    )
    return pl.concat([placed, nation.select(placed.columns)])
