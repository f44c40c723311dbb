"""Tables of volumes as panels of arrays: care types by regions by periods."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from verdampt.settings import BaselineSettings
from verdampt.statistics.calendar import Calendar, PeriodType, middle, parameters
from verdampt.statistics.expected import Mask, Panel, baseline_mask
from verdampt.statistics.irls import Floats

NATION_SCHEME, NATION = "land", "NL"
CELLS = 20_000_000
"""Care types are taken together until there are so many cells."""
MINIMUM_YEARS = 2.0
"""With less there is a ratio, but no interval, and the figure is called indicative."""
SHORT = 0.1
"""How much of a year a baseline may be short of, as weeks do not fit in years."""


@dataclass(frozen=True, kw_only=True)
class Group:
    """Care types of one source, kind of period and unit, with a baseline of the same length, in one scheme."""

    source: str
    scheme: str
    unit: str
    care_types: tuple[str, ...]
    regions: tuple[str, ...]
    panel: Panel
    inside: Mask
    """(T,), the baseline."""
    nation: Floats
    """(C, T), observed in the whole; NaN where a part was not delivered."""
    breaks: NDArray[np.bool_]
    """(C, T), where the series of a care type is broken."""
    years: float
    """Length of the baseline."""

    @property
    def has_interval(self) -> bool:
        """Return whether the baseline is long enough to say how sure an expected value is."""
        return self.years >= MINIMUM_YEARS - SHORT

    @property
    def shortest_training(self) -> float:
        """Return how many years must lie before a placebo year: two, or one where there are no more."""
        return 2.0 if self.years >= MINIMUM_YEARS + 1 - SHORT else 1.0


def _cube(frame: pl.DataFrame, column: str, *, care_types: list[str], regions: list[str], starts: list[date]) -> Floats:
    """Return a column as an array (C, R, T), NaN where there is no row."""
    cube = np.full((len(care_types), len(regions), len(starts)), np.nan)
    places = frame.select(
        pl.col("care_type").replace_strict(dict(zip(care_types, range(len(care_types)), strict=True))),
        pl.col("region_code").replace_strict(dict(zip(regions, range(len(regions)), strict=True))),
        pl.col("period_start").replace_strict(dict(zip(starts, range(len(starts)), strict=True))),
    )
    kinds, rows, columns = (places[name].to_numpy() for name in places.columns)
    cube[kinds, rows, columns] = frame[column].cast(pl.Float64).fill_null(np.nan).to_numpy()
    return cube


def _demography(
    indices: pl.DataFrame, *, care_types: list[str], regions: list[str], starts: list[date], period_type: PeriodType
) -> Floats | None:
    """Return the index of care to be expected of the people there are (C, R, T), linear between days of counting."""
    if indices.is_empty():
        return None
    days = np.array([middle(start, period_type).toordinal() for start in starts], dtype=float)
    cube = np.ones((len(care_types), len(regions), len(starts)))
    for (care_type, region_code), rows in indices.sort("reference_date").group_by("care_type", "region_code"):
        if care_type in care_types and region_code in regions:
            counted = [day.toordinal() for day in rows["reference_date"]]
            found = np.interp(days, counted, rows["care_index"].to_numpy())
            cube[care_types.index(str(care_type)), regions.index(str(region_code))] = found
    return cube


def _zone_shares(zones: pl.DataFrame, regions: list[str], calendar: Calendar) -> Floats | None:
    known = zones.filter(pl.col("region_code").is_in(regions) & pl.col("school_zone").is_in(list(calendar.zones)))
    if known.is_empty():
        return None
    shares = np.zeros((len(regions), len(calendar.zones)))
    for region_code, zone, share in known.select("region_code", "school_zone", "share").iter_rows():
        shares[regions.index(region_code), calendar.zones.index(zone)] = share
    return shares


def _baseline_years(nation: Floats, inside: Mask, times: Floats) -> Floats:
    """Return the length of each care type's baseline in years, shape (C,): whole years of what was delivered."""
    delivered = np.isfinite(nation) & inside
    first = np.where(delivered, times, np.inf).min(1)
    half_period = np.diff(times, append=times[-1] + 1).min() / 2
    return np.where(np.isfinite(first), np.floor(half_period - first + SHORT), 0.0)


