"""The tile map: one equal tile per region, with its small curve; works by keyboard and on a phone."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from verdampt_dashboard import addresses, questions
from verdampt_dashboard.findings import difference, window_phrase
from verdampt_dashboard.sheets import kept
from verdampt_dashboard.texts import say
from verdampt_dashboard.view import View, choices

_HERE = Path(__file__).parent
KEY = "tiles"
LEAST_RANGE = (0.8, 1.1)
"""Small curves are never drawn on a narrower range, or noise would look like a drop."""


@cache
def _component() -> Any:
    return st.components.v2.component(
        "verdampt_tiles",
        css=(_HERE / "tiles.css").read_text(encoding="utf-8"),
        js=(_HERE / "tiles.js").read_text(encoding="utf-8"),
    )


def _tone(finding: str) -> str:
    return {"fewer": "fewer", "more": "more"}.get(finding.rsplit("_", maxsplit=1)[-1], "")


def _tile(row: dict[str, Any], points: list[float], *, when: str) -> dict[str, Any]:
    words = say(f"finding_words.{row['finding']}")
    value = difference(row["ratio"])
    return {
        "code": row["region_code"],
        "name": row["region_name"],
        "value": value,
        "tone": _tone(row["finding"]),
        "label": say("regions.tile", region=row["region_name"], difference=value, when=when, words=words),
        "column": row["tile_column"],
        "row": row["tile_row"],
        "points": [round(point, 3) for point in points],
    }


def large(view: View, *, on_pick: Callable[[str], None]) -> None:
    """Show one tile per region with its small curve; `on_pick` gets the code of the one that is chosen."""
    _show(large_content(view), chosen=view.region_code, on_pick=on_pick)
    st.html(f'<p class="files">{addresses.sql_link(KEY, page="regions", view=view)}</p>')


def large_content(view: View) -> dict[str, Any]:
    """Return what the tiles with small curves show."""
    return _content(view, True)


def small(view: View, *, on_pick: Callable[[str], None]) -> None:
    """Show one tile per region without curves, as a map of regions that have no drawn boundaries."""
    st.header(say("chart.map_title"), anchor=False)
    st.caption(say("regions.small_note"))
    _show(_content(view, False), chosen=view.region_code, on_pick=on_pick)


def _content(view: View, has_curves: bool) -> dict[str, Any]:
    return _tiles(view.scheme, view.care_type, view.window_code, has_curves)


@kept
def _tiles(scheme: str, care_type: str, window_code: str, has_curves: bool) -> dict[str, Any]:
    """Return what the tiles show, apart from which one is chosen."""
    known = choices()
    view = View(scheme=scheme, region_code="", care_type=care_type, window_code=window_code)
    regions = questions.regions_in_window(known, view)
    points = _points(view) if has_curves else {}
    ratios = [ratio for curve in points.values() for ratio in curve]
    placed = bool(regions["tile_column"].is_not_null().all())
    ordered = regions.sort("tile_row", "tile_column") if placed else regions
    when = window_phrase(window_code)
    return {
        "regions": [_tile(row, points.get(row["region_code"], []), when=when) for row in ordered.iter_rows(named=True)],
        "placed": placed,
        "small": not has_curves,
        "low": min([LEAST_RANGE[0], *ratios]),
        "high": max([LEAST_RANGE[1], *ratios]),
        "label": say("regions.tiles_label"),
    }


def _points(view: View) -> dict[str, list[float]]:
    curves = questions.curves_by_region(choices(), view)
    return {str(code[0]): part["ratio"].drop_nulls().to_list() for code, part in curves.group_by("region_code")}


def _show(content: dict[str, Any], *, chosen: str, on_pick: Callable[[str], None]) -> None:
    if content["regions"]:
        _component()(
            key=KEY,
            data={**content, "chosen": chosen},
            on_picked_change=lambda: on_pick(st.session_state[KEY].picked),
        )
