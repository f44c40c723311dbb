"""The tile map: one equal tile per region, with its small curve; works by keyboard and on a phone."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import streamlit as st

from verdampt_dashboard.findings import difference
from verdampt_dashboard.texts import say

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


def tile_map(
    regions: pl.DataFrame, *, curves: pl.DataFrame, chosen: str, when: str, on_pick: Callable[[str], None]
) -> None:
    """Show one tile per region; `on_pick` gets the code of the one that is chosen."""
    points = {code[0]: part["ratio"].drop_nulls().to_list() for code, part in curves.group_by("region_code")}
    ratios = curves["ratio"].drop_nulls()
    placed = bool(regions["tile_column"].is_not_null().all())
    shown = regions.sort("tile_row", "tile_column") if placed else regions
    _component()(
        key=KEY,
        data={
            "regions": [
                _tile(row, points.get(row["region_code"], []), when=when) for row in shown.iter_rows(named=True)
            ],
            "placed": placed,
            "chosen": chosen,
            "low": min([LEAST_RANGE[0], *ratios]),
            "high": max([LEAST_RANGE[1], *ratios]),
            "label": say("regions.tiles_label"),
        },
        on_picked_change=lambda: on_pick(st.session_state[KEY].picked),
    )
