"""Regioverslag: chosen views of one region as one report, and the reports of all regions merged into the nation's."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import polars as pl

from verdampt.publishing.notes import MOST_RECOMMENDATIONS, TOPICS, Note
from verdampt_dashboard import addresses, merging, published, remarks
from verdampt_dashboard.exhibits import Advice, Chapter, Exhibit, Later, Remark, Report, Sheet
from verdampt_dashboard.parts import Part, of_report
from verdampt_dashboard.sheets import common
from verdampt_dashboard.sheets.pages import SHEETS
from verdampt_dashboard.sheets.research import LIST
from verdampt_dashboard.texts import say
from verdampt_dashboard.view import NATION, choices


def _sheet(part: Part) -> Sheet:
    """Return what the page of a part says, with the figures that were chosen; they are made when somebody looks."""
    whole = SHEETS[addresses.PAGES[part.page]](part.view)
    if not part.figures:
        return whole
    return replace(whole, exhibits=Later(lambda: [one for one in whole.exhibits if one.key in part.figures]))


def _sheets(parts: Sequence[Part], *, notes: Sequence[Note]) -> list[Sheet]:
    """Return the sheets of parts, each with the notes that are pinned to it, once."""
    sheets, seen = [], set()
    for part in parts:
        target = remarks.address(part.page, part.view)
        here = [] if target in seen else [note for note in notes if note.address == target]
        sheets.append(replace(_sheet(part), remarks=_without_advice(here)))
        seen.add(target)
    return sheets


def _elsewhere(parts: Sequence[Part], *, notes: Sequence[Note]) -> list[Remark]:
    pinned = {remarks.address(part.page, part.view) for part in parts}
    return _without_advice(note for note in notes if note.address not in pinned)


def _without_advice(notes: Iterable[Note]) -> list[Remark]:
    """Return notes in words; their recommendations stand together, at the front."""
    return [replace(remarks.in_words(note), recommendations=()) for note in notes]


def _signed_in(region_code: str, notes: Sequence[Note] | None) -> list[Note]:
    return [note for note in notes or () if note.region_code == region_code]


def of_region(region_code: str, *, parts: Sequence[Part], notes: Sequence[Note] | None) -> Report:
    """Return the report of one region, with the notes that were signed there."""
    own = _signed_in(region_code, notes)
    front = _front(
        title=say("regional.title", region=choices().region_name(region_code)),
        intro=say("regional.intro", count=len(parts)),
        is_away=notes is None,
    )
    return Report(
        front=replace(front, remarks=_elsewhere(parts, notes=own)),
        advice=_advice(own),
        chapters=[Chapter(sheets=_each_figure_once(_sheets(parts, notes=own)))],
    )


def _front(*, title: str, intro: str, is_away: bool) -> Sheet:
    return Sheet(
        page="",
        title=title,
        intro=intro,
        warnings=[say("duiding.away")] if is_away else (),
        notes=common.notes(),
        source=say("notes.snapshot", snapshot=published.snapshot_id(), built=common.built_on()),
    )


def _each_figure_once(sheets: Sequence[Sheet]) -> list[Sheet]:
    """Return sheets without the figures that stood on one before; the list of all questions is one figure."""
    seen: set[int | str] = set()
    once = []
    for sheet in sheets:
        once.append(replace(sheet, exhibits=[one for one in sheet.exhibits if _figure(one) not in seen]))
        seen |= {_figure(one) for one in sheet.exhibits}
    return once


def _figure(exhibit: Exhibit) -> int | str:
    return LIST if exhibit.key == LIST else id(exhibit)


def _advice(notes: Sequence[Note]) -> list[Advice]:
    """Return the recommendations of one region by topic; the database has room for three."""
    found = {
        topic: [each for note in notes if note.topic == topic for each in note.recommendations] for topic in TOPICS
    }
    return [
        Advice(topic=say(f"duiding.topics.{topic}"), items=items[:MOST_RECOMMENDATIONS])
        for topic, items in found.items()
        if items
    ]


def of_nation(scheme: str, *, parts: Mapping[str, Sequence[Part]], notes: Sequence[Note] | None) -> Report:
    """Return the reports of the nation and of the regions of a scheme as one; `parts` are by region code.

    What regions share comes first; then the nation, then a chapter for each region.
    """
    name = choices().region_name
    nation = of_region(NATION, parts=parts[NATION], notes=notes)
    regions = {code: _sheets(own, notes=_signed_in(code, notes)) for code, own in parts.items() if code != NATION}
    front = _front(
        title=say("regional.nation_title", count=len(regions)),
        intro=say("regional.nation_intro", scheme=say(f"schemes.{scheme}", otherwise=scheme)),
        is_away=notes is None,
    )
    shared = merging.shared(regions)
    chapters = [
        Chapter(
            title=name(code),
            sheets=[_brief(sheet) for sheet in sheets],
            remarks=_elsewhere(parts[code], notes=_signed_in(code, notes)),
            is_merged=True,
        )
        for code, sheets in regions.items()
    ]
    return Report(
        front=replace(
            front,
            statements=merging.findings_of(parts[NATION], scheme=scheme),
            exhibits=[shared] if shared else [],
            remarks=nation.front.remarks,
        ),
        advice=merging.advice(notes or ()),
        chapters=[replace(nation.chapters[0], title=name(NATION)), *chapters],
        merged=merging.tables(regions),
    )


def _brief(sheet: Sheet) -> Sheet:
    """Return what a region brings to the national report: what was found, and its care types as a table."""
    found = sheet.get("care_types") if sheet.page == "analyses" else None
    return replace(
        sheet,
        intro="",
        source="",
        closing=(),
        exhibits=[_first_source(found)] if found else [],
        statements=[one for one in sheet.statements if one.tone.startswith("verdict")],
    )


def _first_source(exhibit: Exhibit) -> Exhibit:
    """Return a table of care types with those of the first source only; the workbook has them all."""
    care_types = choices().care_types
    source = next(iter(care_types.values()))["source"]
    codes = [code for code, row in care_types.items() if row["source"] == source]
    rows = exhibit.table.frame.filter(pl.col("care_type").is_in(codes))
    return replace(exhibit, figure=None, note=say("regional.brief_note"), table=replace(exhibit.table, frame=rows))


def report_of(place: str, *, targets: Sequence[str], notes: Sequence[Note] | None) -> Report:
    """Return the report of a region, or of the nation where `place` is a scheme; raises ViewsError for neither."""
    if place not in choices().schemes:
        return of_region(place, parts=of_report(place, targets=targets), notes=notes)
    parts = {code: of_report(code, targets=targets) for code in choices().region_codes(place)}
    return of_nation(place, parts=parts, notes=notes)
