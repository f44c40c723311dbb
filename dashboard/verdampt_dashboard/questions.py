"""The questions a page asks, by view."""

from typing import Any

import polars as pl

from verdampt_dashboard import published
from verdampt_dashboard.view import EVERYONE, NATION, Choices, View


def series(choices: Choices, view: View) -> pl.DataFrame:
    """Return observed against expected over time, of the view's group of people when one was chosen."""
    if view.group != EVERYONE:
        return published.ask("group_series", group_code=view.group, care_type=view.care_type)
    return published.ask(
        "series", region_code=view.region_code, care_type=view.care_type, period_type=choices.period_type(view)
    )


def window(choices: Choices, view: View) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """Return the finding of the view's region or group of people, and the nation's; None without an expectation."""
    rows = published.ask(
        "window",
        region_code=view.region_code,
        care_type=view.care_type,
        period_type=str(choices.care(view.care_type)["period_type"]),
        window_code=view.window_code,
    ).to_dicts()
    by_region = {row["region_code"]: row for row in rows}
    return _group_window(view) or by_region.get(view.region_code), by_region.get(NATION)


def _group_window(view: View) -> dict[str, Any] | None:
    if view.group == EVERYONE:
        return None
    rows = published.ask(
        "group_window", group_code=view.group, care_type=view.care_type, window_code=view.window_code
    ).to_dicts()
    return rows[0] if rows else None


def cumulative(choices: Choices, view: View) -> pl.DataFrame:
    """Return the running total of the deficit since the first wave."""
    return published.ask(
        "cumulative", region_code=view.region_code, care_type=view.care_type, period_type=choices.period_type(view)
    )


def care_types_in_window(view: View) -> pl.DataFrame:
    """Return all care types of the view's region in its window."""
    return published.ask("care_types_in_window", region_code=view.region_code, window_code=view.window_code)


def provisional(choices: Choices, care_type: str) -> list[Any]:
    """Return the months of a care type's source that may still rise."""
    return published.ask("provisional", source=choices.care(care_type)["source"])["month_start"].to_list()


def regions_in_window(choices: Choices, view: View) -> pl.DataFrame:
    """Return all regions of the view's scheme in its window."""
    return published.ask(
        "regions_in_window",
        region_scheme=view.scheme,
        care_type=view.care_type,
        period_type=choices.period_type(view),
        window_code=view.window_code,
    )


def curves_by_region(choices: Choices, view: View) -> pl.DataFrame:
    """Return the small curves of all regions of the view's scheme."""
    return published.ask(
        "curves_by_region",
        region_scheme=view.scheme,
        care_type=view.care_type,
        period_type=choices.period_type(view),
        first_date=choices.curve_start(view.care_type),
    )


def curves_by_care_type(choices: Choices, *, region_code: str, care_type: str) -> pl.DataFrame:
    """Return the small curves of a region's care types of the same source and kind of period."""
    return published.ask(
        "curves_by_care_type",
        region_code=region_code,
        source=choices.care(care_type)["source"],
        period_type=str(choices.care(care_type)["period_type"]),
        first_date=choices.curve_start(care_type),
    )


def breaks(view: View) -> pl.DataFrame:
    """Return the breaks in the series of the view's care type."""
    return published.ask("breaks", care_type=view.care_type)


def recovery(choices: Choices, view: View) -> dict[str, Any] | None:
    """Return when care of the view fell and came back; None where nothing could be expected."""
    rows = published.ask(
        "recovery", region_code=view.region_code, care_type=view.care_type, period_type=choices.period_type(view)
    ).to_dicts()
    return rows[0] if rows else None


def backtest(choices: Choices, view: View, *, level: str) -> dict[str, Any] | None:
    """Return the back-test of a year, of regions or of the nation; None where there was no year to test on."""
    rows = published.ask(
        "backtest",
        region_scheme=view.scheme,
        care_type=view.care_type,
        period_type=choices.period_type(view),
        level=level,
    ).to_dicts()
    return rows[-1] if rows else None


def groups(view: View) -> pl.DataFrame:
    """Return how much of what was expected each group of people got in the view's window."""
    return published.ask("groups", care_type=view.care_type, window_code=view.window_code)


def chain(choices: Choices, view: View) -> pl.DataFrame:
    """Return the steps of the chain for the view's region, care path and wave."""
    return published.ask(
        "chain",
        region_code=view.region_code,
        path_number=choices.path(view)["path_number"],
        window_code=view.wave,
    )


def follow_through(choices: Choices, view: View) -> pl.DataFrame:
    """Return the share of referrals followed up, by month of sending."""
    return published.ask(
        "follow_through",
        region_code=view.region_code,
        path_number=choices.path(view)["path_number"],
        urgency=view.urgency,
    )


def link_quality(view: View) -> pl.DataFrame:
    """Return what became of the records on both sides of each link in the view's region."""
    return published.ask("link_quality", region_code=view.region_code)
