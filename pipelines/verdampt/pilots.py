"""The step of the pilots: practices by quarter in, rounded effects out; never a practice, nor how many there are."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

import numpy as np
import polars as pl

from verdampt.statistics.pilotcourses import Course, goes_apart
from verdampt.statistics.piloteffects import SMALLEST_PILOT, Effect
from verdampt.statistics.pilotpanels import PracticeQuarters
from verdampt.statistics.pilots import PilotResult, evaluate_pilot, quarter_number

PRIMARY = "referrals"
"""The outcome that pilots are about; the others guard that nothing got worse meanwhile."""
PRIMARY_ESTIMATOR = "did2s"
OUTCOMES = (PRIMARY, "emergency_contacts", "contacts", "treatments")
SIZES = ((50, "50+"), (20, "20-49"), (SMALLEST_PILOT, "10-19"))
"""Fewest practices of each class, largest first."""
HALF_A_QUARTER = 45
"""Days."""
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
    "lowest_without_one": pl.Float64,
    "highest_without_one": pl.Float64,
    "alike_p": pl.Float64,
    "size_class": pl.String,
    "quarters": pl.Int64,
    "status": pl.String,
}
REGIONS = {
    "pilot": pl.String,
    "region_code": pl.String,
    "estimate": pl.Float64,
    "lower": pl.Float64,
    "upper": pl.Float64,
    "pretrend_p": pl.Float64,
    "detectable": pl.Float64,
    "size_class": pl.String,
    "status": pl.String,
}
COURSES = {
    "pilot": pl.String,
    "outcome": pl.String,
    "quarter_number": pl.Int64,
    "quarters_together": pl.Int64,
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
TABLES = {
    "calc_pilots": EFFECTS,
    "calc_pilot_regions": REGIONS,
    "calc_pilot_course": COURSES,
    "calc_pilot_costs": COSTS,
}
Row = dict[str, object]


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


def quarters_of(spans: Iterable[tuple[date, date]]) -> tuple[int, ...]:
    """Return the quarters of which half the days or more lie in spans of days, first and last included."""
    days: Counter[int] = Counter()
    for first, last in spans:
        for number in range(first.toordinal(), last.toordinal() + 1):
            day = date.fromordinal(number)
            days[quarter_number(day.year, (day.month + 2) // 3)] += 1
    return tuple(sorted(quarter for quarter, seen in days.items() if seen >= HALF_A_QUARTER))


def size_class(practices: int) -> str | None:
    """Return how large a pilot is in words; None for one too small to speak of."""
    return next((name for least, name in SIZES if practices >= least), None)


def _change(effect: Effect) -> Row:
    """Return an effect in whole percents, bounds outward."""
    return {"estimate": _whole(effect.estimate), "lower": _down(effect.lower), "upper": _up(effect.upper)}


def _effect_rows(pilot: str, outcome: str, result: PilotResult) -> Iterator[Row]:
    """Yield a row for every estimator; what was tried on the first one alone stands beside it."""
    nothing = Effect(estimate=float("nan"), lower=float("nan"), upper=float("nan"))
    for estimator, effect in (result.effects or {PRIMARY_ESTIMATOR: nothing}).items():
        is_first = estimator == PRIMARY_ESTIMATOR
        yield {
            "pilot": pilot,
            "outcome": outcome,
            "is_guard_rail": outcome != PRIMARY,
            "estimator": estimator,
            **_change(effect),
            "pretrend_p": _whole(result.pretrend_p),
            "detectable": _up(result.detectable),
            "lowest_without_one": _down(result.left_out[0]) if is_first else None,
            "highest_without_one": _up(result.left_out[1]) if is_first else None,
            "alike_p": _whole(result.alike_p) if is_first else None,
            "size_class": size_class(result.practices) if result.effects else None,
            "quarters": result.quarters if result.effects else 0,
            "status": result.status,
        }


def _region_rows(pilot: str, result: PilotResult, codes: list[str]) -> Iterator[Row]:
    """Yield a row for every region that is large enough; where the pilot failed its pre-trend test, so did these."""
    for one in result.regions:
        yield {
            "pilot": pilot,
            "region_code": codes[one.region],
            **_change(one.effect),
            "pretrend_p": _whole(one.pretrend_p),
            "detectable": _up(one.detectable),
            "size_class": size_class(one.practices),
            "status": "failed_pretrend" if goes_apart(one.pretrend_p) else result.status,
        }


def _course_rows(pilot: str, outcome: str, course: Course) -> Iterator[Row]:
    figures = zip(course.quarter, course.estimate, course.lower, course.upper, strict=True)
    for quarter, estimate, lower, upper in figures:
        yield {
            "pilot": pilot,
            "outcome": outcome,
            "quarter_number": int(quarter),
            "quarters_together": course.together,
            **_change(Effect(estimate=estimate, lower=lower, upper=upper)),
        }


def _cost_rows(pilot: dict[str, object], avoided: Course) -> Iterator[Row]:
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
    quarters: pl.DataFrame,
    *,
    pilots: pl.DataFrame,
    participants: pl.DataFrame,
    base: int = 1,
    covid_quarters: tuple[int, ...] = (),
) -> dict[str, pl.DataFrame]:
    """Return by name effects, those of regions, their course, and costs against savings, of every pilot and outcome.

    `quarters` are the rows of `fct_practice_quarters`, `pilots` of `ref_pilots`, `participants` of
    `stg_pilots__practices`. Effects are whole percents and given from ten practices on; how many there are is said
    in classes only. `base` is how many events a selected record stands for, 1 where all are counted;
    `covid_quarters` are left out in one of the estimates. Other estimators and regions are asked about the primary
    outcome alone.
    """
    found: dict[str, list[Row]] = {name: [] for name in TABLES}
    for pilot in pilots.sort("pilot").to_dicts():
        code = str(pilot["pilot"])
        own = participants.filter(pl.col("pilot") == code)
        others = participants.join(own, on="practice_key", how="anti")
        rows = quarters.join(others, on="practice_key", how="anti")
        for outcome in OUTCOMES:
            chosen = rows.filter(pl.col("outcome") == outcome)
            is_primary = outcome == PRIMARY
            result = evaluate_pilot(
                _panel(chosen, own), base=base, covid_quarters=covid_quarters if is_primary else (),
                with_checks=is_primary,
            )  # fmt: skip
            found["calc_pilots"] += _effect_rows(code, outcome, result)
            found["calc_pilot_regions"] += _region_rows(code, result, chosen["region_code"].unique().sort().to_list())
            found["calc_pilot_course"] += _course_rows(code, outcome, result.course) if result.course else []
            if result.avoided and is_primary:
                found["calc_pilot_costs"] += _cost_rows(pilot, result.avoided)
    return {name: pl.DataFrame(rows, schema=TABLES[name]) for name, rows in found.items()}
