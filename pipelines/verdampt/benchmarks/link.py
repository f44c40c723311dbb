"""The chain at national density: 20 million referrals, 25 million subtrajectories and activities, 50 million claims."""

import tempfile
from pathlib import Path

from verdampt.benchmarks.matching import match, match_plainly, match_with_pandas, match_with_polars
from verdampt.benchmarks.measure import Measured, Target, measure
from verdampt.engines.duckdb import Engine
from verdampt.extracts.patients import GP_CONTACTS
from verdampt.extracts.reading import Reader
from verdampt.extracts.tables import CARE_PATHS, CONSULT_ACTIVITIES, SPECIALISM_NEIGHBOURS
from verdampt.extracts.zh308 import ZH308
from verdampt.models import build_with_inputs, read_models
from verdampt.resources import project_root, sql_root

JOB = (
    "int_followed_referrals",
    "int_treatments",
    "int_monthly_volumes",
    "int_weekly_volumes",
)
"""The whole job: these models and all they read."""
TABLES = {
    "stg_gp__referrals": 1.0,
    "stg_hospital__trajectories": 1.25,
    "stg_hospital__activities": 1.25,
    "stg_insurer__claims": 2.5,
}
"""Rows for each referral."""
SKEWED_SHARE, SHARED_KEYS = 0.02, 5
DAY = "date '2017-01-01' + cast(floor(chance(i, {0}) * 2500) as integer)"

QUERIES = {
    "stg_gp__referrals": (
        "select 'his' as source, concat('V', i) as referral_id, patient(i, 1) as patient_id, 'P1' as practice_key, "
        f"{DAY.format(2)} as referral_date, 'hospital' as destination, specialism(i, 3) as specialism_code, "
        "case when chance(i, 4) < 0.1 then 'spoed' else 'regulier' end as urgency, '2' as care_line, "
        "cast(null as varchar) as icpc, municipality(i) as gm_code, 1930 + cast(floor(chance(i, 7) * 90) as bigint) as "
        "birth_year, case when chance(i, 8) < 0.5 then 'M' else 'V' end as sex, "
        "cast(1 + floor(chance(i, 9) * 5) as bigint) as deprivation_fifth, record_number('r', i) as referral_number"
    ),
    # The first 0.7 of a referral's subtrajectories follow it, the others come from elsewhere.
    "stg_hospital__trajectories": (
        "select 'zis' as source, concat('T', i) as trajectory_id, cast(null as varchar) as parent_id, "
        "patient(i, 1) as patient_id, 'Z1' as hospital_key, specialism(i, 3) as specialism_code, "
        "'401' as diagnosis_code, '11' as trajectory_type, "
        "case when chance(i, 14) < 0.8 then 'gp' else 'emergency' end as referrer_type, "
        f"{DAY.format('case when i < 0.7 * size() then 2 else 22 end')} "
        "+ cast(floor(-ln(chance(i, 12)) * 35) as integer) as opening_date, cast(null as date) as closing_date, "
        "municipality(i) as gm_code, 1930 + cast(floor(chance(i, 7) * 90) as bigint) as birth_year, "
        "case when chance(i, 8) < 0.5 then 'M' else 'V' end as sex, "
        "cast(1 + floor(chance(i, 9) * 5) as bigint) as deprivation_fifth, record_number('t', i) as "
        "trajectory_number, record_number('t', i) as first_number"
    ),
    "stg_hospital__activities": (
        "select 'zis' as source, concat('A', i) as activity_id, concat('T', i) as trajectory_id, "
        "patient(i, 1) as patient_id, case when i % 3 = 0 then '038567' else '190060' end as activity_code, "
        f"{DAY.format(2)} + 30 as activity_date, 'outpatient' as setting, cast(1 as bigint) as quantity, "
        "record_number('t', i) as trajectory_number, record_number('a', i) as activity_number"
    ),
    "stg_insurer__claims": (
        "select 'zv' as source, concat('D', i) as claim_id, case when i % 40 = 1 then concat('D', i - 1) end as "
        "corrected_id, patient(i // 2, 1) as patient_id, 'I1' as insurer_key, concat('T', i // 2) as trajectory_id, "
        f"'15A001' as claim_code, {DAY.format(2)} as start_date, {DAY.format(2)} + 90 as end_date, "
        f"{DAY.format(2)} + 150 as claim_date, cast(100 + i % 900 as decimal(18, 2)) as amount_eur, "
        "case when i % 40 = 1 then 'C' else 'D' end as debit_credit, "
        "case when i % 30 <> 7 then record_number('t', i // 2) end as trajectory_number, "
        "record_number('d', i) as claim_number, "
        "case when i % 40 = 1 then record_number('d', i - 1) end as corrected_number"
    ),
}


