"""Baselines as tables: expected values, windows, comparisons, back-tests, and what any interval is made of."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl

from verdampt.estimates.fitting import Fitted, Tested
from verdampt.estimates.panels import NATION, NATION_SCHEME
from verdampt.statistics.calendar import middle
from verdampt.statistics.comparison import compare
from verdampt.statistics.expected import PRIMARY
from verdampt.statistics.irls import Floats
from verdampt.statistics.uncertainty import each_period, horizon_factor

BOUNDS = ("lower", "upper", "lower_80", "upper_80")
KEY = {"region_code": pl.String, "care_type": pl.String, "period_type": pl.String}
EXPECTED = {
    **KEY,
    "period_start": pl.Date,
    **dict.fromkeys(("expected", *BOUNDS, "expected_flat", "expected_full"), pl.Float64),
}
WINDOWS = {
    **KEY,
    "window_code": pl.String,
    "scenario": pl.String,
    **dict.fromkeys(("observed", "expected", *BOUNDS), pl.Float64),
}
COMPARISON = {
    **KEY,
    "window_code": pl.String,
    **dict.fromkeys(
        (
            "relative",
            "shrunken",
            "low_alarm",
            "low_warning",
            "high_warning",
            "high_alarm",
            "rank_low",
            "rank_high",
            "chance_of_worst",
        ),
        pl.Float64,
    ),
}
COVARIANCES = tuple(f"covariance_{row}{column}" for row in range(4) for column in range(row, 4))
SERIES = {
    **KEY,
    **dict.fromkeys(("baseline_years", "dispersion", *COVARIANCES), pl.Float64),
}
SHOCKS = {
    "source": pl.String,
    "region_scheme": pl.String,
    "period_type": pl.String,
    "unit": pl.String,
    "baseline_years": pl.Float64,
    "window_length": pl.Int64,
    **dict.fromkeys(("regional", "national", "correlation"), pl.Float64),
}
TIME = {
    "period_type": pl.String,
    "period_start": pl.Date,
    **dict.fromkeys(("years_after", "sine", "cosine", "horizon"), pl.Float64),
}
BACKTEST = {
    "region_scheme": pl.String,
    "care_type": pl.String,
    "period_type": pl.String,
    "level": pl.String,
    "window_length": pl.Int64,
    "windows": pl.Int64,
    **dict.fromkeys(("bias", "mape", "coverage_80", "coverage_95", "width"), pl.Float64),
    "is_pooled": pl.Boolean,
    "verdict": pl.String,
    "false_alarms": pl.Float64,
    "series": pl.Int64,
}
Window = Mapping[str, Any]


def places_of(fitted: Fitted) -> list[str]:
    """Return the region codes of a fitted group as its tables name them, the nation as the last."""
    return [*fitted.group.regions, NATION]


def keeps_nation(fitted: Fitted, first_schemes: Mapping[str, str]) -> bool:
    """Return whether this group's nation is the one that is published: that of the first scheme."""
    return fitted.group.scheme in (NATION_SCHEME, first_schemes[fitted.group.source])


def _rows(fitted: Fitted, columns: Mapping[str, Floats]) -> pl.DataFrame:
    """Return a row per care type and region, the nation included, from arrays (C, R + 1)."""
    codes, kinds = places_of(fitted), fitted.group.care_types
    return pl.DataFrame(
        {
            "region_code": codes * len(kinds),
            "care_type": np.repeat(kinds, len(codes)),
            **{name: values.ravel() for name, values in columns.items()},
        }
    ).with_columns(period_type=pl.lit(fitted.group.panel.period_type))


def one_nation(frame: pl.DataFrame, fitted: Fitted, first_schemes: Mapping[str, str]) -> pl.DataFrame:
    """Return the rows that are published: where only the whole was delivered it is one region and the nation too."""
    if fitted.group.scheme == NATION_SCHEME:
        return frame.unique(["region_code", "care_type"], keep="last", maintain_order=True)
    return frame if keeps_nation(fitted, first_schemes) else frame.filter(pl.col("region_code") != NATION)


def stack(frames: Iterable[pl.DataFrame], schema: Mapping[str, Any]) -> pl.DataFrame:
    """Return frames as one with these columns; what could not be computed is null."""
    kept = [pl.DataFrame(schema=schema), *(frame.select(list(schema)).cast(pl.Schema(schema)) for frame in frames)]
    return pl.concat(kept).with_columns(pl.col(pl.Float64).fill_nan(None))


