"""The statistics step: volume tables in, tables of expected values, windows, comparison and recovery out."""

from collections import defaultdict

import polars as pl

from verdampt.estimates import recoveries, tables
from verdampt.estimates.fitting import fit_all
from verdampt.estimates.panels import Context, groups

SCHEMAS = {
    "calc_expected": tables.EXPECTED,
    "calc_window_expected": tables.WINDOWS,
    "calc_comparison": tables.COMPARISON,
    "calc_series": tables.SERIES,
    "calc_shocks": tables.SHOCKS,
    "calc_time": tables.TIME,
    "calc_backtest": tables.BACKTEST,
    "calc_recovery": recoveries.RECOVERY,
}


def estimate(
    volumes: pl.DataFrame, *, windows: pl.DataFrame, events: pl.DataFrame, context: Context
) -> dict[str, pl.DataFrame]:
    """Return every table of estimates by name.

    `volumes` are the rows of fct_care_volumes, `windows` those of fct_windows, `events` those of ref_events.
    """
    frames: dict[str, list[pl.DataFrame]] = defaultdict(list)
    for parts in groups(volumes, context=context):
        fitted, tested = fit_all(parts)
        first = {group.source: group.scheme for group in parts[0][:1]}
        frames["calc_expected"].append(tables.expected_table(fitted, first))
        frames["calc_window_expected"].append(tables.window_table(fitted, first, windows=windows))
        frames["calc_comparison"].append(tables.comparison_table(fitted, windows=windows))
        frames["calc_series"].append(tables.series_table(fitted))
        frames["calc_shocks"].append(tables.shock_table(fitted))
        frames["calc_time"].append(tables.time_table(fitted))
        frames["calc_backtest"].append(tables.backtest_table(tested))
        frames["calc_recovery"].append(recoveries.recovery_table(fitted, tested, first, events=events))
    found = {name: tables.stack(frames[name], schema) for name, schema in SCHEMAS.items()}
    once = ["period_type", "period_start"]
    return found | {"calc_time": found["calc_time"].unique(once, keep="first", maintain_order=True)}
