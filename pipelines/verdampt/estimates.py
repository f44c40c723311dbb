"""The statistics step: volume tables in, tables of expected values out."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial

import numpy as np
import polars as pl

from verdampt.settings import BaselineSettings
from verdampt.statistics.calendar import PeriodType, middle, parameters
from verdampt.statistics.expected import Expectation, expect
from verdampt.statistics.irls import Floats

SERIES = ["region_scheme", "care_type", "period_type", "unit"]
PERIOD_COLUMNS = ("expected", "lower", "upper", "lower_80", "upper_80")

EXPECTED_SCHEMA = {
    "region_code": pl.String,
    "care_type": pl.String,
    "period_type": pl.String,
    "period_start": pl.Date,
    **dict.fromkeys(PERIOD_COLUMNS, pl.Float64),
}
WINDOW_SCHEMA = {
    "region_code": pl.String,
    "care_type": pl.String,
    "period_type": pl.String,
    "window_code": pl.String,
    "observed": pl.Float64,
    **dict.fromkeys(PERIOD_COLUMNS, pl.Float64),
}


def _wide(group: pl.DataFrame) -> tuple[list[str], list[date], Floats]:
    """Return region codes (S,), period starts (T,) and what was observed (S, T)."""
    wide = group.pivot("period_start", index="region_code", values="observed", sort_columns=True).sort("region_code")
    starts = sorted(group["period_start"].unique())
    return wide["region_code"].to_list(), starts, wide.drop("region_code").to_numpy().astype(float)


def _figures(bounds: Callable[..., tuple[Floats, Floats, Floats]]) -> dict[str, Floats]:
    """Return expected values with both pairs of bounds; `bounds` gives them for one level."""
    mean, lower, upper = bounds(level=0.95)
    _, lower_80, upper_80 = bounds(level=0.80)
    return {"expected": mean, "lower": lower, "upper": upper, "lower_80": lower_80, "upper_80": upper_80}


def _per_period(expectation: Expectation, regions: list[str], key: dict[str, str]) -> pl.DataFrame:
    figures = {name: values.ravel() for name, values in _figures(expectation.each).items()}
    return pl.DataFrame(
        {
            "region_code": np.repeat(regions, len(expectation.starts)),
            "period_start": list(expectation.starts) * len(regions),
            **figures,
        }
    ).with_columns(care_type=pl.lit(key["care_type"]), period_type=pl.lit(key["period_type"]))


def _per_window(
    expectation: Expectation, regions: list[str], key: dict[str, str], *, observed: Floats, windows: pl.DataFrame
) -> Iterator[pl.DataFrame]:
    days = [middle(start, expectation.period_type) for start in expectation.starts]
    for window in windows.filter(pl.col("period_type") == key["period_type"]).iter_rows(named=True):
        periods = [number for number, day in enumerate(days) if window["first_date"] <= day <= window["last_date"]]
        if periods:
            total = observed[:, periods].sum(1)
            yield pl.DataFrame(
                {"region_code": regions, "observed": total, **_figures(partial(expectation.window, periods))}
            ).with_columns(
                care_type=pl.lit(key["care_type"]),
                period_type=pl.lit(key["period_type"]),
                window_code=pl.lit(window["window_code"]),
            )


def _stack(frames: Sequence[pl.DataFrame], schema: dict[str, type[pl.DataType]]) -> pl.DataFrame:
    if not frames:
        return pl.DataFrame(schema=schema)
    return pl.concat([frame.select(list(schema)) for frame in frames]).with_columns(pl.col(pl.Float64).fill_nan(None))


def expected_volumes(
    volumes: pl.DataFrame, *, windows: pl.DataFrame, baseline: BaselineSettings
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return expected values per period and per named window, with 80 and 95 % bounds.

    `volumes` has one row per region, care type and period, on a complete grid; `observed` is null where nothing was
    delivered or the series is broken. Regions of one scheme are fitted together, the nation by itself.
    """
    periods: list[pl.DataFrame] = []
    totals: list[pl.DataFrame] = []
    for values, group in volumes.group_by(SERIES, maintain_order=True):
        key = dict(zip(SERIES, (str(value) for value in values), strict=True))
        period_type: PeriodType = key["period_type"]  # type: ignore[assignment]
        regions, starts, observed = _wide(group)
        in_baseline = np.array([baseline.first <= start <= baseline.last for start in starts])
        if np.isfinite(observed[:, in_baseline]).sum(1).min() <= parameters(period_type):
            continue
        expectation = expect(
            observed,
            starts=starts,
            period_type=period_type,
            first=baseline.first,
            last=baseline.last,
            is_count=key["unit"] == "count",
        )
        periods.append(_per_period(expectation, regions, key))
        totals += _per_window(expectation, regions, key, observed=observed, windows=windows)
    return _stack(periods, EXPECTED_SCHEMA), _stack(totals, WINDOW_SCHEMA)
