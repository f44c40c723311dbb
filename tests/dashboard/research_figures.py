"""What the API says to the research questions: the rows that each exhibit of a report must have."""

import re
from collections.abc import Callable, Iterable

from tests.dashboard.reports import api
from verdampt_dashboard import published
from verdampt_dashboard.view import View

Told = list[tuple[float, int]]
"""Numbers as they stand in words, each with its decimals."""
Row = dict
HARMS = ("signal", "equivalent", "undetermined")
OF_HARM_FIRST = ("harm", "positive_control")
PANDEMIC = "sinds-2020-03"


def percents(*values: float | None, decimals: int = 0) -> Told:
    return [(value * 100, decimals) for value in values if value is not None]


def whole(*values: float | None) -> Told:
    return [(value, 0) for value in values if value is not None]


def in_order(rows: Iterable[Row], *columns: str) -> list[Row]:
    return sorted(rows, key=lambda row: [row[name] for name in columns])


def shown(rows: Iterable[Row], *needed: str) -> list[Row]:
    return [row for row in rows if row["status"] == "shown" and all(row[name] is not None for name in needed)]


def fitting(view: View, table: str) -> str:
    """The view's care type, or the first that a table has."""
    there = {row["care_type"] for row in api(table)}
    codes = [row["care_type"] for row in in_order(api("pub_care_types"), "sort_order") if row["care_type"] in there]
    return view.care_type if view.care_type in codes else codes[0]


def path_names() -> dict[int, str]:
    return {row["path_number"]: row["name"] for row in api("pub_care_paths")}


def region_names(**asked: str) -> dict[str, str]:
    return {row["region_code"]: row["region_name"] for row in api("pub_regions", **asked)}


def balance(region: str, view: View, _: int = 0) -> list[Row]:
    return in_order(api("pub_balance", regio=region, zorgpad=view.care_path), "window_code", "part_number")


def harm(_: str, view: View, __: int = 0) -> list[Row]:
    outcomes = {row["outcome"]: row for row in api("pub_outcomes", zorgpad=view.care_path)}
    rows = [{**outcomes[row["outcome"]], **row} for row in api("pub_harm", zorgpad=view.care_path)]
    kinds = {**dict.fromkeys(outcomes, 2)}
    kinds |= {
        code: OF_HARM_FIRST.index(row["outcome_type"])
        for code, row in outcomes.items()
        if row["outcome_type"] in OF_HARM_FIRST
    }
    return in_order(({**row, "kind": kinds[row["outcome"]]} for row in rows), "kind", "outcome", "estimator")


def placement(*_: object) -> list[Row]:
    """The grid: names of care paths by class of deficit, below by class of harm, beside."""
    names, cells = path_names(), {}
    for row in in_order(shown(api("pub_placement")), "path_number"):
        deficit = row["deficit_class"] if row["deficit_class"] in ("large", "small") else "undetermined"
        cells.setdefault((deficit, row["harm_class"] or "undetermined"), []).append(names[row["path_number"]])
    deficits = ["large", "small", *(["undetermined"] if any(one == "undetermined" for one, _ in cells) else [])]
    return [
        {kind: re.compile(rf"(.*: )?{re.escape('; '.join(cells.get((deficit, kind), ['–'])))}") for kind in HARMS}
        for deficit in deficits
    ]


def pairs(*_: object) -> list[Row]:
    names = path_names()
    ends = ("low", "high")
    rows = in_order(api("pub_pairs"), "pair")
    return [{**row, **{f"{end}_name": names[row[f"{end}_path"]] for end in ends}} for row in rows]


def paths(*_: object) -> list[Row]:
    names = path_names()
    return [{**row, "path_name": names[row["path_number"]]} for row in in_order(api("pub_placement"), "path_number")]


def baseline() -> list[int]:
    settings = published.opened().manifest["settings"]["baseline"]
    return [int(settings[end][:4]) for end in ("first", "last")]


def levels(_: str, view: View, __: int = 0) -> list[Row]:
    """The regions of the view's scheme in all years before 2020 together, or else in the last of them."""
    names, rows = region_names(indeling=view.scheme), api("pub_levels", zorg=fitting(view, "pub_levels"))
    years = {row["calendar_year"] for row in rows if row["calendar_year"] < 2020}
    year = 0 if 0 in years else max(years)
    here = [row for row in rows if row["calendar_year"] == year and row["region_code"] in names]
    count = len(shown(here, "ratio"))
    made = [
        {
            **row,
            "region_name": names[row["region_code"]],
            "rank": [] if row["rank_low"] is None else whole(row["rank_low"], row["rank_high"], count),
        }
        for row in here
    ]
    return in_order(({**row, "calendar_year": whole(*([year] if year else baseline()))} for row in made), "region_name")