@dataclass(frozen=True, kw_only=True)
class Context:
    """What panels are made with besides the volumes."""

    demography: pl.DataFrame
    zones: pl.DataFrame
    schemes: tuple[str, ...]
    baseline: BaselineSettings
    calendar: Calendar


@dataclass(frozen=True, kw_only=True)
class _Whole:
    """One source, kind of period and unit, and what is known of the nation in it."""

    source: str
    unit: str
    period_type: PeriodType
    rows: pl.DataFrame
    starts: list[date]
    care_types: list[str]
    nation: Floats
    breaks: NDArray[np.bool_]
    inside: Mask
    years: Floats


def _whole(rows: pl.DataFrame, key: tuple[object, ...], context: Context) -> _Whole:
    period_type: PeriodType = str(key[1])  # type: ignore[assignment]
    starts, care_types = sorted(rows["period_start"].unique()), sorted(rows["care_type"].unique())
    place = {"care_types": care_types, "regions": [NATION], "starts": starts}
    nation_rows = rows.filter(region_scheme=NATION_SCHEME).with_columns(is_broken=pl.col("status") == "break")
    breaks = _cube(nation_rows, "is_broken", **place)[:, 0] == 1
    nation = np.where(breaks, np.nan, _cube(nation_rows, "observed", **place)[:, 0])
    bare = Panel(observed=nation[:, None], starts=tuple(starts), period_type=period_type, origin=context.baseline.last)
    inside = baseline_mask(bare, first=context.baseline.first)
    needed = 2 if period_type == "year" else parameters(period_type)
    years = _baseline_years(nation, inside, bare.times())
    return _Whole(
        source=str(key[0]),
        unit=str(key[2]),
        period_type=period_type,
        rows=rows,
        starts=starts,
        care_types=care_types,
        nation=nation,
        breaks=breaks,
        inside=inside,
        years=np.where((np.isfinite(nation) & inside).sum(1) > needed, years, -1.0),
    )


def _group(whole: _Whole, kinds: list[int], scheme: str, context: Context) -> Group:
    names = [whole.care_types[kind] for kind in kinds]
    part = whole.rows.filter(pl.col("care_type").is_in(names), region_scheme=scheme)
    regions = sorted(part["region_code"].unique())
    delivered = part.with_columns(pl.when(pl.col("status") == "delivered").then("observed"))
    place = {"care_types": names, "regions": regions, "starts": whole.starts}
    indices = context.demography.filter(source=whole.source)
    panel = Panel(
        observed=_cube(delivered, "observed", **place),
        starts=tuple(whole.starts),
        period_type=whole.period_type,
        origin=context.baseline.last,
        is_count=whole.unit == "count",
        demography=_demography(indices, period_type=whole.period_type, **place),
        zone_shares=_zone_shares(context.zones, regions, context.calendar),
        totals=None if whole.unit == "count" else whole.nation[kinds],
        calendar=context.calendar,
    )
    return Group(
        source=whole.source,
        scheme=scheme,
        unit=whole.unit,
        care_types=tuple(names),
        regions=tuple(regions),
        panel=panel,
        inside=whole.inside,
        nation=whole.nation[kinds],
        breaks=whole.breaks[kinds],
        years=float(whole.years[kinds[0]]),
    )


def groups(volumes: pl.DataFrame, *, context: Context) -> Iterator[list[list[Group]]]:
    """Yield what is fitted with the same shocks: parts of its care types, each as a group for every scheme.

    `volumes` has the columns of fct_care_volumes on a complete grid. Where only the whole was delivered, it is the one
    region of its scheme. Care types with fewer baseline periods than a fit has parameters stay out.
    """
    for key, rows in volumes.group_by("source", "period_type", "unit", maintain_order=True):
        whole = _whole(rows, key, context)
        sizes = dict(rows.group_by("region_scheme").agg(pl.col("region_code").n_unique()).iter_rows())
        present = [scheme for scheme in context.schemes if scheme in sizes] or [NATION_SCHEME]
        step = max(1, CELLS // (max(sizes.values()) * len(whole.starts)))
        for length in sorted(set(whole.years[whole.years >= 0])):
            chosen = np.flatnonzero(whole.years == length).tolist()
            parts = [chosen[begin : begin + step] for begin in range(0, len(chosen), step)]
            yield [[_group(whole, kinds, scheme, context) for scheme in present] for kinds in parts]