def write_staging(folder: str, referrals: int, skewed: int) -> None:
    """Write the staging tables as Parquet; with `skewed` 2 % of the records are under five keys."""
    people = int(referrals * 0.85)
    shared = f"case when chance(i, 90) < {SKEWED_SHARE} then cast(i % {SHARED_KEYS} as bigint) else " if skewed else ""
    with Engine(memory_limit="6GB") as engine:
        engine.run("create macro chance(i, p) as (cast(hash(i, p) % 2147483647 as double) + 0.5) / 2147483647")
        patient = f"cast(hash(floor(chance(i, p) * {people})) // 16 as bigint)"
        engine.run(f"create macro patient(i, p) as {shared}{patient}{' end' if skewed else ''}")
        number = "cast(1 + floor(chance(i, p) * 24) as integer)"
        engine.run(f"create macro specialism(i, p) as concat('03', lpad(cast({number} as varchar), 2, '0'))")
        place = "cast(1 + floor(chance(i, 6) * 340) as integer)"
        engine.run(f"create macro municipality(i) as concat('GM', lpad(cast({place} as varchar), 4, '0'))")
        engine.run(f"create macro size() as {referrals}")
        for table, share in TABLES.items():
            source = f"{QUERIES[table]} from range({int(referrals * share)}) as numbers (i)"
            engine.run(f"copy ({source}) to '{folder}/{table}.parquet'")


def _engine(folder: str, name: str, memory_limit: str) -> Engine:
    """Return an engine with the staging tables and the reference tables that linking reads."""
    engine = Engine(Path(folder) / f"{name}.duckdb", memory_limit=memory_limit)
    engine.forget_order()
    for table in TABLES:
        engine.run(f"create view {table} as from '{folder}/{table}.parquet'")
    for contract in (CARE_PATHS, SPECIALISM_NEIGHBOURS, CONSULT_ACTIVITIES):
        path = project_root() / "data_samples" / "reference" / f"{contract.kind}.csv"
        engine.run(f"create table raw_{contract.kind} as from read_csv('{path}', delim = ';', all_varchar = true)")
        for field in contract.fields:
            if field.type == "integer":
                engine.run(f"alter table raw_{contract.kind} alter {field.name} type bigint")
    engine.run(
        "create table int_extractions as select 'hospital_trajectories' as kind, date '2023-12-31' as last_date "
        "union all select 'gp_referrals', date '2023-12-31'"
    )
    engine.run(
        "create table stg_deaths as select 'cbs' as source, patient_id, referral_date + 200 as death_date, "
        "'died' as exit_type from stg_gp__referrals where referral_number % 40 = 0"
    )
    # Everything is public here: nothing is chosen.
    engine.run(
        "create table ref_disclosure as select 10::bigint as base, false as is_chain_protected, "
        "'ggd' as region_scheme, 35::bigint as settled_gp_days, 185::bigint as settled_hospital_days"
    )
    engine.run(
        "create table int_selected_events (step varchar, record_number bigint, path_number bigint, week_start date, "
        "month_start date)"
    )
    Reader(engine, work=Path(folder) / name).finish([GP_CONTACTS, ZH308])
    return engine


