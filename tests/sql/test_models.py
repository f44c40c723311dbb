"""Every SQL model against small tables worked out by hand: `<model>/<case>/given/*.csv` and `expected.csv`."""

from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from verdampt import chain, geometry, indicators, pilots
from verdampt.engines.duckdb import Engine
from verdampt.estimates import equity, levels, shifts
from verdampt.estimates.run import SCHEMAS
from verdampt.extracts.contracts import SQL_TYPES
from verdampt.extracts.kinds import EXTRACT_CONTRACTS
from verdampt.extracts.question_tables import (
    INCIDENCE_DRIVEN,
    OUTCOMES,
    PATH_COMPLAINTS,
    PATH_SUBSTITUTES,
    PILOT_PRACTICES,
    PILOTS,
    STATED_FIGURES,
    VALUE_PAIRS,
)
from verdampt.extracts.reading import QUARANTINE_SCHEMA
from verdampt.extracts.tables import (
    BREAKS,
    CARE_PATHS,
    CARE_TYPES,
    CONSULT_ACTIVITIES,
    EVENTS,
    MUNICIPALITY_CHANGES,
    SCHOOL_ZONES,
    SPECIALISM_NEIGHBOURS,
    TILES,
    regions_contract,
)
from verdampt.models import build_model, read_model, read_models
from verdampt.protection import FROZEN
from verdampt.questions import balances, harm_rows, placements
from verdampt.resources import sql_root

HERE = Path(__file__).parent
AS_TEXT = "all_varchar = true, header = true, allow_quoted_nulls = false"
"""An empty field is null; an empty text is written as two quotes."""
CASES = sorted(path.parent for path in HERE.glob("*/*/expected.csv"))
with Engine() as parser:
    MODELS = {model.name: model for model in read_models(sql_root(), engine=parser)}
    MODELS |= {
        path.stem: read_model(path, engine=parser) for path in sorted((sql_root() / "indicators").glob("ind_*.sql"))
    }

CONTRACTS = [
    *EXTRACT_CONTRACTS.values(),
    regions_contract(["ggd", "province"]),
    MUNICIPALITY_CHANGES,
    TILES,
    CARE_TYPES,
    BREAKS,
    EVENTS,
    CARE_PATHS,
    SPECIALISM_NEIGHBOURS,
    CONSULT_ACTIVITIES,
    SCHOOL_ZONES,
    PILOTS,
    PILOT_PRACTICES,
    PATH_COMPLAINTS,
    PATH_SUBSTITUTES,
    INCIDENCE_DRIVEN,
    OUTCOMES,
    VALUE_PAIRS,
    STATED_FIGURES,
]
READER_COLUMNS = {
    "extract_source": "varchar",
    "source_file": "varchar",
    "line_number": "bigint",
    "file_year": "bigint",
}
POLARS_TYPES = {pl.String: "varchar", pl.Float64: "double", pl.Date: "date", pl.Int64: "bigint", pl.Boolean: "boolean"}
WRITTEN_BY_CODE = {
    "raw_municipality_regions": dict.fromkeys(["region_scheme", "gm_code", "region_code", "region_name"], "varchar"),
    "raw_quarantine": {name: POLARS_TYPES[kind] for name, kind in QUARANTINE_SCHEMA.items()},
    "raw_baseline": {"first_date": "date", "last_date": "date"},
    "raw_extractions": {"kind": "varchar", "source": "varchar", "extracted_on": "date", "is_public": "boolean"},
    "raw_indicators": {name: POLARS_TYPES[kind] for name, kind in indicators.TYPES.items()},
    "raw_disclosure": {
        "base": "bigint",
        "is_chain_protected": "boolean",
        "region_scheme": "varchar",
        "settled_gp_days": "bigint",
        "settled_hospital_days": "bigint",
    },
    "raw_deliveries": {
        **dict.fromkeys(["source", "kind", "file", "sha256", "verdict"], "varchar"),
        **dict.fromkeys(["file_year", "rows_in", "rows_accepted", "rows_rejected"], "bigint"),
    },
    **{
        table: {name: POLARS_TYPES[kind] for name, kind in schema.items()}
        for table, schema in {**SCHEMAS, **FROZEN}.items()
    },
    "calc_chain_starts": {
        "step": "varchar",
        "path_number": "bigint",
        "week_start": "date",
        "month_start": "date",
        "chain_start": "bigint",
    },
    "calc_count_starts": {
        "care_type": "varchar",
        "period_type": "varchar",
        "period_start": "date",
        "chain_start": "bigint",
    },
    "calc_groups": {name: POLARS_TYPES[kind] for name, kind in equity.GROUPS.items()},
    "calc_inequality": {name: POLARS_TYPES[kind] for name, kind in equity.INEQUALITY.items()},
    "calc_group_expected": {name: POLARS_TYPES[kind] for name, kind in equity.GROUP_EXPECTED.items()},
    "calc_indicator_counts": {name: POLARS_TYPES[kind] for name, kind in indicators.COUNTS.items()},
    "calc_indicator_errors": {"indicator": "varchar", "error": "varchar"},
    "calc_levels": {name: POLARS_TYPES[kind] for name, kind in levels.LEVELS.items()},
    "calc_shifts": {name: POLARS_TYPES[kind] for name, kind in shifts.SHIFTS.items()},
    "calc_rates": {name: POLARS_TYPES[kind] for name, kind in equity.RATES.items()},
    "calc_follow_through": {name: POLARS_TYPES[kind] for name, kind in chain.FOLLOW_UP_SCHEMA.items()},
    "calc_run_off": {name: POLARS_TYPES[kind] for name, kind in chain.RUN_OFF_SCHEMA.items()},
    "calc_funnel": {name: POLARS_TYPES[kind] for name, kind in chain.FUNNEL_SCHEMA.items()},
    **{table: {name: POLARS_TYPES[kind] for name, kind in schema.items()} for table, schema in pilots.TABLES.items()},
    "calc_balance": {name: POLARS_TYPES[kind] for name, kind in balances.SCHEMA.items()},
    "calc_harm": {name: POLARS_TYPES[kind] for name, kind in harm_rows.SCHEMA.items()},
    "calc_placement": {name: POLARS_TYPES[kind] for name, kind in placements.PLACEMENT.items()},
    "calc_pairs": {name: POLARS_TYPES[kind] for name, kind in placements.PAIRS.items()},
    "calc_geometry": {name: POLARS_TYPES[kind] for name, kind in geometry.SCHEMA.items()},
}