def _scenarios(fitted: Sequence[Fitted]) -> dict[tuple[object, ...], dict[str, Fitted]]:
    """Return the scenarios of each group, by its source, scheme, period, unit, and care types."""
    found: dict[tuple[object, ...], dict[str, Fitted]] = {}
    for one in fitted:
        group = one.group
        key = (group.source, group.scheme, group.panel.period_type, group.unit, group.care_types)
        found.setdefault(key, {})[one.scenario] = one
    return found


def main_scenario(scenarios: Mapping[str, Fitted]) -> Fitted:
    """Return the scenario that is shown: the primary one, or the only one of a baseline of one year."""
    return scenarios.get(PRIMARY, next(iter(scenarios.values())))


def by_group(fitted: Sequence[Fitted]) -> list[dict[str, Fitted]]:
    """Return the scenarios of every group."""
    return list(_scenarios(fitted).values())


def expected_table(fitted: Sequence[Fitted], first_schemes: Mapping[str, str]) -> pl.DataFrame:
    """Return expected values of every period by itself with their bounds, and those of the other scenarios."""
    frames = []
    for scenarios in by_group(fitted):
        main = main_scenario(scenarios)
        panel, parts = main.group.panel, each_period(main.baseline)
        horizon = horizon_factor(panel.times())
        regional, national, _ = main.shocks.at(1)
        squares = (parts.squares.sum(1), np.square(main.baseline.total))
        if main.baseline.is_sum:
            whole = parts.parameters.sum(1) + horizon * (regional * squares[0] + national * squares[1])
        else:
            whole = horizon * national * squares[1]
        whole = whole + main.baseline.dispersion[:, None] * main.baseline.total
        variance = np.concatenate([parts.variance(main.shocks, length=1, horizon=horizon), whole[:, None]], axis=1)
        mean = main.expected()
        columns = {"expected": mean}
        for level, names in ((0.95, BOUNDS[:2]), (0.80, BOUNDS[2:])):
            columns |= dict(zip(names, main.bounds(mean, variance, level=level), strict=True))
        for scenario in ("flat", "full"):
            other = scenarios.get(scenario)
            columns[f"expected_{scenario}"] = other.expected() if other else np.full_like(mean, np.nan)
        codes, kinds, periods = places_of(main), main.group.care_types, len(panel.starts)
        frame = pl.DataFrame(
            {
                "region_code": np.tile(np.repeat(codes, periods), len(kinds)),
                "care_type": np.repeat(kinds, len(codes) * periods),
                "period_start": pl.Series(panel.starts * (len(codes) * len(kinds)), dtype=pl.Date),
                **{name: values.ravel() for name, values in columns.items()},
            }
        ).with_columns(period_type=pl.lit(panel.period_type))
        if main.group.scheme == NATION_SCHEME:
            frame = frame.unique(["region_code", "care_type", "period_start"], keep="last", maintain_order=True)
        elif not keeps_nation(main, first_schemes):
            frame = frame.filter(pl.col("region_code") != NATION)
        frames.append(frame)
    return stack(frames, EXPECTED)


def periods_in(fitted: Fitted, window: Window) -> list[int]:
    """Return the places of the periods whose middle lies in a window."""
    panel = fitted.group.panel
    days = [middle(start, panel.period_type) for start in panel.starts]
    return [place for place, day in enumerate(days) if window["first_date"] <= day <= window["last_date"]]


def _in_windows(fitted: Fitted, windows: pl.DataFrame) -> Iterator[tuple[str, list[int]]]:
    for window in windows.filter(period_type=fitted.group.panel.period_type).iter_rows(named=True):
        periods = periods_in(fitted, window)
        if periods:
            yield window["window_code"], periods


def window_table(fitted: Sequence[Fitted], first_schemes: Mapping[str, str], *, windows: pl.DataFrame) -> pl.DataFrame:
    """Return observed against expected over named windows, in every scenario."""
    frames = []
    for one in fitted:
        observed = one.observed()
        for code, periods in _in_windows(one, windows):
            sums = one.sums(periods)
            variance = one.variance(periods, sums)
            columns = {"observed": observed[:, :, periods].sum(2), "expected": sums.expected}
            for level, names in ((0.95, BOUNDS[:2]), (0.80, BOUNDS[2:])):
                columns |= dict(zip(names, one.bounds(sums.expected, variance, level=level), strict=True))
            frame = _rows(one, columns).with_columns(window_code=pl.lit(code), scenario=pl.lit(one.scenario))
            frames.append(one_nation(frame, one, first_schemes))
    return stack(frames, WINDOWS)


