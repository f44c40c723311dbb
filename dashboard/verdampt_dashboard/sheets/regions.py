"""Regio's vergelijken: what regions share before how they differ."""

from verdampt_dashboard import alts, charts, dot_rows, facts, findings, questions, tables
from verdampt_dashboard.exhibits import Exhibit, Sheet, Statement
from verdampt_dashboard.sheets import common, kept
from verdampt_dashboard.texts import say
from verdampt_dashboard.view import View, choices


def sheet(view: View) -> Sheet:
    """Return how the regions of the view's scheme compare."""
    known = choices()
    care = known.care(view.care_type)
    regions = questions.regions_in_window(known, view)
    own = regions.filter(region_code=view.region_code).to_dicts()
    place = facts.place(own[0] if own else None, count=regions.height)
    exhibits = [] if regions.is_empty() else [ranges(view), funnel(view)]
    return Sheet(
        page="regions",
        title=say("regions.title", care=care["name"], count=regions.height),
        about=common.about(view),
        statements=[
            *(
                [
                    Statement(
                        text=findings.shared(regions, when=findings.window_phrase(view.window_code)), tone="verdict"
                    )
                ]
            ),
            *([Statement(text=f"{known.region_name(view.region_code)}: {place}", tone="line")] if place else []),
            common.back_test(view, level="region"),
        ],
        exhibits=[one for one in exhibits if one],
        warnings=common.break_warnings(view) or ([say("notes.no_baseline")] if regions.is_empty() else []),
        notes=common.notes(),
        terms=("expected", "normal_spread", "rank", "funnel"),
        intro=say("regions.intro" if _is_placed(view) else "regions.intro_plain", when=_when(view)),
        source=common.source_of(str(care["source"])),
    )


def _when(view: View) -> str:
    return findings.window_phrase(view.window_code)


def _is_placed(view: View) -> bool:
    return bool(questions.regions_in_window(choices(), view)["tile_column"].is_not_null().all())


def ranges(view: View) -> Exhibit:
    """Return the differences of all regions with their normal spread."""
    return _ranges(view.scheme, view.care_type, view.window_code)


@kept
def _ranges(scheme: str, care_type: str, window_code: str) -> Exhibit:
    known = choices()
    view = View(scheme=scheme, region_code="", care_type=care_type, window_code=window_code)
    regions = questions.regions_in_window(known, view)
    return Exhibit(
        key="ranges",
        title=say("chart.range_title"),
        note=say("chart.range_note"),
        alt=alts.extremes("chart.range_alt", regions, when=_when(view)),
        figure=dot_rows.ranges(regions.drop_nulls("ratio"), name="region_name"),
        table=tables.regions(regions, unit=str(known.care(care_type)["unit"])),
    )


def funnel(view: View) -> Exhibit | None:
    """Return how regions differ between the limits of chance; None where they were not compared."""
    return _funnel(view.scheme, view.care_type, view.window_code)


@kept
def _funnel(scheme: str, care_type: str, window_code: str) -> Exhibit | None:
    view = View(scheme=scheme, region_code="", care_type=care_type, window_code=window_code)
    regions = questions.regions_in_window(choices(), view)
    if regions["relative"].is_null().all():
        return None
    return Exhibit(
        key="funnel",
        title=say("chart.funnel_title"),
        note=say("chart.funnel_note"),
        alt=alts.funnel(regions),
        figure=charts.funnel(regions),
        table=tables.funnel(regions),
    )
