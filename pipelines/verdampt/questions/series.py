"""Series with their expected values, of which any selection of periods can be added up with its variance."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from verdampt.estimates.fitting import Fitted, fit_main
from verdampt.estimates.panels import MINIMUM_YEARS, NATION, NATION_SCHEME, SHORT, Context, groups
from verdampt.estimates.tables import COVARIANCES
from verdampt.statistics.calendar import PeriodType, middle
from verdampt.statistics.expected import Baseline
from verdampt.statistics.irls import Floats
from verdampt.statistics.uncertainty import PARTS, Shocks, Sums, horizon_factor, nation_sums, region_sums

Span = tuple[date, date]
"""First and last day; a period belongs to the span its middle lies in."""


@dataclass(frozen=True, kw_only=True)
class Totals:
    """Chosen periods together of one series, for every region and the nation as the last; arrays (R + 1,)."""

    observed: Floats
    """NaN where a period was not delivered."""
    expected: Floats
    variance: Floats
    """Of a new count around expected."""
    own_variance: Floats
    """The same without the national shock, which all regions share."""


@dataclass(frozen=True, kw_only=True)
class Series:
    """C series in R regions and the nation over T periods, in one scheme of regions."""

    names: tuple[str, ...]
    regions: tuple[str, ...]
    """R codes and that of the nation as the last."""
    scheme: str
    period_type: PeriodType
    starts: tuple[date, ...]
    observed: Floats
    """(C, R + 1, T)."""
    baseline: Baseline
    shocks: Shocks
    horizon: Floats
    """(T,)."""

    def places(self, spans: Sequence[Span], *, without: Sequence[Span] = ()) -> list[int]:
        """Return the periods whose middle lies in one of the spans and in none of those `without`."""
        days = [middle(start, self.period_type) for start in self.starts]
        return [
            place
            for place, day in enumerate(days)
            if any(first <= day <= last for first, last in spans)
            and not any(first <= day <= last for first, last in without)
        ]

    def has(self, name: str) -> bool:
        """Return whether a series of this name was delivered."""
        return name in self.names

    def total(self, name: str, places: Sequence[int]) -> Totals:
        """Return the chosen periods of one series together (methods.md 1.3)."""
        kind = self.names.index(name)
        one = slice(kind, kind + 1)
        baseline = Baseline(
            mean=self.baseline.mean[one],
            total=self.baseline.total[one],
            dispersion=self.baseline.dispersion[one],
            covariance=self.baseline.covariance[one],
            covariates=self.baseline.covariates,
            is_sum=self.baseline.is_sum,
        )
        own = region_sums(baseline, places)
        whole = nation_sums(baseline, places, own)
        sums = Sums(**{part: np.concatenate([getattr(own, part), getattr(whole, part)], axis=1) for part in PARTS})
        horizon = float(self.horizon[list(places)].mean()) if places else 1.0
        length = max(len(places), 1)
        return Totals(
            observed=self.observed[kind][:, list(places)].sum(1),
            expected=sums.expected[0],
            variance=sums.variance(self.shocks, length=length, horizon=horizon)[0],
            own_variance=sums.variance(self.shocks, length=length, horizon=horizon, is_shared=False)[0],
        )


def fit_series(volumes: pl.DataFrame, *, context: Context) -> list[Series]:
    """Return series of which no expected values are published, fitted by the model that all care is fitted by.

    `volumes` has the columns of fct_care_volumes. Baselines too short for an interval are left out.
    """
    if volumes.is_empty():
        return []
    fitted = [one for parts in groups(volumes, context=context) for one in fit_main(parts)]
    return [_as_series(one) for one in fitted if one.group.has_interval]


def _as_series(one: Fitted) -> Series:
    group = one.group
    return Series(
        names=group.care_types,
        regions=(*group.regions, NATION),
        scheme=group.scheme,
        period_type=group.panel.period_type,
        starts=group.panel.starts,
        observed=one.observed(),
        baseline=one.baseline,
        shocks=one.shocks,
        horizon=horizon_factor(group.panel.times()),
    )


@dataclass(frozen=True, kw_only=True)
class Published:
    """What is known of series that are published: the frames of the tables of these names."""

    observed: pl.DataFrame
    """care_type, region_scheme, region_code, period_start, observed."""
    expected: pl.DataFrame
    """care_type, region_code, period_start, expected."""
    series: pl.DataFrame
    shocks: pl.DataFrame
    time: pl.DataFrame


def published_series(tables: Published, *, schemes: Sequence[str]) -> list[Series]:
    """Return the published weekly series of the chain, so that any selection equals what is published of it."""
    return list(_published(tables, schemes))


def _published(tables: Published, schemes: Sequence[str]) -> Iterator[Series]:
    if tables.expected.is_empty() or tables.shocks.is_empty():
        return
    # Other series of the chain may reach further than referrals do; expected values cover them all.
    starts = sorted(tables.expected["period_start"].unique())
    time = tables.time.filter(pl.col("period_start").is_in(starts)).sort("period_start")
    has_interval = pl.col("baseline_years") >= MINIMUM_YEARS - SHORT
    names = sorted(tables.series.filter(has_interval)["care_type"].unique())
    present = set(tables.observed["region_scheme"].unique())
    for scheme in [one for one in schemes if one in present] or [NATION_SCHEME]:
        known = tables.shocks.filter(region_scheme=scheme).sort("baseline_years", "window_length")
        regions = sorted(tables.observed.filter(region_scheme=scheme)["region_code"].unique())
        if not names or known.is_empty() or time.height != len(starts):
            continue
        place = {"names": names, "regions": [*regions, NATION], "starts": starts}
        expected = _cube(tables.expected, "expected", **place)
        yield Series(
            names=tuple(names),
            regions=(*regions, NATION),
            scheme=scheme,
            period_type="week",
            starts=tuple(starts),
            observed=_cube(tables.observed, "observed", **place),
            baseline=_baseline(tables, expected, time, names=names, regions=regions),
            shocks=_shocks(known),
            horizon=time["horizon"].to_numpy(),
        )


def _cube(frame: pl.DataFrame, column: str, *, names: list[str], regions: list[str], starts: list[date]) -> Floats:
    """Return a column as an array (C, R, T), NaN where there is no row."""
    cube = np.full((len(names), len(regions), len(starts)), np.nan)
    known = frame.filter(pl.col("care_type").is_in(names) & pl.col("region_code").is_in(regions))
    kinds, rows, columns = (
        _places(known["care_type"], names),
        _places(known["region_code"], regions),
        _places(known["period_start"], starts),
    )
    cube[kinds, rows, columns] = known[column].cast(pl.Float64).fill_null(np.nan).to_numpy()
    return cube


def _places(values: pl.Series, known: Sequence[object]) -> NDArray[np.int64]:
    """Return the place of each value among the known ones."""
    return values.replace_strict(list(known), list(range(len(known))), return_dtype=pl.Int64).to_numpy()


def _baseline(
    tables: Published, expected: Floats, time: pl.DataFrame, *, names: list[str], regions: list[str]
) -> Baseline:
    rows = {(row["care_type"], row["region_code"]): row for row in tables.series.iter_rows(named=True)}
    covariance = np.zeros((len(names), len(regions), 4, 4))
    dispersion = np.ones(len(names))
    for kind, name in enumerate(names):
        for place, region in enumerate(regions):
            row = rows.get((name, region))
            if row is None:
                continue
            dispersion[kind] = row["dispersion"]
            for column in COVARIANCES:
                first, second = int(column[-2]), int(column[-1])
                covariance[kind, place, first, second] = covariance[kind, place, second, first] = row[column]
    ones = np.ones(time.height)
    return Baseline(
        mean=expected[:, :-1],
        total=expected[:, -1],
        dispersion=dispersion,
        covariance=covariance,
        covariates=np.column_stack([ones, *(time[name].to_numpy() for name in ("years_after", "sine", "cosine"))]),
        is_sum=True,
    )


def _shocks(known: pl.DataFrame) -> Shocks:
    """Return the shocks of the longest baseline."""
    longest = known.filter(pl.col("baseline_years") == pl.col("baseline_years").max())
    return Shocks(
        lengths=tuple(longest["window_length"].to_list()),
        regional=tuple(longest["regional"].to_list()),
        national=tuple(longest["national"].to_list()),
        correlation=tuple(longest["correlation"].to_list()),
    )
