"""What the API says to the research questions in words: the numbers of sentences, of facts, and of texts of charts."""

from collections.abc import Callable

from tests.dashboard.reports import api
from tests.dashboard.research_figures import (
    PANDEMIC,
    Row,
    Told,
    balance,
    fitting,
    harm,
    in_order,
    in_unit,
    levels,
    mains,
    percents,
    pilot_at,
    pilots,
    shifts,
    shown,
    stated,
    whole,
)
from verdampt_dashboard.view import View

MODES_FIRST = ("mode", "care_line", "place")
OPEN = ("to_find_out", "recovered_unknown", "undetermined")
TOLD_PARTS = ("caught_up", "harm", "evaporated", "unexplained")
DOTTED = ("harm", "levels", "pairs", "paths", "pilot_regions", "pilots", "stated")
"""Exhibits with a chart of dots."""


def parts_told(region: str, view: View) -> list[Row]:
    """The parts of the deficit of the wave where each has a share; else of all waves together; else none."""
    rows = balance(region, view)
    by_window = [[row for row in rows if row["window_code"] == code] for code in (view.wave, PANDEMIC)]
    return next((parts for parts in by_window if len(shown(parts, "share")) == len(parts) > 0), [])


def said_of_balance(region: str, view: View) -> list[Told]:
    parts = {row["part"]: row for row in parts_told(region, view)}
    if not parts:
        return []
    total = sum(row["referrals"] for row in parts.values())
    # Three figures of it are told.
    amount = [(total, min(0, 3 - len(f"{total:.0f}")))] if total >= 1 else []
    return [amount + [one for part in TOLD_PARTS for one in percents(parts[part]["lower"], parts[part]["upper"])]]


def said_of_harm(region: str, view: View) -> list[Told]:
    rows = [row for row in shown(harm(region, view)) if row["estimator"] != "lockdown"]
    ours = [row for row in rows if row["outcome_type"] == "harm"]
    if not ours:
        return []
    chances = sorted(row["power"] for row in ours if row["power"] is not None)
    seen = sorted(abs(row["detectable"] - 1) for row in ours if row["measure"] == "rate_ratio" and row["detectable"])
    ends = chances[:1] + chances[-1:] if f"{chances[0]:.0%}" != f"{chances[-1]:.0%}" else chances[-1:]
    power = [(5, 0), *percents(*ends), *([(80, 0), *percents(seen[0], decimals=1)] if seen else [])]
    controls = {row["outcome"] for row in rows if row["outcome_type"] == "negative_control"}
    trends = [row["pretrend_p"] for row in ours if row["pretrend_p"] is not None]
    return [
        power,
        whole(len({row["outcome"] for row in ours})),
        *([whole(len(controls))] if controls else []),
        *([[(min(trends), 2)]] if trends else []),
    ]


def said_of_placement(*_: object) -> list[Told]:
    rows = [row for row in shown(api("pub_placement")) if row["path_number"] != 300]
    ratios = shown(api("pub_pairs"), "ratio")
    large = sum(row["deficit_class"] == "large" for row in rows)
    unknown = sum(row["deficit_class"] not in ("large", "small") for row in rows)
    is_open = sum(row["placement"] in OPEN for row in rows)
    less, more = sum(row["upper"] < 1 for row in ratios), sum(row["lower"] > 1 for row in ratios)
    count = len(ratios)
    placed = [large, len(rows), unknown, is_open, len(rows)] if unknown < len(rows) else [len(rows)]
    return [whole(*placed), whole(less, count, more, count)]


def beyond(row: Row) -> list[float]:
    """How far a region lies from the nation, with its margin."""
    return [row[name] - 1 for name in ("ratio", "ratio_lower", "ratio_upper")]


def said_of_levels(region: str, view: View) -> list[Told]:
    rows = shown(levels(region, view), "ratio")
    own = [row for row in rows if row["region_code"] == region]
    if not own and region != "NL":
        return []
    below, above = sum(row["ratio_upper"] < 1 for row in rows), sum(row["ratio_lower"] > 1 for row in rows)
    return [
        whole(len(rows), len(rows) - below - above, below, above),
        *([*percents(*beyond(row)), *row["rank"], *percents(row["chance_of_lowest"])] for row in own),
    ]


def said_of_groups(_: str, view: View) -> list[Told]:
    rows = api("pub_inequality", zorg=fitting(view, "pub_groups"), periode=view.window_code)
    (row,) = [row for row in rows if row["dimension"] == "deprivation"]
    is_equal = row["slope_low"] <= 0 <= row["slope_high"]
    return [percents(*([] if is_equal else [abs(row["slope_index"])]), row["slope_low"], row["slope_high"])]


def said_of_shifts(region: str, view: View) -> list[Told]:
    rows = shown(shifts(region, view), "observed_share", "expected_share")
    if not rows:
        return []
    first = min((row["dimension"] for row in rows), key=MODES_FIRST.index)
    ours = [
        {**row, "moved": row["observed_share"] - row["expected_share"]} for row in rows if row["dimension"] == first
    ]
    up = in_order((row for row in ours if (row["lower"] or 0) > 0), "moved")[-1:]
    down = in_order((row for row in ours if (row["upper"] or 0) < 0), "moved")[:1]
    moves = [one for row in up + down for one in percents(row["observed_share"], row["expected_share"])]
    known = [row for row in rows if row["quality"] is not None and row["quality_before"] is not None]
    again = [one for row in known for one in percents(row["quality"], row["quality_before"])]
    return [moves, *([[(30, 0), *again]] if again else [])]


def side_of(row: Row) -> int:
    """Whether a margin lies below zero, around it, or above."""
    return (row["lower"] > 0) - (row["upper"] < 0)


