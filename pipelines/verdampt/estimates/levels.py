"""How much care regions gave in the years before the drop, as a table."""

from collections.abc import Iterator

import numpy as np
import polars as pl

from verdampt.estimates.panels import NATION, NATION_SCHEME
from verdampt.estimates.tables import stack
from verdampt.statistics.comparison import standardise
from verdampt.statistics.irls import Floats
from verdampt.statistics.levels import compare_levels

ALL_YEARS = 0
"""The calendar year that stands for all years of the baseline together."""
STRATA = ["age_band", "sex"]
FIGURES = (
    "rate",
    "lower",
    "upper",
    "ratio",
    "ratio_lower",
    "ratio_upper",
    "rank_low",
    "rank_high",
    "chance_of_lowest",
    "expected",
)
LEVELS = {
    "region_code": pl.String,
    "care_type": pl.String,
    "calendar_year": pl.Int64,
    "nation_rate": pl.Float64,
    **dict.fromkeys(FIGURES, pl.Float64),
}


def _with_all_years(counts: pl.DataFrame) -> pl.DataFrame:
    """Return the rows and, as year 0, those of all years added up: people are then person-years."""
    names = ["region_scheme", "region_code", "care_type", *STRATA]
    sums = counts.group_by(names, maintain_order=True).agg(
        pl.col("events").sum(), pl.col("people").sum(), pl.col("standard").first()
    )
    every = sums.with_columns(calendar_year=pl.lit(ALL_YEARS, pl.Int64)).select(counts.columns)
    return pl.concat([counts, every])


def _cube(rows: pl.DataFrame, name: str, regions: list[str], strata: pl.DataFrame) -> Floats:
    """Return a column as an array (R, A) by region, and by age and sex."""
    cube = np.zeros((len(regions), strata.height))
    order = {region: place for place, region in enumerate(regions)}
    places = rows.join(strata, on=STRATA, how="left", maintain_order="left")
    cube[[order[region] for region in rows["region_code"]], places["stratum"].to_numpy()] = rows[name].to_numpy()
    return cube


def _of_nation(events: Floats, people: Floats, *, weights: Floats, dispersion: float) -> pl.DataFrame:
    """Return the rate of the nation, which has no peers."""
    scale = max(dispersion, 1.0)
    found = standardise(events[None] / scale, people[None] / scale, weights=weights)
    figures = {"rate": found.rate, "lower": found.lower, "upper": found.upper, "expected": events.sum()[None]}
    nothing = {name: [None] for name in FIGURES if name not in figures}
    frame = pl.DataFrame({"region_code": [NATION], "nation_rate": found.rate, **figures, **nothing})
    return frame.cast(dict.fromkeys(nothing, pl.Float64)).select("region_code", "nation_rate", *FIGURES)


def _compared(rows: pl.DataFrame, *, dispersion: float, smallest_base: float) -> Iterator[pl.DataFrame]:
    """Yield the regions of every scheme beside each other, of one care type and year."""
    nation = rows.filter(region_code=NATION)
    strata = nation.select(*STRATA, "standard").sort(STRATA).with_row_index("stratum")
    known = rows.join(strata.select(STRATA), on=STRATA, how="semi", maintain_order="left")
    if strata.is_empty():
        return
    whole = tuple(_cube(nation, name, [NATION], strata)[0] for name in ("events", "people"))
    weights = strata["standard"].to_numpy() / strata["standard"].sum()
    yield _of_nation(*whole, weights=weights, dispersion=dispersion)
    for _, scheme in known.filter(pl.col("region_scheme") != NATION_SCHEME).group_by("region_scheme"):
        regions = sorted(scheme["region_code"].unique())
        found = compare_levels(
            _cube(scheme, "events", regions, strata),
            _cube(scheme, "people", regions, strata),
            nation=(whole[0], whole[1]),
            weights=weights,
            dispersion=dispersion,
            smallest_base=smallest_base,
        )
        frame = pl.DataFrame({"region_code": regions, **{name: getattr(found, name) for name in FIGURES}})
        yield frame.with_columns(nation_rate=pl.lit(found.nation_rate)).select("region_code", "nation_rate", *FIGURES)


def level_table(counts: pl.DataFrame, *, dispersion: dict[str, float], smallest_base: float) -> pl.DataFrame:
    """Return the level of every region, care type and year before the drop, and of all those years as year 0.

    `counts` are the rows of fct_age_volumes of the baseline years with the scheme of each region; `dispersion` says by
    care type how much more variable counts are than chance. Source: methods.md 2.6.
    """
    frames = []
    for (care_type, year), rows in _with_all_years(counts).group_by("care_type", "calendar_year", maintain_order=True):
        spread = dispersion.get(str(care_type), 1.0)
        frames += [
            frame.with_columns(care_type=pl.lit(care_type), calendar_year=pl.lit(year, pl.Int64))
            for frame in _compared(rows, dispersion=spread, smallest_base=smallest_base)
        ]
    return stack(frames, LEVELS).sort("region_code", "care_type", "calendar_year")
