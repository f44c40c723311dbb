"""Questions a table of people who decide starts from: made from the figures of the region that is shown."""

from dataclasses import dataclass, replace

import polars as pl

from verdampt_dashboard import questions as asked
from verdampt_dashboard.findings import lowered
from verdampt_dashboard.sheets import kept
from verdampt_dashboard.texts import say
from verdampt_dashboard.view import View, choices

MOST = 3
UNRECOVERED = ("not_recovered", "partly_recovered")


@dataclass(frozen=True, kw_only=True)
class Preset:
    """A question, and the care type that it is about."""

    question: str
    care_type: str


def questions(view: View) -> list[Preset]:
    """Return the questions of a region: the care that is not back, what is, and what else fell."""
    return _questions(view.region_code, view.window_code)


@kept
def _questions(region_code: str, window_code: str) -> list[Preset]:
    view = replace(choices().default, region_code=region_code, window_code=window_code)
    rows = asked.care_types_in_window(view).drop_nulls("ratio").sort("ratio")
    is_behind = pl.col("recovery_class").is_in(UNRECOVERED).fill_null(value=False)
    is_back = (pl.col("recovery_class") == "recovered").fill_null(value=False)
    groups = {
        "behind": rows.filter(is_behind).head(MOST),
        "back": rows.filter(is_back).head(MOST),
        "fell": rows.filter(~is_behind & ~is_back & (pl.col("finding") == "clearly_fewer")).head(MOST),
    }
    return [
        Preset(question=say(f"policy.question.{kind}", care=lowered(row["care_name"])), care_type=row["care_type"])
        for kind, found in groups.items()
        for row in found.iter_rows(named=True)
    ]
