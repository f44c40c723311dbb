"""Analyses: every care type beside the others, and an own selection with its margin."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from verdampt_dashboard import alts, dot_rows, findings, published, questions, tables
from verdampt_dashboard.exhibits import Exhibit, Sheet
from verdampt_dashboard.numbers import day_name
from verdampt_dashboard.sheets import common, indicators, kept
from verdampt_dashboard.texts import say
from verdampt_dashboard.view import View, choices, codes_in


def sheet(view: View) -> Sheet:
    """Return how all care types of a region did in a window."""
    if indicators.chosen(view):
        return _of_indicator(view)
    known = choices()
    region, when = known.region_name(view.region_code), findings.window_phrase(view.window_code)
    found = care_types(view.region_code, view.window_code)
    rows = questions.care_types_in_window(view)
    fewer = rows.filter(pl.col("finding") == "clearly_fewer").height
    return Sheet(
        page="analyses",
        title=say("analyses.title", region=region, when=when, fewer=fewer, count=rows.height),
        about=say("about.region", region=region, when=findings.window_label(view.window_code)),
        exhibits=[one for one in (found, selection(view)) if one],
        warnings=[] if found else [say("notes.no_baseline")],
        notes=common.notes(),
        terms=("expected", "normal_spread", "recovered"),
        source=say("notes.snapshot", snapshot=published.snapshot_id(), built=common.built_on()),
    )


def _of_indicator(view: View) -> Sheet:
    """Return what is known of the indicator that was chosen."""
    row = indicators.chosen(view)
    assert row is not None
    care = indicators.as_care(view)
    return Sheet(
        page="analyses",
        title=indicators.sentence(view),
        about=common.about(care),
        statements=[*indicators.about(row), common.back_test(care, level=common.level_of(care))],
        exhibits=indicators.exhibits(view),
        notes=common.notes(),
        terms=("indicator", "expected", "normal_spread"),
        source=common.source_of("indicators"),
    )


@kept
def care_types(region_code: str, window_code: str) -> Exhibit | None:
    """Return every care type's difference with expected in a region; None where nothing could be expected."""
    view = View(scheme="", region_code=region_code, care_type="", window_code=window_code)
    rows = questions.care_types_in_window(view)
    known = rows.drop_nulls("ratio").sort("ratio")
    if known.is_empty():
        return None
    return Exhibit(
        key="care_types",
        title=say("analyses.care_types_title"),
        note=say("chart.range_note_sorted"),
        alt=alts.extremes(
            "analyses.care_types_alt",
            rows.rename({"care_name": "region_name"}),
            when=findings.window_phrase(window_code),
        ),
        figure=dot_rows.ranges(known, name="care_name"),
        table=tables.care_types(rows),
    )


def selection(view: View) -> Exhibit | None:
    """Return what was observed and expected of the view's own selection; None where nothing was selected."""
    regions, care_types = codes_in(view.own_regions), codes_in(view.own_care)
    if not regions or not care_types:
        return None
    known = choices()
    usual = known.days(view)
    first, last = (date.fromisoformat(day) for day in (view.own_first or usual[0], view.own_last or usual[1]))
    row = published.ask(
        "selection",
        region_scheme=view.scheme,
        region_codes=tuple(regions),
        care_types=tuple(care_types),
        period_type=str(known.care(view.care_type)["period_type"]),
        first_date=first,
        last_date=last,
    ).row(0, named=True)
    if row["expected"] is None or row["variance"] is None:
        return None
    words = say(
        "analyses.selected",
        regions=", ".join(known.region_name(code) for code in regions),
        care=", ".join(known.care_name(code) for code in care_types),
        first=day_name(first),
        last=day_name(last),
    )
    frame = pl.DataFrame(
        {
            "selection": [words],
            "observed": [row["observed"]],
            "expected": [row["expected"]],
            "lower": [row["lower"]],
            "upper": [row["upper"]],
            "ratio": [_ratio(row["observed"], row["expected"], care_types=care_types)],
        },
        schema_overrides={"observed": pl.Float64, "ratio": pl.Float64},
    )
    return Exhibit(key="selection", title=say("analyses.selection_title"), table=tables.selection(frame))


def _ratio(observed: float | None, expected: float, *, care_types: Sequence[str]) -> float | None:
    """Return the share of expected; no share of so few that one case would show."""
    smallest = max(int(choices().care(one)["smallest_base"]) for one in care_types)
    return None if observed is None or expected < smallest else observed / expected
