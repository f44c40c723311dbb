"""The editor of a query: a box that completes names of tables, columns and functions; works by keyboard alone."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from verdampt.sandbox.functions import FUNCTIONS
from verdampt_dashboard import published
from verdampt_dashboard.texts import say

_HERE = Path(__file__).parent
KEY = "editor"
EXAMPLE = """\
select region_name, ratio
from pub_window_deficits
join pub_regions using (region_code)
where care_type = 'planned_surgery' and window_code = '2020'
order by ratio"""
KEY_WORDS = """
    all and any as asc between by case cast cross cube current row desc distinct else end except exclude exists
    filter first following from full group by grouping sets having in inner intersect interval is join last left like
    limit natural not null nulls offset on or order by outer over partition by preceding qualify range right rollup
    rows select semi then true false unbounded union using values when where window with
"""


@cache
def _component() -> Any:
    return st.components.v2.component(
        "verdampt_editor",
        css=(_HERE / "editor.css").read_text(encoding="utf-8"),
        js=(_HERE / "editor.js").read_text(encoding="utf-8"),
    )


@cache
def _words() -> list[str]:
    """Return key words and the functions a query may name, as they are completed."""
    return sorted({*KEY_WORDS.split(), *(name for name in FUNCTIONS if name[0].isalpha())})


def show(text: str, *, revision: int, on_run: Callable[[str], None]) -> None:
    """Show the editor; `on_run` gets what stands there when the reader asks to run it.

    What the reader is typing is replaced by `text` when `revision` is another number than before.
    """

    def pressed() -> None:
        run = st.session_state[KEY].run
        if run is not None:
            on_run(run)

    _component()(
        key=KEY,
        data={
            "text": text,
            "revision": revision,
            "tables": {table: list(columns) for table, columns in published.columns().items()},
            "words": _words(),
            "example": EXAMPLE,
            "says": {
                name: say(f"workbench.editor.{name}") for name in ("label", "hint", "run", "list", "found", "table")
            },
        },
        on_run_change=pressed,
    )
