"""What the doctors' questions read of the tables of a build."""

from datetime import date

import polars as pl

from verdampt.engines.duckdb import Engine
from verdampt.estimates.panels import Context
from verdampt.questions.cases import Case, registered
from verdampt.questions.series import Published, Series, fit_series, published_series

READ = (
    "fct_care_volumes",
    "fct_outcome_volumes",
    "fct_complaint_cohorts",
    "fct_outcome_cohorts",
    "calc_expected",
    "calc_series",
    "calc_shocks",
    "calc_time",
    "int_extractions",
    "ref_care_paths",
    "ref_disclosure",
    "ref_events",
    "ref_incidence_driven",
    "ref_outcomes",
    "ref_regions",
    "ref_sources",
)
REFERRALS = "period_type = 'week' and starts_with(care_type, 'referral_')"
OUTCOMES = """
    select
        'chain' as source, region_scheme, region_code, concat(event, '_', path_number) as care_type, period_type,
        'count' as unit, period_start, observed, 'delivered' as status, event, path_number
    from fct_outcome_volumes
    order by all
"""
DEMOGRAPHY_OF = {
    "complaint": "chain_contacts",
    "emergency": "visit_",
    "planned": "visit_",
    "urgent_referral": "referral_",
}
"""The care that is expected of the same people as an outcome is; where it ends in a line the care path follows."""


def read_case(engine: Engine, *, context: Context) -> Case:
    """Return what is known; of a build without records of patients that is no more than what was registered."""
    care_paths = dict(engine.rows("select path_number, care_path from ref_care_paths order by 1"))
    disclosed = engine.rows("select is_chain_protected, base from ref_disclosure")[0]
    return Case(
        referrals=published_series(_published(engine), schemes=context.schemes),
        outcomes=_outcomes(engine, context, care_paths),
        complaint_cohorts=engine.frame("select * from fct_complaint_cohorts order by all"),
        outcome_cohorts=engine.frame("select * from fct_outcome_cohorts order by all"),
        care_paths=care_paths,
        registered=registered(engine.frame("select * from ref_outcomes order by all")),
        driven=frozenset(row[0] for row in engine.rows("select path_number from ref_incidence_driven")),
        waves=_waves(engine),
        last_dates=dict(engine.rows("select kind, last_date from int_extractions order by 1")),
        regions=tuple(row[0] for row in engine.rows("select distinct region_code from ref_regions order by 1")),
        smallest_base=engine.rows("select smallest_base from ref_sources where source = 'chain'")[0][0],
        weight=disclosed[1] if disclosed[0] else 1,
    )


def _waves(engine: Engine) -> dict[str, tuple[date, date]]:
    """Return first and last day of each wave, in their order."""
    rows = engine.rows("select event, first_date, last_date from ref_events where event_type = 'wave' order by 2, 1")
    return {code: (first, last) for code, first, last in rows}


def _published(engine: Engine) -> Published:
    return Published(
        observed=engine.frame(
            "select care_type, region_scheme, region_code, period_start, observed from fct_care_volumes "
            f"where {REFERRALS} order by all"
        ),
        expected=engine.frame(
            f"select care_type, region_code, period_start, expected from calc_expected where {REFERRALS} order by all"
        ),
        series=engine.frame(f"select * from calc_series where {REFERRALS} order by all"),
        shocks=engine.frame("select * from calc_shocks where period_type = 'week' and source = 'chain' order by all"),
        time=engine.frame("select * from calc_time where period_type = 'week' order by all"),
    )


def _outcomes(engine: Engine, context: Context, care_paths: dict[int, str]) -> list[Series]:
    volumes = engine.frame(OUTCOMES)
    return fit_series(
        volumes.drop("event", "path_number"),
        context=Context(
            demography=_demography(volumes, context.demography, care_paths),
            zones=context.zones,
            schemes=context.schemes,
            baseline=context.baseline,
            calendar=context.calendar,
        ),
    )


def _demography(volumes: pl.DataFrame, known: pl.DataFrame, care_paths: dict[int, str]) -> pl.DataFrame:
    """Return for every outcome the index of the care that is expected of the same people."""
    kinds = volumes.select("care_type", "event", "path_number").unique(maintain_order=True)
    likened = [
        (name, DEMOGRAPHY_OF[event] + (care_paths.get(number, "") if DEMOGRAPHY_OF[event].endswith("_") else ""))
        for name, event, number in kinds.iter_rows()
    ]
    pairs = pl.DataFrame(likened, schema={"outcome": pl.String, "care_type": pl.String}, orient="row")
    chain = known.filter(source="chain").join(pairs, on="care_type", how="inner")
    return chain.drop("care_type").rename({"outcome": "care_type"}).select(known.columns)
