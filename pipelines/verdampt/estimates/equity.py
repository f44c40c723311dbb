"""Whether a drop was unequal between groups, and rates that do not differ by who lives where."""

from collections.abc import Sequence

import numpy as np
import polars as pl

from verdampt.estimates.fitting import Fitted, fit_all
from verdampt.estimates.panels import NATION, NATION_SCHEME, Context, groups
from verdampt.estimates.tables import BOUNDS, by_group, expected_table, main_scenario, periods_in, stack
from verdampt.statistics.comparison import inequality, standardise

ORDERED = ("deprivation", "age")
"""Dimensions whose groups have an order; the index of inequality has no meaning without one."""
FEWEST_IN_GROUP = 100
"""Expected in every group, or no index of inequality is given."""
DIMENSIONS = ("age", "sex", "deprivation")
KEY = {"care_type": pl.String, "dimension": pl.String, "window_code": pl.String}
GROUPS = {
    **KEY,
    "group_code": pl.String,
    **dict.fromkeys(("observed", "expected", *BOUNDS), pl.Float64),
}
GROUP_EXPECTED = {
    "care_type": pl.String,
    "group_code": pl.String,
    "month_start": pl.Date,
    **dict.fromkeys(("expected", "lower", "upper"), pl.Float64),
}
INEQUALITY = {
    **KEY,
    **dict.fromkeys(
        ("relative_index", "relative_low", "relative_high", "slope_index", "slope_low", "slope_high"), pl.Float64
    ),
}
RATES = {
    "region_code": pl.String,
    "care_type": pl.String,
    "calendar_year": pl.Int64,
    **dict.fromkeys(("rate", "lower", "upper"), pl.Float64),
}


def _as_volumes(counts: pl.DataFrame) -> pl.DataFrame:
    """Return counts by group in the shape of care volumes, a dimension for a scheme, and their sum as the nation."""
    parts = counts.select(
        "care_type",
        pl.col("dimension").alias("region_scheme"),
        pl.col("group_code").alias("region_code"),
        pl.col("month_start").alias("period_start"),
        pl.col("events").alias("observed"),
    )
    whole = (
        parts.filter(region_scheme=DIMENSIONS[0])
        .group_by("care_type", "period_start")
        .agg(pl.col("observed").sum())
        .with_columns(region_scheme=pl.lit(NATION_SCHEME), region_code=pl.lit(NATION))
        .select(parts.columns)
    )
    return pl.concat([parts, whole]).with_columns(
        source=pl.lit("chain"), period_type=pl.lit("month"), unit=pl.lit("count"), status=pl.lit("delivered")
    )


def _people(people: pl.DataFrame, care_types: list[str]) -> pl.DataFrame:
    return people.rename({"group_code": "region_code"}).join(
        pl.DataFrame({"care_type": care_types, "source": ["chain"] * len(care_types)}), how="cross"
    )


def _months(fitted: Sequence[Fitted]) -> pl.DataFrame:
    """Return expected values of every month by group."""
    names = {"region_code": "group_code", "period_start": "month_start"}
    # No group is the nation's: it is published with the regions.
    return expected_table(fitted, {"chain": ""}).rename(names)


def group_tables(
    counts: pl.DataFrame, people: pl.DataFrame, *, windows: pl.DataFrame, context: Context
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Return observed against expected by group over named windows, how unequal the drop was, and months by group.

    `counts` are the rows of fct_group_volumes, `people` those of fct_group_people. Source: methods.md 2.6.
    """
    observed_rows: list[pl.DataFrame] = []
    index_rows: list[pl.DataFrame] = []
    month_rows: list[pl.DataFrame] = []
    if counts.is_empty():
        return pl.DataFrame(schema=GROUPS), pl.DataFrame(schema=INEQUALITY), pl.DataFrame(schema=GROUP_EXPECTED)
    own = Context(
        demography=_people(people, sorted(counts["care_type"].unique())),
        zones=context.zones.clear(),
        schemes=DIMENSIONS,
        baseline=context.baseline,
        calendar=context.calendar,
    )
    for parts in groups(_as_volumes(counts), context=own):
        fitted, _ = fit_all(parts)
        month_rows.append(_months(fitted))
        for scenarios in by_group(fitted):
            one = main_scenario(scenarios)
            if not one.group.has_interval:
                continue
            for window in windows.filter(period_type="month").iter_rows(named=True):
                periods = periods_in(one, window)
                if not periods:
                    continue
                sums = one.sums(periods)
                variance = one.variance(periods, sums)
                bounds = [bound for level in (0.95, 0.80) for bound in one.bounds(sums.expected, variance, level=level)]
                own_variance = one.variance(periods, sums, is_shared=False)
                seen = one.group.panel.observed[:, :, periods].sum(2)
                for kind, care_type in enumerate(one.group.care_types):
                    names = {
                        "care_type": care_type,
                        "dimension": one.group.scheme,
                        "window_code": window["window_code"],
                    }
                    frame = pl.DataFrame(
                        {
                            "group_code": one.group.regions,
                            "observed": seen[kind],
                            "expected": sums.expected[kind, :-1],
                            **{name: bound[kind, :-1] for name, bound in zip(BOUNDS, bounds, strict=True)},
                        }
                    )
                    observed_rows.append(frame.with_columns(**{name: pl.lit(value) for name, value in names.items()}))
                    foreseen = sums.expected[kind, :-1]
                    is_enough = np.isfinite(seen[kind]).all() and (foreseen >= FEWEST_IN_GROUP).all()
                    if one.group.scheme in ORDERED and len(foreseen) > 2 and is_enough and (seen[kind] > 0).all():
                        found = inequality(seen[kind], foreseen, variance=own_variance[kind, :-1])
                        index_rows.append(pl.DataFrame({**names, **vars(found)}))
    return stack(observed_rows, GROUPS), stack(index_rows, INEQUALITY), stack(month_rows, GROUP_EXPECTED)


def rate_table(counts: pl.DataFrame) -> pl.DataFrame:
    """Return directly standardised rates per 1,000 people by region, care type and year, with 95 % bounds.

    `counts` are the rows of fct_age_volumes. Source: methods.md 2.6.
    """
    frames = []
    strata = ["age_band", "sex"]
    for (care_type, year), rows in counts.group_by("care_type", "calendar_year", maintain_order=True):
        wide = {
            name: rows.pivot(strata, index="region_code", values=name, sort_columns=True)
            .sort("region_code")
            .fill_null(0)
            for name in ("events", "people")
        }
        weights = rows.unique(strata).sort(strata)["standard"].to_numpy()
        regions = wide["events"]["region_code"]
        events, people = (wide[name].drop("region_code").to_numpy().astype(float) for name in ("events", "people"))
        found = standardise(events, people, weights=weights)
        frames.append(
            pl.DataFrame(
                {"region_code": regions, "rate": found.rate, "lower": found.lower, "upper": found.upper}
            ).with_columns(care_type=pl.lit(care_type), calendar_year=pl.lit(year, pl.Int64))
        )
    return stack(frames, RATES)