def comparison_table(fitted: Sequence[Fitted], *, windows: pl.DataFrame) -> pl.DataFrame:
    """Return how regions of a scheme differ from all together, over named windows."""
    names = list(COMPARISON)[4:]
    frames = []
    for one in fitted:
        group = one.group
        if one.scenario != PRIMARY or group.scheme == NATION_SCHEME or len(group.regions) < 3:
            continue
        for code, periods in _in_windows(one, windows):
            sums = one.sums(periods)
            variance = one.variance(periods, sums, is_shared=False)[:, :-1]
            observed = group.panel.observed[:, :, periods].sum(2)
            for kind, care_type in enumerate(group.care_types):
                found = compare(observed[kind], sums.expected[kind, :-1], variance=variance[kind])
                ranks = (found.rank_low, found.rank_high, found.chance_of_worst)
                figures = (found.relative, found.shrunken, *found.limits, *ranks)
                frames.append(
                    pl.DataFrame({"region_code": group.regions, **dict(zip(names, figures, strict=True))}).with_columns(
                        care_type=pl.lit(care_type),
                        period_type=pl.lit(group.panel.period_type),
                        window_code=pl.lit(code),
                    )
                )
    return stack(frames, COMPARISON)


def series_table(fitted: Sequence[Fitted]) -> pl.DataFrame:
    """Return dispersion and parameter covariance of every region, from which any interval can be made."""
    frames = []
    for scenarios in by_group(fitted):
        one = main_scenario(scenarios)
        covariance = one.baseline.covariance
        kinds, regions, width, _ = covariance.shape
        full = np.zeros((kinds, regions, 4, 4))
        full[:, :, :width, :width] = covariance
        columns = {
            "baseline_years": np.full((kinds, regions), one.group.years),
            "dispersion": np.repeat(one.baseline.dispersion[:, None], regions, axis=1),
            **{name: full[:, :, int(name[-2]), int(name[-1])] for name in COVARIANCES},
        }
        frame = pl.DataFrame(
            {
                "region_code": list(one.group.regions) * kinds,
                "care_type": np.repeat(one.group.care_types, regions),
                **{name: values.ravel() for name, values in columns.items()},
            }
        ).with_columns(period_type=pl.lit(one.group.panel.period_type))
        frames.append(frame)
    return stack(frames, SERIES)


def shock_table(fitted: Sequence[Fitted]) -> pl.DataFrame:
    """Return the shock variances by source, scheme and window length."""
    rows = []
    for scenarios in by_group(fitted):
        one = main_scenario(scenarios)
        shocks, group = one.shocks, one.group
        values = zip(shocks.lengths, shocks.regional, shocks.national, shocks.correlation, strict=True)
        key = (group.source, group.scheme, group.panel.period_type, group.unit, group.years)
        rows += [(*key, *figures) for figures in values]
    return pl.DataFrame(rows, schema=SHOCKS, orient="row").unique(list(SHOCKS)[:6], keep="first", maintain_order=True)


def time_table(fitted: Sequence[Fitted]) -> pl.DataFrame:
    """Return the covariates of every period that the parameters of regions belong to."""
    frames = []
    for one in fitted:
        panel, covariates = one.group.panel, one.baseline.covariates
        wave = covariates[:, 2:] if covariates.shape[1] > 2 else np.zeros((len(covariates), 2))
        frames.append(
            pl.DataFrame(
                {
                    "period_start": pl.Series(panel.starts, dtype=pl.Date),
                    "years_after": covariates[:, 1],
                    "sine": wave[:, 0],
                    "cosine": wave[:, 1],
                    "horizon": horizon_factor(panel.times()),
                }
            ).with_columns(period_type=pl.lit(panel.period_type))
        )
    return stack(frames, TIME).unique(["period_type", "period_start"], keep="first", maintain_order=True)


def backtest_table(tested: Sequence[Tested]) -> pl.DataFrame:
    """Return the back-test card of every care type by level and window length."""
    rows = []
    for one in tested:
        group = one.group
        rows += [
            {name: getattr(card, name) for name in BACKTEST if hasattr(card, name)}
            | {
                "region_scheme": group.scheme,
                "care_type": group.care_types[card.care_number],
                "period_type": group.panel.period_type,
                "window_length": card.length,
                "false_alarms": one.false_alarms[card.care_number],
                "series": len(group.regions),
            }
            for card in one.cards
        ]
    return stack([pl.DataFrame(rows, schema=BACKTEST)], BACKTEST) if rows else pl.DataFrame(schema=BACKTEST)
