"""V1, V2, V7 and V9: the questions that the other pages answer too, with the same figures."""

from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl

from verdampt_dashboard import facts, findings, published, questions
from verdampt_dashboard.exhibits import Fact, Statement
from verdampt_dashboard.numbers import month_name, percent
from verdampt_dashboard.research.answer import (
    ANSWERED,
    CANNOT_SAY,
    PARTLY,
    Answer,
    bounds,
    fitting,
    named,
    nothing,
    path_of,
    region_of,
    tested,
    worst,
)
from verdampt_dashboard.sheets import chain, common, overview
from verdampt_dashboard.texts import say
from verdampt_dashboard.view import EVERYONE, NATION, View, choices

WITHIN = 90
"""Days within which a first contact counts as soon."""


def missing(view: View) -> Answer:
    """V1: how much care is missing, where, when, and whether it came back."""
    view = replace(view, group=EVERYONE)
    known = choices()
    row, nation = questions.window(known, view)
    if row is None:
        return nothing("no_baseline", about=common.about(view))
    course = questions.recovery(known, view)
    found = overview.sentence(view)
    status, reason = _how_far(row, course)
    drop = facts.drop(course) if course else ""
    lasting = [Statement(text=findings.recovery_class(course), tone="line")] if course else []
    return Answer(
        status=status,
        reason=reason,
        sentence=found,
        about=common.about(view),
        facts=[*facts.window(row, nation), *(facts.recovery(course) if course else [])],
        after=[
            *lasting,
            *([Statement(text=drop, tone="line")] if drop else []),
            Statement(text=findings.scenarios(row), tone="line"),
            common.back_test(view, level=common.level_of(view)),
        ],
        warnings=common.break_warnings(view),
        source=str(known.care(view.care_type)["source"]),
        exhibits=lambda: [
            common.curve(view, sentence=found),
            common.cumulative(view.region_code, view.care_type),
        ],
    )


def _how_far(row: dict[str, Any], course: dict[str, Any] | None) -> tuple[str, str]:
    if row["finding"] == "unknown":
        return CANNOT_SAY, "break" if row["break_reason"] else "too_few"
    if row["finding"] == "indicative":
        return PARTLY, "one_year"
    if course is None or course["recovery_class"] in ("too_little_data", "break"):
        return PARTLY, "no_recovery"
    return ANSWERED, "shown"


def where_in_chain(view: View) -> Answer:
    """V2: where in the chain care disappeared."""
    known = choices()
    if view.care_path not in known.care_paths or view.wave not in known.waves:
        return nothing("no_delivery", about=region_of(view))
    region, path, wave = region_of(view), path_of(view), known.wave_name(view.wave)
    about = named(region, path, wave)
    steps = questions.chain(known, view)
    if steps.filter(status="shown").is_empty():
        return nothing(worst(steps["status"]), about=about)
    return Answer(
        status=ANSWERED,
        sentence=findings.chain_finding(steps, region=region, wave=wave, care=path),
        about=about,
        after=tested(view),
        exhibits=lambda: [chain.losses(view)],
    )


def who_was_hit(view: View) -> Answer:
    """V7: whether the drop was equal over groups of people; each group against its own baseline, for the nation."""
    known = choices()
    view, warnings = fitting(replace(view, region_code=NATION, group=EVERYONE), list(known.groups))
    about = common.about(view)
    rows = questions.groups(view)
    if rows["ratio"].drop_nulls().is_empty():
        return nothing("no_groups" if not known.groups else "too_few", about=about)
    slope = rows.filter(dimension="deprivation").drop_nulls("slope_index")
    status, reason = (PARTLY, "no_deprivation") if slope.is_empty() else (ANSWERED, "shown")
    return Answer(
        status=status,
        reason=reason,
        sentence=findings.inequality(rows),
        about=about,
        after=[
            Statement(text=say("research.V7.area"), tone="line"),
            common.back_test(view, level="nation"),
        ],
        warnings=warnings,
        source=str(known.care(view.care_type)["source"]),
        exhibits=lambda: [overview.groups(view.care_type, view.window_code)],
    )


def followed_up(view: View) -> Answer:
    """V9: whether referrals are followed up in time."""
    known = choices()
    region, path = region_of(view), path_of(view)
    urgency = say(f"urgencies.{view.urgency}", otherwise=view.urgency)
    if not path:
        return nothing("no_delivery", about=region)
    about = named(region, path, urgency)
    if not known.path(view)["is_hospital"]:
        return nothing("no_follow_up", about=about)
    curves = questions.follow_through(known, view)
    shown = curves.filter(horizon_days=WITHIN).drop_nulls("share").sort("month_start")
    if shown.is_empty():
        return nothing("too_few", about=about)
    newest, before = shown.row(-1, named=True), _in_baseline(shown)
    words = {
        "region": region,
        "path": findings.lowered(path),
        "month": month_name(newest["month_start"]),
        "days": str(WITHIN),
        "share": percent(newest["share"]),
        "between": bounds(newest["lower"], newest["upper"]),
    }
    sentence = (
        say("research.V9.alone", **words)
        if before is None
        else say("research.V9.sentence", before=percent(before), **words)
    )
    return Answer(
        status=ANSWERED,
        sentence=sentence,
        about=about,
        facts=_shares(curves, month=newest["month_start"]),
        exhibits=lambda: [chain.follow(view)],
    )


def _in_baseline(shown: pl.DataFrame) -> float | None:
    """Return the share followed up of all referrals of the baseline years together."""
    first, last = (int(year) for year in published.baseline())
    years = shown.filter(pl.col("month_start").dt.year().is_between(first, last))
    total = float(years["referrals"].sum())
    return float((years["share"] * years["referrals"]).sum()) / total if total else None


def _shares(curves: pl.DataFrame, *, month: date) -> list[Fact]:
    """Return the share followed up within each number of days, of the newest month that is old enough for 90 days."""
    rows = curves.filter(month_start=month).drop_nulls("share").sort("horizon_days")
    return [
        Fact(
            label=say("chain.within", days=row["horizon_days"]),
            value=percent(row["share"]),
            note=bounds(row["lower"], row["upper"]),
        )
        for row in rows.iter_rows(named=True)
    ]