def groups(_: str, view: View, __: int = 0) -> list[Row]:
    order = {"deprivation": 1, "age": 2}
    rows = api("pub_groups", zorg=fitting(view, "pub_groups"), periode=view.window_code)
    return in_order(({**row, "order": order.get(row["dimension"], 3)} for row in rows), "order", "group_code")


def shifts(region: str, view: View, _: int = 0) -> list[Row]:
    rows = in_order(api("pub_shifts", regio=region), "window_code", "dimension", "category_number")
    codes = [row["window_code"] for row in rows]
    chosen = next(code for code in (view.window_code, view.wave, PANDEMIC, *codes) if code in codes)
    return [row for row in rows if row["window_code"] == chosen]


def pilots(*_: object) -> list[Row]:
    return in_order(api("pub_pilots"), "pilot", "is_guard_rail", "outcome", "estimator")


def mains() -> list[Row]:
    """What the report tells of pilots: the outcomes that they are about, by one estimator."""
    return [row for row in pilots() if row["estimator"] == "did2s" and not row["is_guard_rail"]]


def pilot_at(place: int) -> str:
    return list(dict.fromkeys(row["pilot"] for row in shown(mains())))[place - 1]


def _ends_of(row: Row) -> list[int]:
    """The first and last quarter since the start of those taken together, or the one."""
    first = row["quarter_number"]
    return sorted({first, first + row["quarters_together"] - 1})


def course(_: str, __: View, place: int) -> list[Row]:
    pilot = pilot_at(place)
    points = in_order((row for row in api("pub_pilot_course") if row["pilot"] == pilot), "quarter_number")
    outcomes = [row["outcome"] for row in pilots() if (row["pilot"], row["estimator"]) == (pilot, "did2s")]
    known = {row["outcome"] for row in points if row["estimate"] is not None}
    first = next(outcome for outcome in outcomes if outcome in known)
    return [
        {**row, "quarter": whole(*_ends_of(row)), "quarter_number": re.compile(f"'?{row['quarter_number']}")}
        for row in points
        if row["outcome"] == first
    ]


def costs(_: str, __: View, place: int) -> list[Row]:
    rows = in_order((row for row in api("pub_pilot_costs") if row["pilot"] == pilot_at(place)), "quarter_number")
    known = [row for row in rows if row["invested_eur"] is not None and row["saved_eur"] is not None]
    return [{**row, "quarter": whole(row["quarter_number"])} for row in known]


def pilot_regions(_: str, __: View, place: int) -> list[Row]:
    rows = shown((row for row in api("pub_pilot_regions") if row["pilot"] == pilot_at(place)), "estimate")
    names = region_names()
    named = [{**row, "region_name": names[row["region_code"]]} for row in rows]
    return in_order(named, "estimate", "region_code")


def in_unit(row: Row, *names: str) -> Told:
    """Figures that were stated, as their unit is written: a share in percents, all else in its unit."""
    values = [row[name] for name in names if row[name] is not None]
    return percents(*values, decimals=1) if row["unit"] == "share" else [(value, 2) for value in values]


def stated(*_: object) -> list[Row]:
    names = ("stated", "value", "lower", "upper", "region_low", "region_high")
    return [
        {**row, **{f"{name}_said": in_unit(row, name) for name in names}, "calendar_year": whole(row["calendar_year"])}
        for row in in_order(api("pub_stated_figures"), "figure", "variant_number")
    ]


def questions(*_: object) -> list[Row]:
    return [{"question": f"V{number}"} for number in range(1, 12)]


EXHIBITS: dict[str, Callable[[str, View, int], list[Row]]] = {
    "balance": balance,
    "harm": harm,
    "placement": placement,
    "pairs": pairs,
    "paths": paths,
    "levels": levels,
    "groups": groups,
    "shifts": shifts,
    "course": course,
    "costs": costs,
    "pilot_regions": pilot_regions,
    "pilots": pilots,
    "stated": stated,
    "questions": questions,
}
"""The rows of the API that an exhibit is of, by its key without the number of a pilot."""
WORDS = {
    "balance": {"window", "part_name"},
    "harm": {"outcome_type_name", "estimator_name", "measure_name"},
    "placement": {"deficit"},
    "paths": {"deficit_class_name", "harm_class_name", "placement_name"},
    "groups": {"group_name"},
    "shifts": {"dimension_name", "category_name"},
    "pilots": {"outcome_name", "kind", "estimator_name"},
    "pilot_regions": {"status_name"},
    "questions": {"asked", "status", "status_name", "why", "reason"},
}
"""Columns that only put codes in words."""
