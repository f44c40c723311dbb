"""The step of the pilots: practices by quarter in, rounded effects out; never a practice, nor how many there are."""

from collections.abc import Iterator

import numpy as np
import polars as pl

from verdampt.statistics.pilotpanels import PracticeQuarters
from verdampt.statistics.pilots import SMALLEST_PILOT, Course, Effect, PilotResult, evaluate_pilot

PRIMARY = "referrals"
"""The outcome that pilots are about; the others guard that nothing got worse meanwhile."""
OUTCOMES = (PRIMARY, "emergency_contacts", "contacts", "treatments")
SIZES = ((50, "50+"), (20, "20-49"), (SMALLEST_PILOT, "10-19"))
"""Fewest practices of each class, largest first."""
EFFECTS = {
    "pilot": pl.String,
    "outcome": pl.String,
    "is_guard_rail": pl.Boolean,
    "estimator": pl.String,
    "estimate": pl.Float64,
    "lower": pl.Float64,
    "upper": pl.Float64,
    "pretrend_p": pl.Float64,
    "detectable": pl.Float64,
    "size_class": pl.String,
    "quarters": pl.Int64,
    "status": pl.String,
}
COURSES = {
    "pilot": pl.String,
    "outcome": pl.String,
    "quarter_number": pl.Int64,
    "estimate": pl.Float64,
    "lower": pl.Float64,
    "upper": pl.Float64,
}
COSTS = {
    "pilot": pl.String,
    "quarter_number": pl.Int64,
    "invested_eur": pl.Float64,
    "saved_eur": pl.Float64,
    "saved_lower": pl.Float64,
    "saved_upper": pl.Float64,
}


def _down(value: float) -> float | None:
    return float(np.floor(value * 100) / 100) if np.isfinite(value) else None


def _up(value: float) -> float | None:
    return float(np.ceil(value * 100) / 100) if np.isfinite(value) else None


def _whole(value: float, *, decimals: int = 2) -> float | None:
    """Return a figure in whole percents, or with so many decimals; None where it is not known."""
    return round(float(value), decimals) + 0.0 if np.isfinite(value) else None


def _panel(rows: pl.DataFrame, participants: pl.DataFrame) -> PracticeQuarters:
    """Return the practices of one outcome; those that take part in another pilot are no controls and left out."""
    starts = participants.select("practice_key", "start_quarter")
    joined = rows.join(starts, on="practice_key", how="left").sort("practice_key", "quarter_number")
    return PracticeQuarters(
        practice=joined["practice_key"].rank("dense").to_numpy().astype(np.int64) - 1,
        quarter=joined["quarter_number"].to_numpy(),
        events=joined["events"].to_numpy().astype(float),
        persons=joined["persons"].to_numpy().astype(float),
        adopted=joined["start_quarter"].cast(pl.Float64).fill_null(float("nan")).to_numpy(),
        region=joined["region_code"].rank("dense").to_numpy().astype(np.int64) - 1,
    )


def size_class(practices: int) -> str | None:
    """Return how large a pilot is in words; None for one too small to speak of."""
    return next((name for least, name in SIZES if practices >= least), None)


def _effect_rows(pilot: str, outcome: str, result: PilotResult) -> Iterator[dict[str, object]]:
    """Yield a row for every estimator, in whole percents: bounds outward."""
    nothing = Effect(estimate=float("nan"), lower=float("nan"), upper=float("nan"))
    for estimator, effect in (result.effects or {"did2s": nothing}).items():
        yield {
            "pilot": pilot,
            "outcome": outcome,
            "is_guard_rail": outcome != PRIMARY,
            "estimator": estimator,
            "estimate": _whole(effect.estimate),
            "lower": _down(effect.lower),
            "upper": _up(effect.upper),
            "pretrend_p": _whole(result.pretrend_p),
            "detectable": _up(result.detectable),
            "size_class": size_class(result.practices) if result.effects else None,
            "quarters": result.quarters if result.effects else 0,
            "status": result.status,
        }


def _course_rows(pilot: str, outcome: str, course: Course) -> Iterator[dict[str, object]]:
    figures = zip(course.quarter, course.estimate, course.lower, course.upper, strict=True)
    for quarter, estimate, lower, upper in figures:
        yield {
            "pilot": pilot,
            "outcome": outcome,
            "quarter_number": int(quarter),
            "estimate": _whole(estimate),
            "lower": _down(lower),
            "upper": _up(upper),
        }


def _cost_rows(pilot: dict[str, object], avoided: Course) -> Iterator[dict[str, object]]:
    """Yield what was spent and what was saved by enrolled person so far, in tenths of a euro."""
    cost, price = pilot["cost_eur"], pilot["avoided_eur"]
    if not isinstance(cost, float) or not isinstance(price, float):
        return
    for place, quarter in enumerate(avoided.quarter):
        yield {
            "pilot": pilot["pilot"],
            "quarter_number": int(quarter),
            "invested_eur": _whole(cost * (place + 1), decimals=2),
            "saved_eur": _whole(price * avoided.estimate[place], decimals=1),
            "saved_lower": _whole(price * avoided.lower[place], decimals=1),
            "saved_upper": _whole(price * avoided.upper[place], decimals=1),
        }


def pilot_tables(
    quarters: pl.DataFrame, *, pilots: pl.DataFrame, participants: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Return effects, their course, and costs against savings, of every pilot and outcome.

    `quarters` are the rows of `fct_practice_quarters`, `pilots` of `ref_pilots`, `participants` of
    `stg_pilots__practices`. Effects are whole percents and given from ten practices on; how many there are is said
    in classes only. Other estimators are asked about the primary outcome alone.
    """
    effects: list[dict[str, object]] = []
    courses: list[dict[str, object]] = []
    costs: list[dict[str, object]] = []
    for pilot in pilots.sort("pilot").to_dicts():
        code = str(pilot["pilot"])
        own = participants.filter(pl.col("pilot") == code)
        others = participants.join(own, on="practice_key", how="anti")
        rows = quarters.join(others, on="practice_key", how="anti")
        for outcome in OUTCOMES:
            chosen = rows.filter(pl.col("outcome") == outcome)
            result = evaluate_pilot(_panel(chosen, own), with_checks=outcome == PRIMARY)
            effects += _effect_rows(code, outcome, result)
            courses += _course_rows(code, outcome, result.course) if result.course else []
            costs += _cost_rows(pilot, result.avoided) if result.avoided and outcome == PRIMARY else []
    tables = ((effects, EFFECTS), (courses, COURSES), (costs, COSTS))
    found = [pl.DataFrame(rows, schema=schema) for rows, schema in tables]
    return found[0], found[1], found[2]
