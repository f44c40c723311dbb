"""What moved: modes of contact, lines of care and places, each category against its own baseline."""

from collections.abc import Iterator

import polars as pl

from verdampt.estimates.fitting import fit_all
from verdampt.estimates.panels import Context, groups
from verdampt.estimates.tables import WINDOWS, stack, window_table
from verdampt.statistics.raking import rake

PEOPLE_OF = {"mode": "chain_contacts", "care_line": "referral_hospital", "place": "treatment_hospital"}
"""The care type of which the people that a category is expected of are taken."""
KEY = ["dimension", "region_code", "window_code"]
SHIFTS = {
    "region_code": pl.String,
    "dimension": pl.String,
    "window_code": pl.String,
    "category": pl.String,
    **dict.fromkeys(("observed", "expected", "lower", "upper"), pl.Float64),
}


def _as_volumes(volumes: pl.DataFrame) -> pl.DataFrame:
    """Return counts by category in the shape of care volumes: a category is a care type."""
    return volumes.select(
        "region_scheme",
        "region_code",
        pl.concat_str("dimension", "category", separator="/").alias("care_type"),
        pl.col("month_start").alias("period_start"),
        pl.col("events").alias("observed"),
    ).with_columns(
        source=pl.lit("chain"), period_type=pl.lit("month"), unit=pl.lit("count"), status=pl.lit("delivered")
    )


def _people(context: Context, volumes: pl.DataFrame) -> pl.DataFrame:
    """Return the index of care to be expected of the people there are, for every category."""
    categories = volumes.select("dimension", "category").unique().sort("dimension", "category")
    of = categories.select(
        pl.col("dimension").replace_strict(PEOPLE_OF).alias("care_type"),
        pl.concat_str("dimension", "category", separator="/").alias("own_type"),
    )
    indices = context.demography.filter(source="chain").join(of, on="care_type", maintain_order="left")
    return indices.drop("care_type").rename({"own_type": "care_type"}).select(context.demography.columns)


def _fitted(volumes: pl.DataFrame, windows: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Return what was observed and expected of every category over the windows of months, not yet raked."""
    own = Context(
        demography=_people(context, volumes),
        zones=context.zones,
        schemes=context.schemes,
        baseline=context.baseline,
        calendar=context.calendar,
    )
    frames = []
    for parts in groups(_as_volumes(volumes), context=own):
        fitted, _ = fit_all(parts)
        scenario = fitted[0].scenario
        shown = [one for one in fitted if one.scenario == scenario]
        frames.append(window_table(shown, {"chain": context.schemes[0]}, windows=windows))
    found = pl.concat([pl.DataFrame(schema=WINDOWS), *frames])
    named = pl.col("care_type").str.split_exact("/", 1).struct
    return found.with_columns(named[0].alias("dimension"), named[1].alias("category"))


def _raked(rows: pl.DataFrame) -> pl.DataFrame:
    """Return rows of one dimension, window and scheme, expected and bounds scaled to the total of every region."""
    wide = rows.pivot("category", index=["region_code", "total"], values="expected", sort_columns=True)
    categories = wide.columns[2:]
    table = wide.select(categories).to_numpy().astype(float)
    found = rake(table, rows=wide["total"].to_numpy(), columns=table.sum(0))
    raked = pl.DataFrame(dict(zip(categories, found.T, strict=True))).with_columns(wide["region_code"])
    long = raked.unpivot(index="region_code", variable_name="category", value_name="raked")
    factor = pl.col("raked") / pl.max_horizontal("expected", pl.lit(1e-300))
    return rows.join(long, on=["region_code", "category"], maintain_order="left").with_columns(
        expected=pl.col("raked"), lower=pl.col("lower") * factor, upper=pl.col("upper") * factor
    )


def _by_scheme(rows: pl.DataFrame) -> Iterator[pl.DataFrame]:
    for _, part in rows.group_by("dimension", "window_code", "region_scheme", maintain_order=True):
        yield _raked(part)


def shift_table(
    volumes: pl.DataFrame, totals: pl.DataFrame, *, windows: pl.DataFrame, context: Context
) -> pl.DataFrame:
    """Return what was observed and expected of every category of care by region and window of months.

    `volumes` are the rows of fct_shift_volumes, `totals` those of fct_shift_totals. Each category is expected of its
    own baseline and then raked: categories add up to the total of their care type, regions to the nation. Bounds are
    those of the category, scaled along. What has no total, or nothing observed of it, has no rows.
    Source: methods.md 1.2 and 2.6.
    """
    if volumes.is_empty():
        return pl.DataFrame(schema=SHIFTS)
    fitted = _fitted(volumes, windows, context)
    known = totals.drop_nulls().select(*KEY, pl.col("expected").alias("total"))
    schemes = volumes.select("region_code", "region_scheme").unique()
    rows = (
        fitted.drop_nulls(("observed", "expected"))
        .join(known, on=KEY, how="inner", maintain_order="left")
        .join(schemes, on="region_code", how="inner", maintain_order="left")
    )
    return stack(_by_scheme(rows), SHIFTS).sort("dimension", "window_code", "region_code", "category")