def types_of(table: str) -> dict[str, str]:
    if table in MODELS:
        return {name: column.type for name, column in MODELS[table].header.columns.items()}
    if table in WRITTEN_BY_CODE:
        return WRITTEN_BY_CODE[table]
    contract = next(contract for contract in CONTRACTS if table == f"raw_{contract.kind}")
    return {**READER_COLUMNS, **{field.name: SQL_TYPES[field.type] for field in contract.fields}}


def give(engine: Engine, table: str, path: Path | None) -> None:
    types = types_of(table)
    header = path.read_text().splitlines()[0].split(",") if path else []
    assert not set(header) - set(types), f"{path}: unknown columns {set(header) - set(types)}"
    columns = ", ".join(
        f'cast({name} as {kind}) as "{name}"' if name in header else f'cast(null as {kind}) as "{name}"'
        for name, kind in types.items()
    )
    source = f"from read_csv('{path}', {AS_TEXT})" if path else "limit 0"
    engine.create(table, query=f"select {columns} {source}")


def test_every_model_has_a_case() -> None:
    assert {case.parent.name for case in CASES} == set(MODELS)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}: {case.name}")
def test_a_model_gives_what_was_worked_out_by_hand(case: Path) -> None:
    model = MODELS[case.parent.name]
    given = {path.stem: path for path in (case / "given").glob("*.csv")}
    assert set(given) <= model.reads, f"{case}: {set(given) - model.reads} is given but not read"
    with Engine() as engine:
        for table in model.reads:
            give(engine, table, given.get(table))

        build_model(engine, model)

        engine.create("wanted", query=f"from read_csv('{case / 'expected.csv'}', {AS_TEXT})")
        names = list(engine.columns("from wanted"))
        casts = ", ".join(f'cast("{name}" as {types_of(model.name)[name]}) as "{name}"' for name in names)
        found = engine.frame(f"select {', '.join(names)} from {model.name}")
        wanted = engine.frame(f"select {casts} from wanted")
    assert_frame_equal(found, wanted, check_row_order=False)