def _build(engine: Engine, wanted: tuple[str, ...]) -> None:
    build_with_inputs(engine, read_models(sql_root(), engine=engine), wanted=wanted)


def whole_job(folder: str, memory_limit: str) -> list[int]:
    """Build the chain and its volumes; return links, treatments and volume rows."""
    with _engine(folder, "whole", memory_limit) as engine:
        _build(engine, JOB)
        return [engine.count(name) for name in ("int_referral_links", "int_treatments", "int_monthly_volumes")]


def prepare_match(folder: str) -> None:
    """Write what the matching pass reads as Parquet, the same for all who match."""
    with _engine(folder, "prepare", "4GB") as engine:
        _build(engine, ("int_referrals", "int_first_contacts"))
        for table, day, number, window in (
            ("int_referrals", "referral_date", "referral_number", "window_days"),
            ("int_first_contacts", "contact_date", "contact_number", "cast(0 as bigint) as window_days"),
        ):
            columns = f"path_key, {day}, {number}, {window}, is_linkable"
            engine.run(f"copy (select {columns} from {table}) to '{folder}/{table}.parquet'")


def _matches(folder: str) -> list[Measured]:
    measure("prepare", prepare_match, folder)
    return [
        measure("match: verdampt, windows and nested pairs", match, folder),
        measure("match: DuckDB lead(), pairs only", match_plainly, folder),
        measure("match: polars, pairs only", match_with_polars, folder),
        measure("match: pandas, pairs only", match_with_pandas, folder),
    ]


def _scaled(rows: int) -> Measured:
    with tempfile.TemporaryDirectory(prefix="verdampt-link-") as folder:
        measure("staging", write_staging, folder, rows, 0)
        return measure(f"whole job, {rows:,} referrals", whole_job, folder, "3GB")


def run(rows: int) -> tuple[list[Measured], list[Target]]:
    """Measure the whole job, the matching pass beside its peers, skew, little memory, and how cost grows."""
    with tempfile.TemporaryDirectory(prefix="verdampt-link-") as folder:
        measure("staging", write_staging, folder, rows, 0)
        whole = measure(f"whole job, {rows:,} referrals", whole_job, folder, "3GB")
        tight = measure("whole job with 2 GB", whole_job, folder, "2GB")
        ours, plain, *peers = _matches(folder)
    with tempfile.TemporaryDirectory(prefix="verdampt-link-") as folder:
        measure("staging", write_staging, folder, rows, 1)
        measure("prepare", prepare_match, folder)
        skewed = measure("match: verdampt, 2 % of records under 5 keys", match, folder)
    tenth = _scaled(rows // 10)
    answers = {tuple(one.answer) for one in (ours, plain, *peers)}
    if len(answers) != 1:
        raise RuntimeError(f"the peers do not agree on the pairs: {sorted(answers)}")
    best = min(peer.cpu_seconds for peer in peers)
    return [whole, tight, ours, plain, *peers, skewed, tenth], [
        Target(name="seconds for the whole job", figure=whole.wall_seconds, limit=90.0),
        Target(name="peak GiB", figure=whole.peak_gib, limit=4.0),
        Target(name="seconds with 2 GB against 4 GB", figure=tight.wall_seconds / whole.wall_seconds, limit=1.5),
        Target(name="CPU against lead() in DuckDB", figure=ours.cpu_seconds / plain.cpu_seconds, limit=1.3),
        Target(
            name="CPU of the better of polars and pandas against ours",
            figure=best / ours.cpu_seconds,
            limit=1.6,
            at_least=True,
        ),
        Target(name="CPU with shared keys against without", figure=skewed.cpu_seconds / ours.cpu_seconds, limit=1.5),
        Target(
            name="CPU per referral against a tenth of the size",
            figure=whole.cpu_seconds / tenth.cpu_seconds / 10,
            limit=1.0,
        ),
    ]
