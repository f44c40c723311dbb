"""The steps of the chain that are no SQL: follow-through, run-off and where care was lost."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import polars as pl
from scipy.stats import norm

from verdampt.statistics.followthrough import cumulative_incidence
from verdampt.statistics.funnel import split_deficit
from verdampt.statistics.irls import Floats
from verdampt.statistics.runoff import run_off, status

HORIZONS = (30, 90, 180, 365)
LEVEL = 0.95
LONGEST_DELAY = 24
"""Months after which claims are taken as complete."""
FOLLOW_UP_SCHEMA = {
    "region_code": pl.String,
    "path_number": pl.Int64,
    "urgency": pl.String,
    "month_start": pl.Date,
    "horizon_days": pl.Int64,
    "referrals": pl.Float64,
    "share": pl.Float64,
    "lower": pl.Float64,
    "upper": pl.Float64,
}
RUN_OFF_SCHEMA = {
    "source": pl.String,
    "month_start": pl.Date,
    "lines": pl.Int64,
    "completeness": pl.Float64,
    "total": pl.Float64,
    "lower": pl.Float64,
    "upper": pl.Float64,
    "status": pl.String,
    "has_alarm": pl.Boolean,
}
STEPS = ("contacts", "referrals", "seen", "treated", "claimed")
FUNNEL_SCHEMA = {
    "region_code": pl.String,
    "path_number": pl.Int64,
    "window_code": pl.String,
    "step": pl.String,
    "step_number": pl.Int64,
    "observed": pl.Float64,
    "expected": pl.Float64,
    "lost": pl.Float64,
    "lower": pl.Float64,
    "upper": pl.Float64,
    "status": pl.String,
}
ALL_PATHS, ALL_URGENCIES = 300, "all"
SMALLEST_COHORT = 10.0
"""Of fewer referrals in a month no share is given."""
SMALLEST_STEP = 10.0
"""Below this many observed or expected in a step, its logarithm says nothing."""
DRAWS = 2_000
MATURE_AFTER = timedelta(days=180 + 365)
"""The last step of the funnel is known so long after a referral."""


def _days(cohorts: pl.DataFrame, outcomes: pl.DataFrame, *, kinds: tuple[str, ...]) -> Floats:
    """Return counts (C, D) of the outcomes of some kinds by cohort and day."""
    counts = np.zeros((cohorts.height, HORIZONS[-1] + 1))
    chosen = outcomes.filter(pl.col("outcome").is_in(kinds))
    days = np.minimum(chosen["days"].to_numpy(), HORIZONS[-1])
    np.add.at(counts, (chosen["cohort"].to_numpy(), days), chosen["referrals"].to_numpy())
    return counts


def _month_end(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _incidence(outcomes: pl.DataFrame, *, last_date: date) -> pl.DataFrame:
    """Return the share followed up of every cohort at the horizons that all its referrals have reached."""
    names = ["region_code", "path_number", "urgency", "month_start"]
    cohorts = outcomes.group_by(names).agg(pl.col("referrals").sum()).sort(names).with_row_index("cohort")
    outcomes = outcomes.join(cohorts.select("cohort", *names), on=names)
    found = cumulative_incidence(
        contacts=_days(cohorts, outcomes, kinds=("linked",)),
        competing=_days(cohorts, outcomes, kinds=("died", "expired")),
        censored=_days(cohorts, outcomes, kinds=("moved", "open")),
    )
    lower, upper = found.bounds(level=LEVEL)
    frames = []
    for days in HORIZONS:
        frame = cohorts.with_columns(
            horizon_days=pl.lit(days, pl.Int64), share=found.share[:, days], lower=lower[:, days], upper=upper[:, days]
        )
        reached = [_month_end(month) + timedelta(days=days) <= last_date for month in cohorts["month_start"]]
        frames.append(frame.filter(pl.Series(reached), pl.col("referrals") >= SMALLEST_COHORT))
    return pl.concat(frames).select(list(FOLLOW_UP_SCHEMA))


def follow_through(outcomes: pl.DataFrame, *, last_date: date) -> pl.DataFrame:
    """Return the share of referrals followed up within 30, 90, 180 and 365 days, by month of sending.

    `outcomes` are the rows of `fct_follow_up`; besides each care path and urgency there is one row for all together
    (path 300, urgency `all`). A cohort of which the last referral is younger than a horizon has no row for it.
    """
    if outcomes.is_empty():
        return pl.DataFrame(schema=FOLLOW_UP_SCHEMA)
    every_path = pl.lit(ALL_PATHS, pl.Int64).alias("path_number")
    every_urgency = pl.lit(ALL_URGENCIES).alias("urgency")
    frames = []
    for _, region in outcomes.sort("region_code", "month_start").group_by("region_code", maintain_order=True):
        margins = (region.with_columns(every_urgency), region.with_columns(every_path))
        cuts = [region, *margins, region.with_columns(every_path, every_urgency)]
        frames += [_incidence(cut, last_date=last_date) for cut in cuts]
    return pl.concat(frames)


def _triangle(lines: pl.DataFrame, *, last_month: date) -> tuple[list[date], Floats]:
    """Return months of care, without gaps up to the last, and lines (O, D) by months of delay."""
    first = lines["month_start"].min()
    assert isinstance(first, date)
    months = pl.date_range(first, last_month, interval="1mo", eager=True).to_list()
    increments = np.zeros((len(months), LONGEST_DELAY + 1))
    place = {month: number for number, month in enumerate(months)}
    for month, delay, count in lines.select("month_start", "delay_months", "lines").iter_rows():
        if place[month] + delay < len(months):
            increments[place[month], min(delay, LONGEST_DELAY)] += count
    return months, increments


def claims_run_off(lines: pl.DataFrame, *, last_date: date) -> pl.DataFrame:
    """Return by source and month of care how many claims came in, how complete that is, and what it will come to.

    `lines` are the rows of `fct_run_off`. A last month that was not delivered to its end is left out, and what came in
    during it. No total is given for months that are hidden.
    """
    if lines.is_empty():
        return pl.DataFrame(schema=RUN_OFF_SCHEMA)
    last_month = last_date.replace(day=1)
    if last_date != _month_end(last_date):
        last_month = (last_month - timedelta(days=1)).replace(day=1)
    lines = lines.filter(pl.col("month_start") <= last_month)
    frames = [pl.DataFrame(schema=RUN_OFF_SCHEMA)]
    for (source,), group in lines.group_by("source", maintain_order=True):
        months, increments = _triangle(group, last_month=last_month)
        found = run_off(increments)
        states = status(found.completeness)
        shown = np.array([state != "hidden" for state in states])
        figures = {
            name: np.where(shown, values, np.nan)
            for name, values in (("total", found.total), ("lower", found.lower), ("upper", found.upper))
        }
        frame = pl.DataFrame(
            {
                "month_start": months,
                "lines": increments.sum(1).astype(int),
                "completeness": found.completeness,
                **figures,
                "status": states,
            }
        ).with_columns(source=pl.lit(str(source)), has_alarm=pl.lit(found.has_alarm))
        frames.append(frame.select(list(RUN_OFF_SCHEMA)))
    return pl.concat(frames).with_columns(pl.col(pl.Float64).fill_nan(None))


def _spread(frame: pl.DataFrame, name: str) -> Floats:
    """Return the standard deviation (N,) of the logarithm of an expected volume, from its 95 % bounds."""
    lower, upper = frame[f"{name}_lower"].to_numpy(), frame[f"{name}_upper"].to_numpy()
    return np.asarray(np.log(np.maximum(upper, 1e-9) / np.maximum(lower, 1e-9)) / (2 * norm.ppf(0.975)))


def _expected_draws(steps: pl.DataFrame, names: tuple[str, ...], *, draws: int) -> Floats:
    """Return expected volumes (draws, N, K) after each step, drawn together from what is known of each.

    Chances of going on are drawn from what the region's own baseline years say of them, and how many go on by chance
    from those who came this far.
    """
    chance = np.random.default_rng(1)
    volumes = []
    for name in ("contacts", "referrals"):
        noise = chance.standard_normal((draws, steps.height)) * _spread(steps, name)
        volumes.append(steps[f"{name}_expected"].to_numpy() * np.exp(noise))
    for before, after in pairwise(names[1:]):
        share = steps[f"expected_{after}_share"].to_numpy()
        tried, went_on = steps[f"past_{before}"].to_numpy(), steps[f"past_{after}"].to_numpy()
        drawn = chance.beta(went_on + 0.5, np.maximum(tried - went_on, 0) + 0.5, (draws, steps.height))
        drawn *= share / ((went_on + 0.5) / (tried + 1))
        by_chance = np.sqrt(np.maximum(1 / share - 1, 0) / steps[f"{before}_observed"].to_numpy())
        volumes.append(volumes[-1] * drawn * np.exp(by_chance * chance.standard_normal(drawn.shape)))
    return np.stack(volumes, axis=-1)


def _parts(steps: pl.DataFrame, names: tuple[str, ...]) -> Iterator[pl.DataFrame]:
    """Yield for each step what was observed, what was to be expected, and its part of the deficit at the end."""
    observed = np.stack([steps[f"{name}_observed"].to_numpy() for name in names], axis=-1)
    draws = _expected_draws(steps, names, draws=DRAWS)
    shares = [steps[f"expected_{name}_share"].to_numpy() for name in names[2:]]
    entrance = [steps["contacts_expected"].to_numpy(), steps["referrals_expected"].to_numpy()]
    later = [entrance[1] * np.prod(shares[: number + 1], axis=0) for number in range(len(shares))]
    expected = np.stack([*entrance, *later], axis=-1)
    lost = split_deficit(expected=expected, observed=observed)
    lower, upper = np.quantile(split_deficit(expected=draws, observed=observed[None]), [0.025, 0.975], axis=0)
    for number, name in enumerate(names):
        yield steps.select("region_code", "path_number", "window_code").with_columns(
            step=pl.lit(name),
            step_number=pl.lit(number + 1, pl.Int64),
            observed=observed[:, number],
            expected=expected[:, number],
            lost=lost[:, number],
            lower=lower[:, number],
            upper=upper[:, number],
            status=pl.lit("shown"),
        )


def _large_enough(names: tuple[str, ...]) -> pl.Expr:
    """Return whether every step of the chain holds enough to take a logarithm of."""
    end = pl.col("referrals_expected")
    for name in names[2:]:
        end = end * pl.col(f"expected_{name}_share")
    volumes = [end, *(pl.col(f"{name}_observed") for name in names)]
    return pl.all_horizontal((volume >= SMALLEST_STEP).fill_null(value=False) for volume in volumes)


def loss_funnel(steps: pl.DataFrame, *, last_date: date) -> pl.DataFrame:
    """Return per region, care path and wave which step of the chain lost how much of the volume at its end.

    `steps` has one row per region, care path and wave: `<step>_observed` for each step, `<step>_expected` with bounds
    for contacts and referrals, expected shares for the others, counts of the baseline years, `last_date` of the wave,
    and whether the path is seen in hospitals. Parts are in the unit of the last step: treatments claimed, or referrals
    where nothing later is delivered. Waves younger than the last step needs are `too_young`, small ones `too_few`.
    """
    frames = [pl.DataFrame(schema=FUNNEL_SCHEMA)]
    for is_hospital, names in ((True, STEPS), (False, STEPS[:2])):
        group = steps.filter(pl.col("is_hospital") == is_hospital)
        ripe = group["window_end"] + (MATURE_AFTER if is_hospital else timedelta(0)) <= last_date
        enough = group.select(_large_enough(names)).to_series()
        frames += _parts(group.filter(ripe & enough), names)
        for kept, why in ((~ripe, "too_young"), (ripe & ~enough, "too_few")):
            withheld = group.filter(kept).select("region_code", "path_number", "window_code")
            frames += [
                withheld.with_columns(
                    step=pl.lit(name),
                    step_number=pl.lit(number, pl.Int64),
                    **{
                        column: pl.lit(None, pl.Float64)
                        for column in ("observed", "expected", "lost", "lower", "upper")
                    },
                    status=pl.lit(why),
                )
                for number, name in enumerate(names, start=1)
            ]
    return pl.concat([frame.select(list(FUNNEL_SCHEMA)) for frame in frames])
