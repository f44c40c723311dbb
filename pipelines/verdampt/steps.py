"""The steps between the models that are no SQL: tables in, tables out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import polars as pl

from verdampt.chain import claims_run_off, follow_through, loss_funnel
from verdampt.engines.duckdb import Engine
from verdampt.estimates.equity import group_tables, rate_table
from verdampt.estimates.levels import level_table
from verdampt.estimates.panels import Context
from verdampt.estimates.run import SCHEMAS, estimate
from verdampt.estimates.shifts import shift_table
from verdampt.geometry import SCHEMA as GEOMETRY_SCHEMA
from verdampt.geometry import read_geometry
from verdampt.indicators import OPEN_TABLES, count, read_indicators
from verdampt.pilots import TABLES as PILOT_TABLES
from verdampt.pilots import pilot_tables, quarters_of
from verdampt.protection import CHAIN, COUNT_CHAIN, read_protection
from verdampt.questions.balances import balance_table
from verdampt.questions.harms import harm_table
from verdampt.questions.placements import pair_table, placement_table
from verdampt.questions.reading import READ, read_case
from verdampt.settings import Settings
from verdampt.statistics.calendar import Calendar

INDICATOR_ERRORS = {"indicator": pl.String, "error": pl.String}


@dataclass(frozen=True, kw_only=True)
class Step:
    """A statistics step: the tables it makes, the tables it reads, and how."""

    makes: tuple[str, ...]
    reads: tuple[str, ...]
    run: Callable[[Engine, Settings], None]
    follows_indicators: bool = False
    """An indicator that is added changes what it makes."""


def _start_chains(engine: Engine, settings: Settings) -> None:
    protection = read_protection(settings)
    chains = engine.frame(
        "select step, path_number, week_start, month_start from int_rounding_chains where not is_frozen order by all"
    )
    engine.create_from_frame("calc_chain_starts", frame=chains.with_columns(protection.starts(chains, chain=CHAIN)))
    counts = engine.frame(
        "select distinct care_type, period_type, period_start from stg_volumes__counts "
        "semi join ref_sources on stg_volumes__counts.source = ref_sources.source and ref_sources.is_protected "
        "order by all"
    )
    engine.create_from_frame(
        "calc_count_starts", frame=counts.with_columns(protection.starts(counts, chain=COUNT_CHAIN))
    )


def _context(engine: Engine, settings: Settings) -> Context:
    return Context(
        demography=engine.frame("select * from fct_demography order by all"),
        zones=engine.frame("select * from ref_school_zones order by all"),
        schemes=settings.regions.scheme,
        baseline=settings.baseline,
        calendar=Calendar(country=settings.calendar.country, zones=settings.calendar.school_zones),
    )


def _estimate(engine: Engine, settings: Settings) -> None:
    volumes = engine.frame(
        "select source, region_scheme, care_type, period_type, unit, region_code, period_start, observed, status "
        "from fct_care_volumes order by all"
    )
    windows = engine.frame("select * from fct_windows order by all")
    events = engine.frame("select * from ref_events order by all")
    for name, frame in estimate(volumes, windows=windows, events=events, context=_context(engine, settings)).items():
        engine.create_from_frame(name, frame=frame)


def _compare_groups(engine: Engine, settings: Settings) -> None:
    compared, unequal, months = group_tables(
        engine.frame("select * from fct_group_volumes order by all"),
        engine.frame("select * from fct_group_people order by all"),
        windows=engine.frame("select * from fct_windows order by all"),
        context=_context(engine, settings),
    )
    engine.create_from_frame("calc_groups", frame=compared)
    engine.create_from_frame("calc_inequality", frame=unequal)
    engine.create_from_frame("calc_group_expected", frame=months)


def _standardise(engine: Engine, settings: Settings) -> None:
    engine.create_from_frame("calc_rates", frame=rate_table(engine.frame("select * from fct_age_volumes order by all")))


def _compare_levels(engine: Engine, settings: Settings) -> None:
    counts = engine.frame(
        "select ref_regions.region_scheme, fct_age_volumes.* from fct_age_volumes "
        "inner join ref_regions on fct_age_volumes.region_code = ref_regions.region_code "
        "inner join ref_baseline on calendar_year between year(first_date) and year(last_date) order by all"
    )
    spread = engine.rows("select care_type, max(dispersion) from calc_series where period_type = 'month' group by 1")
    fewest = engine.rows("select smallest_base from ref_sources where source = 'chain'")
    smallest = float(fewest[0][0]) if fewest else 0.0
    engine.create_from_frame("calc_levels", frame=level_table(counts, dispersion=dict(spread), smallest_base=smallest))


def _divide_shifts(engine: Engine, settings: Settings) -> None:
    shifts = shift_table(
        engine.frame("select * from fct_shift_volumes order by all"),
        engine.frame("select * from fct_shift_totals order by all"),
        windows=engine.frame("select * from fct_windows order by all"),
        context=_context(engine, settings),
    )
    engine.create_from_frame("calc_shifts", frame=shifts)


def _draw(engine: Engine, settings: Settings) -> None:
    frames = [read_geometry(path, scheme=scheme) for scheme, path in sorted(settings.regions.geometries().items())]
    engine.create_from_frame("calc_geometry", frame=pl.concat([pl.DataFrame(schema=GEOMETRY_SCHEMA), *frames]))


def _last_date(engine: Engine, kind: str) -> date:
    """Return the last day that was delivered of a kind; the first day of all where it was not delivered."""
    found = engine.rows("select last_date from int_extractions where kind = $kind", {"kind": kind})
    return found[0][0] if found else date.min


def _follow(engine: Engine, settings: Settings) -> None:
    outcomes = engine.frame("select * from fct_follow_up order by all")
    last_date = _last_date(engine, "hospital_trajectories")
    engine.create_from_frame("calc_follow_through", frame=follow_through(outcomes, last_date=last_date))


def _complete(engine: Engine, settings: Settings) -> None:
    lines = engine.frame("select * from fct_run_off order by all")
    last_date = _last_date(engine, "insurer_claims")
    engine.create_from_frame("calc_run_off", frame=claims_run_off(lines, last_date=last_date))


def _funnel(engine: Engine, settings: Settings) -> None:
    steps = engine.frame("select * from fct_chain_expected order by all")
    last_date = _last_date(engine, "insurer_claims")
    engine.create_from_frame("calc_funnel", frame=loss_funnel(steps, last_date=last_date))


def _count_indicators(engine: Engine, settings: Settings) -> None:
    indicators = read_indicators(settings, engine=engine)
    counts, errors = count(engine, indicators)
    engine.create_from_frame("calc_indicator_counts", frame=counts)
    failed = pl.DataFrame({"indicator": list(errors), "error": list(errors.values())}, schema=INDICATOR_ERRORS)
    engine.create_from_frame("calc_indicator_errors", frame=failed)


def _evaluate_pilots(engine: Engine, settings: Settings) -> None:
    waves = engine.rows("select first_date, last_date from ref_events where event_type = 'wave' order by all")
    found = pilot_tables(
        engine.frame("select * from fct_practice_quarters order by all"),
        pilots=engine.frame("select * from ref_pilots order by all"),
        participants=engine.frame("select * from stg_pilots__practices order by all"),
        base=engine.rows("select case when is_chain_protected then base else 1 end from ref_disclosure")[0][0],
        covid_quarters=quarters_of(waves),
    )
    for name, frame in found.items():
        engine.create_from_frame(name, frame=frame)


def _answer(engine: Engine, settings: Settings) -> None:
    case = read_case(engine, context=_context(engine, settings))
    engine.create_from_frame("calc_balance", frame=balance_table(case))
    engine.create_from_frame("calc_harm", frame=harm_table(case))
    engine.create_from_frame("calc_placement", frame=placement_table(case))
    pairs = engine.frame("select pair, low_path, high_path from ref_value_pairs order by all")
    engine.create_from_frame("calc_pairs", frame=pair_table(case, pairs))


STEPS = (
    Step(
        makes=("calc_indicator_counts", "calc_indicator_errors"),
        reads=OPEN_TABLES,
        run=_count_indicators,
        follows_indicators=True,
    ),
    Step(
        makes=("calc_chain_starts", "calc_count_starts"),
        reads=("int_rounding_chains", "stg_volumes__counts", "ref_sources"),
        run=_start_chains,
    ),
    Step(
        makes=tuple(SCHEMAS),
        reads=("fct_care_volumes", "fct_windows", "fct_demography", "ref_events", "ref_school_zones"),
        run=_estimate,
        follows_indicators=True,
    ),
    Step(
        makes=("calc_groups", "calc_inequality", "calc_group_expected"),
        reads=("fct_group_volumes", "fct_group_people", "fct_windows", "fct_demography", "ref_school_zones"),
        run=_compare_groups,
    ),
    Step(makes=("calc_rates",), reads=("fct_age_volumes",), run=_standardise),
    Step(
        makes=("calc_levels",),
        reads=("fct_age_volumes", "calc_series", "ref_regions", "ref_baseline", "ref_sources"),
        run=_compare_levels,
    ),
    Step(
        makes=("calc_shifts",),
        reads=("fct_shift_volumes", "fct_shift_totals", "fct_windows", "fct_demography", "ref_school_zones"),
        run=_divide_shifts,
    ),
    Step(makes=("calc_follow_through",), reads=("fct_follow_up", "int_extractions"), run=_follow),
    Step(makes=("calc_run_off",), reads=("fct_run_off", "int_extractions"), run=_complete),
    Step(makes=("calc_funnel",), reads=("fct_chain_expected", "int_extractions"), run=_funnel),
    Step(
        makes=tuple(PILOT_TABLES),
        reads=("fct_practice_quarters", "ref_pilots", "stg_pilots__practices", "ref_disclosure", "ref_events"),
        run=_evaluate_pilots,
    ),
    Step(
        makes=("calc_balance", "calc_harm", "calc_placement", "calc_pairs"),
        reads=(*READ, "ref_value_pairs", "fct_demography", "ref_school_zones"),
        run=_answer,
    ),
    Step(makes=("calc_geometry",), reads=(), run=_draw),
)
