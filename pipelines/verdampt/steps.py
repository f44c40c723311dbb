"""The steps between the models that are no SQL: tables in, tables out."""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

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


STEPS = (
    Step(makes=("calc_expected", "calc_window_expected"), reads=("fct_care_volumes", "fct_windows"), run=_estimate),
    Step(makes=("calc_geometry",), reads=(), run=_draw),
)