def told_of_costs(pilot: str) -> Told:
    rows = in_order((row for row in api("pub_pilot_costs") if row["pilot"] == pilot), "quarter_number")
    known = [row for row in rows if row["invested_eur"] is not None and row["saved_eur"] is not None]
    names = ("invested_eur", "saved_eur", "saved_lower", "saved_upper")
    return whole(known[-1]["quarter_number"] + 1, *(known[-1][name] for name in names)) if known else []


def said_of_pilots(*_: object) -> list[Told]:
    power, effects, lines = [], [], []
    for row in shown(mains(), "estimate"):
        size = [*map(int, row["size_class"].split("-")), row["quarters"]]
        power += whole(*size) + ([] if row["detectable"] is None else [(80, 0), *percents(abs(row["detectable"]))])
        is_same = row["lower"] <= 0 <= row["upper"]
        effects += percents(*([] if is_same else [abs(row["estimate"])]), row["lower"], row["upper"])
        ends = percents(row["lowest_without_one"], row["highest_without_one"])
        alike = [[(row[name], 2)] if row[name] is not None else [] for name in ("pretrend_p", "alike_p")]
        others = [one for one in pilots() if (one["pilot"], one["outcome"]) == (row["pilot"], row["outcome"])]
        apart = [one for one in shown(others, "lower", "upper") if side_of(one) != side_of(row)]
        lines += [alike[0], [end for one in apart for end in percents(one["lower"], one["upper"])], ends, alike[1]]
        lines.append(told_of_costs(row["pilot"]))
    return [power, effects, *(one for one in lines if one)]


def said_of_stated(*_: object) -> list[Told]:
    rows = [row for row in shown(stated(), "value") if row["is_main"]]
    within = sum(row["lower"] <= row["stated"] <= row["upper"] for row in rows)
    cards = [
        [
            *in_unit(row, "stated", "value", "lower", "upper"),
            *row["calendar_year"],
            *in_unit(row, "region_low", "region_high"),
        ]
        for row in rows
    ]
    return [whole(within, len(rows)), *cards]


SENTENCES: dict[str, Callable[[str, View], list[Told]]] = {
    "V3": said_of_balance,
    "V4": said_of_harm,
    "V5": said_of_placement,
    "V6": said_of_levels,
    "V7": said_of_groups,
    "V8": said_of_shifts,
    "V10": said_of_pilots,
    "V11": said_of_stated,
}
"""The numbers of each sentence of a question, in the order of reading; none where there is nothing to tell."""


def facts_of_balance(region: str, view: View) -> list[Told]:
    return [
        percents(row["lower"], row["upper"], row["share"])
        for row in parts_told(region, view)
        if row["part"] in TOLD_PARTS
    ]


def facts_of_levels(region: str, view: View) -> list[Told]:
    own = [row for row in shown(levels(region, view), "ratio") if row["region_code"] == region]
    return [[(row[name], 1) for name in ("rate", "lower", "upper", "nation_rate")] for row in own]


FACTS: dict[str, Callable[[str, View], list[Told]]] = {"V3": facts_of_balance, "V6": facts_of_levels}
"""The numbers of each figure under the sentence of a question; other questions have none."""


def margins(row: Row, name: str) -> list[float]:
    return [row[name], row["lower"], row["upper"]]


def dots(key: str, rows: list[Row], place: int = 0) -> list[tuple[list[float], Told]]:
    """The figures that a chart of dots has, each with its margin, and how its text says them."""
    match key:
        case "levels":
            return [(beyond(row), percents(*beyond(row))) for row in shown(rows, "ratio")]
        case "pairs":
            return [
                (one, [(value, 2) for value in one]) for one in (margins(row, "ratio") for row in shown(rows, "ratio"))
            ]
        case "stated":
            return [
                (margins(row, "value"), in_unit(row, "value", "lower", "upper"))
                for row in sorted(shown(rows, "value"), key=lambda row: row["figure"])
            ]
        case "harm":
            found = [(row["measure"], margins(row, "estimate")) for row in shown(rows, "estimate")]
            return [
                (one, percents(*one, decimals=1) if measure == "risk_difference" else [(value, 2) for value in one])
                for measure, one in found
            ]
        case "pilot_regions":
            rows = [next(row for row in mains() if row["pilot"] == pilot_at(place)), *rows]
    name = "deficit" if key == "paths" else "estimate"
    return [(one, percents(*one)) for one in (margins(row, name) for row in shown(rows, name, "lower", "upper"))]


def alt_of_course(rows: list[Row]) -> Told:
    known = [(row["quarter"][0][0], row["estimate"]) for row in rows if row["estimate"] is not None]
    return percents(max(abs(value) for quarter, value in known if quarter < 0), known[-1][1])


def alt(key: str, rows: list[Row], region: str, view: View, place: int) -> Told:
    """The numbers that the text of a chart has, for who cannot see it; those of its names come before."""
    match key:
        case "balance":
            parts = parts_told(region, view)
            return [one for row in parts for one in [*whole(row["part_number"]), *percents(*margins(row, "share"))]]
        case "shifts":
            known = shown(rows, "observed_share", "expected_share")
            return [one for row in known for one in percents(row["observed_share"], row["expected_share"])]
        case "course":
            return alt_of_course(rows)
        case "costs":
            last = rows[-1]
            return whole(last["quarter"][0][0] + 1, last["invested_eur"], last["saved_eur"])
        case "placement" | "questions":
            return []
        case "groups":
            return percents(*(row["ratio"] - 1 for row in rows if row["ratio"] is not None))
    return [one for _, numbers in dots(key, rows, place) for one in numbers] + ([(1, 0)] if key == "pairs" else [])
