"""What the reports of all regions say together: what they share, their tables in one, their recommendations."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from verdampt.publishing.notes import MOST_RECOMMENDATIONS, TOPICS, Note
from verdampt_dashboard import findings, questions
from verdampt_dashboard.exhibits import Advice, Column, Exhibit, Kind, Sheet, Statement, Table
from verdampt_dashboard.parts import Part
from verdampt_dashboard.texts import say
from verdampt_dashboard.view import NATION, choices

Regions = Mapping[str, Sequence[Sheet]]
"""The sheets of each region's report, by region code."""
MERGED = {"care_types": "analyses", "chain": "chain"}
"""Tables of which a national workbook has one for all regions, and the pages they are on."""


FINDINGS = ("clearly_fewer", "probably_fewer", "as_expected", "probably_more", "clearly_more")
PAGES_OF_CARE = ("overview", "policy", "regions")


def findings_of(parts: Sequence[Part], *, scheme: str) -> list[Statement]:
    """Return for each chosen care type and period what the regions of a scheme share, as a sentence."""
    known = choices()
    views = dict.fromkeys(known.change(part.view, "scheme", scheme) for part in parts if part.page in PAGES_OF_CARE)
    found = []
    for view in views:
        regions = questions.regions_in_window(known, view)
        if not regions.is_empty():
            text = findings.shared(regions, when=findings.window_phrase(view.window_code))
            found.append(Statement(lead=f"{known.care_name(view.care_type)}:", text=text, tone="verdict"))
    return found


def _rows(regions: Regions, *, key: str) -> list[tuple[str, Sheet, Exhibit]]:
    """Return a region's code, sheet and exhibit for every table by this key."""
    found = [
        (code, sheet, sheet.get(key))
        for code, sheets in regions.items()
        for sheet in sheets
        if sheet.page == MERGED[key]
    ]
    return [(code, sheet, one) for code, sheet, one in found if one]


def shared(regions: Regions) -> Exhibit | None:
    """Return how many regions found what of each care type; None where no region chose that table."""
    rows = _rows(regions, key="care_types")
    if not rows:
        return None
    whole = pl.concat([one.table.frame.select("care_type", "care_name", "finding") for _, _, one in rows])
    counts = whole.group_by("care_type", "care_name", maintain_order=True).agg(
        *((pl.col("finding") == name).sum().alias(name) for name in FINDINGS),
        (~pl.col("finding").is_in(FINDINGS)).sum().alias("unknown"),
    )
    return Exhibit(
        key="shared",
        title=say("regional.shared_title"),
        note=say("regional.shared_note"),
        table=Table(
            frame=counts,
            columns=(
                Column(name="care_name", label=say("table.care_type")),
                Column(name="care_type", label=say("table.code"), only_in_files=True),
                *(Column(name=name, label=say(f"finding_words.{name}"), kind=Kind.COUNT) for name in FINDINGS),
                Column(name="unknown", label=say("regional.no_finding"), kind=Kind.COUNT),
            ),
        ),
    )


def tables(regions: Regions) -> list[Exhibit]:
    """Return the tables of all regions by their key, each as one with the region before its columns."""
    return [one for one in (_merged(regions, key=key) for key in MERGED) if one]


def _merged(regions: Regions, *, key: str) -> Exhibit | None:
    rows = _rows(regions, key=key)
    if not rows:
        return None
    columns = rows[0][2].table.columns
    names = list(dict.fromkeys(name for one in columns for name in (one.name, one.absent) if name))
    name = choices().region_name
    frames = [
        one.table.frame.select(names).with_columns(
            merged_name=pl.lit(name(code)), merged_code=pl.lit(code), merged_about=pl.lit(sheet.about)
        )
        for code, sheet, one in rows
    ]
    own = {"merged_name": "table.region", "merged_code": "table.code", "merged_about": "files.filter"}
    return Exhibit(
        key=key,
        title=say("regional.merged_title", title=rows[0][2].title),
        note=rows[0][2].note,
        table=Table(
            frame=pl.concat(frames, how="vertical_relaxed"),
            columns=(*(Column(name=name, label=say(label)) for name, label in own.items()), *columns),
        ),
    )


def advice(notes: Iterable[Note]) -> list[Advice]:
    """Return at most three recommendations per topic: the nation's own first, then what most regions say.

    Of what as many regions say the oldest goes first. How many do not fit is said.
    """
    said: dict[str, dict[str, list[Note]]] = defaultdict(lambda: defaultdict(list))
    for note in notes:
        for text in note.recommendations:
            said[note.topic][text].append(note)
    found = []
    for topic in (topic for topic in TOPICS if topic in said):
        ranked = sorted(said[topic], key=lambda text: _rank(said[topic][text]))
        left = len(ranked) - MOST_RECOMMENDATIONS
        found.append(
            Advice(
                topic=say(f"duiding.topics.{topic}"),
                items=[_item(text, said[topic][text]) for text in ranked[:MOST_RECOMMENDATIONS]],
                more=say("regional.more_advice", count=left) if left > 0 else "",
            )
        )
    return found


def _regions_of(notes: Sequence[Note]) -> set[str]:
    return {note.region_code for note in notes}


def _rank(notes: Sequence[Note]) -> tuple[bool, int, str]:
    oldest = min(f"{note.written_on} {note.id}" for note in notes)
    return NATION not in _regions_of(notes), -len(_regions_of(notes)), oldest


def _item(text: str, notes: Sequence[Note]) -> str:
    count = len(_regions_of(notes) - {NATION})
    return say("regional.advice_of", text=text, count=count) if count > 1 else text
