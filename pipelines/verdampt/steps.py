"""The steps between the models that are no SQL: tables in, tables out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import polars as pl

from verdampt.chain import claims_run_off, follow_through, loss_funnel
from verdampt.engines.duckdb import Engine
from verdampt.estimates import expected_volumes
from verdampt.geometry import SCHEMA as GEOMETRY_SCHEMA
from verdampt.geometry import read_geometry
from verdampt.settings import Settings


@dataclass(frozen=True, kw_only=True)
class Step:
    """A statistics step: the tables it makes, the tables it reads, and how."""

    makes: tuple[str, ...]
    reads: tuple[str, ...]
    run: Callable[[Engine, Settings], None]


def _estimate(engine: Engine, settings: Settings) -> None:
    volumes = engine.frame(
        "select region_scheme, care_type, period_type, unit, region_code, period_start, "
        "case when status = 'delivered' then observed end as observed from fct_care_volumes order by all"
    )
    windows = engine.frame("select * from fct_windows order by all")
    periods, totals = expected_volumes(volumes, windows=windows, baseline=settings.baseline)
    engine.create_from_frame("calc_expected", frame=periods)
    engine.create_from_frame("calc_window_expected", frame=totals)


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


STEPS = (
    Step(makes=("calc_expected", "calc_window_expected"), reads=("fct_care_volumes", "fct_windows"), run=_estimate),
    Step(makes=("calc_follow_through",), reads=("fct_follow_up", "int_extractions"), run=_follow),
    Step(makes=("calc_run_off",), reads=("fct_run_off", "int_extractions"), run=_complete),
    Step(makes=("calc_funnel",), reads=("fct_chain_expected", "int_extractions"), run=_funnel),
    Step(makes=("calc_geometry",), reads=(), run=_draw),
)
