"""How well the linking finds what was planted: identifiers of made-up records tell which belong together."""

import polars as pl

from verdampt.engines.duckdb import Engine
from verdampt.resources import sql_root


def judge_links(engine: Engine) -> pl.DataFrame:
    """Return precision, recall and conversion, found and true, for each region and the nation (`NL`).

    Reads the linked tables of a build over made-up extracts: referral `V7` led to subtrajectory `T7`, or to none.
    """
    return engine.frame((sql_root() / "synthesis" / "judged_links.sql").read_text(encoding="utf-8"))
