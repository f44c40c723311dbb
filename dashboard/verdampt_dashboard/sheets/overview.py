"""Overzicht: did it drop, did it come back, and how sure is that."""

from dataclasses import replace
from typing import Any

from verdampt_dashboard import alts, charts, dot_rows, facts, findings, panels, published, questions, tables
from verdampt_dashboard.exhibits import Exhibit, Later, Sheet, Statement
from verdampt_dashboard.sheets import common, kept
from verdampt_dashboard.texts import say
from verdampt_dashboard.view import EVERYONE, NATION, View, choices


def sentence(view: View) -> str:
    """Return the finding of a view as one sentence."""
    row, _ = questions.window(choices(), view)
    return findings.finding(row, who=common.who(view)) if row else say("notes.no_baseline")


def sheet(view: View) -> Sheet:
    """Return what the overview says of a view."""
    known = choices()
    row, nation = questions.window(known, view)
    course = None if view.group != EVERYONE else questions.recovery(known, view)
    found = sentence(view)
    return Sheet(
        page="overview",
        title=found,
        about=common.about(view),
        facts=[*(facts.window(row, nation) if row else []), *(facts.recovery(course, _nation(view)) if course else [])],
        statements=_statements(view),
        exhibits=Later(lambda: _exhibits(view, sentence=found)),
        warnings=common.break_warnings(view),
        notes=common.notes(),
        terms=("expected", "normal_spread", "net_deficit", "recovered", "scenarios", "back_test"),
        source=common.source_of(str(known.care(view.care_type)["source"])),
    )


def _nation(view: View) -> dict[str, Any] | None:
    """Return the nation's course for a region to stand beside; None for the nation itself."""
    return None if view.region_code == NATION else questions.recovery(choices(), replace(view, region_code=NATION))


def _exhibits(view: View, *, sentence: str) -> list[Exhibit | None]:
    return [
        region_map(replace(view, group=EVERYONE)),
        common.curve(view, sentence=sentence),
        common.cumulative(view.region_code, view.care_type) if view.group == EVERYONE else None,
        groups(view.care_type, view.window_code),
        multiples(view.region_code, view.care_type),
    ]


def _statements(view: View) -> list[Statement]:
    known = choices()
    row, _ = questions.window(known, view)
    course = None if view.group != EVERYONE else questions.recovery(known, view)
    if course is None:
        return []
    place = ""
    if view.region_code != NATION:
        regions = questions.regions_in_window(known, view)
        own = regions.filter(region_code=view.region_code).to_dicts()
        place = facts.place(own[0] if own else None, count=regions.height)
    lines = [facts.drop(course), place, findings.scenarios(row) if row else ""]
    return [
        Statement(text=findings.recovery_class(course), tone=f"verdict {course['recovery_class']}"),
        *(Statement(text=line, tone="line") for line in lines if line),
        common.back_test(view, level=common.level_of(view)),
    ]


def region_map(view: View) -> Exhibit | None:
    """Return the map of the view's scheme; None where the build had no geometry for it."""
    return _map(view.scheme, view.region_code, view.care_type, view.window_code)


@kept
def _map(scheme: str, region_code: str, care_type: str, window_code: str) -> Exhibit | None:
    known = choices()
    view = View(scheme=scheme, region_code=region_code, care_type=care_type, window_code=window_code)
    geometry = published.ask("geometry", region_scheme=scheme)
    regions = questions.regions_in_window(known, view)
    if geometry.is_empty() or regions["ratio"].is_null().all():
        return None
    return Exhibit(
        key="map",
        title=say("chart.map_title"),
        note=say("chart.map_note"),
        alt=alts.extremes("chart.map_alt", regions, when=findings.window_phrase(window_code)),
        figure=charts.region_map(regions, geometry=geometry, chosen=region_code),
        table=tables.regions(regions, unit=str(known.care(care_type)["unit"])),
    )


@kept
def groups(care_type: str, window_code: str) -> Exhibit | None:
    """Return whether a drop was equal over groups of people; None where care is not known by them."""
    view = View(scheme="", region_code=NATION, care_type=care_type, window_code=window_code)
    found = questions.groups(view)
    if found["ratio"].drop_nulls().is_empty():
        return None
    return Exhibit(
        key="groups",
        title=say("groups.title"),
        note=findings.inequality(found),
        alt=alts.groups(found),
        figure=dot_rows.groups(found),
        table=tables.groups(found),
    )


def multiples(region_code: str, care_type: str) -> Exhibit:
    """Return the small curves of all care types of a region that come from one source."""
    known = choices()
    care = known.care(care_type)
    same = ("source", "period_type")
    # One exhibit for all care types that share it.
    return _multiples(
        region_code,
        next(code for code, row in known.care_types.items() if all(row[name] == care[name] for name in same)),
    )


@kept
def _multiples(region_code: str, care_type: str) -> Exhibit:
    known = choices()
    region = known.region_name(region_code)
    curves = questions.curves_by_care_type(known, region_code=region_code, care_type=care_type)
    names = {code: str(row["name"]) for code, row in known.care_types.items()}
    return Exhibit(
        key="multiples",
        title=say("chart.small_title", region=region),
        note=say("chart.small_note"),
        alt=alts.multiples(curves, known, region=region),
        figure=panels.small_multiples(curves, key="care_type", names=names),
        table=tables.curves(curves, choices=known, period_type=str(known.care(care_type)["period_type"])),
    )
