"""A copy of a published snapshot with made-up rows in the tables of the research questions, or without those tables."""

import math
import random
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from verdampt.publishing.snapshot import MARTS, Snapshot, publish

Row = dict[str, Any]
TABLES = (
    "pub_balance",
    "pub_outcomes",
    "pub_harm",
    "pub_placement",
    "pub_pairs",
    "pub_levels",
    "pub_shifts",
    "pub_stated_figures",
    "pub_pilots",
    "pub_pilot_regions",
    "pub_pilot_course",
    "pub_pilot_costs",
    "pub_questions",
)
QUERIES = {
    "balance",
    "harm",
    "level_care_types",
    "levels",
    "pairs",
    "pilot_costs",
    "pilot_course",
    "pilot_regions",
    "pilots",
    "placement",
    "shifts",
    "standings",
    "stated_figures",
}
"""The files of `sql/queries` that read these tables."""
PARTS = ("need_fell", "caught_up", "substituted", "harm", "evaporated", "unexplained")
SHARES = (0.12, 0.31, 0.08, 0.05, 0.21, 0.23)
WINDOWS = ("sinds-2020-03", "G1", "G2")
TOO_FEW = "GG0111"
"""A region of which there are too few data for everything."""
UNSETTLED = "GG1106"
"""A region of which the build says that the margins of its balance hold everything."""
MODES = {"consult": (900, 1250), "telephone": (480, 300), "video": (40, 10), "e_consult": (120, 30), "visit": (60, 70)}


def balance(regions: list[str], paths: list[int]) -> Iterator[Row]:
    for region in regions:
        for path in paths:
            for window in WINDOWS:
                shown = region != TOO_FEW and (path, window) != (320, "G2")
                for number, (part, share) in enumerate(zip(PARTS, SHARES, strict=True), start=1):
                    figures = {"share": share, "lower": max(0.0, share - 0.11), "upper": share + 0.14}
                    counts = {
                        f"referrals{end}": figures[name] * 420
                        for end, name in (("", "share"), ("_lower", "lower"), ("_upper", "upper"))
                    }
                    made = figures | counts
                    yield {
                        "region_code": region,
                        "path_number": path,
                        "window_code": window,
                        "part": part,
                        "part_number": number,
                        **(made if shown else dict.fromkeys(made)),
                        "status": "shown" if shown else "too_few" if region == TOO_FEW else "no_deficit",
                    }


OUTCOMES = (
    ("emergency", "harm", "Spoedcontact bij hetzelfde specialisme", "Emergency contact of the same specialism"),
    ("death", "harm", "Overlijden binnen een jaar na een huisartscontact met deze klacht", "Death within a year"),
    ("control_emergency", "negative_control", "Controle: spoedcontact dermatologie", "Control: emergency, dermatology"),
    ("control_planned", "positive_control", "Controle die hoort te dalen: eerste contact", "Control that should fall"),
)


def outcomes(paths: list[int]) -> Iterator[Row]:
    for path in paths:
        for outcome, kind, name, name_en in OUTCOMES:
            yield {
                "outcome": outcome,
                "path_number": path,
                "outcome_type": kind,
                "name": name,
                "name_en": name_en,
                "first_month": 3,
                "last_month": 24,
                "direction": "fewer" if kind == "positive_control" else "more",
                "reference": "verzonnen",
            }


def harm(paths: list[int]) -> Iterator[Row]:
    measures = {
        "excess": "rate_ratio",
        "dose_response": "slope",
        "cohort": "risk_difference",
        "event_study": "rate_ratio",
    }
    for path in paths:
        for outcome, kind, *_ in OUTCOMES:
            for estimator, measure in measures.items():
                null, wide = (1.0, 0.06) if measure == "rate_ratio" else (0.0, 0.03 if measure == "slope" else 0.008)
                moved = path == 320 and outcome == "emergency"
                falls = kind == "positive_control" and path != 310
                value = null + (1.6 if moved else -1.6 if falls else 0.3 if kind == "harm" else -0.1) * wide
                shown = not (outcome == "death" and estimator == "event_study")
                figures = {"estimate": value, "lower": value - wide, "upper": value + wide}
                yield {
                    "path_number": path,
                    "outcome": outcome,
                    "estimator": estimator,
                    "measure": measure,
                    **(figures if shown else dict.fromkeys(figures)),
                    "e_value": 1.4 if shown else None,
                    "e_value_limit": 1.1 if moved else None,
                    "detectable": null + wide * 1.4,
                    "power": 0.19 if measure == "slope" else 0.42,
                    "pretrend_p": 0.37 if estimator == "event_study" else None,
                    "is_corrected": estimator == "dose_response",
                    "regions": 25,
                    "status": "shown" if shown else "too_few",
                }


def placement(paths: list[int]) -> Iterator[Row]:
    cells = (
        ("large", "signal", "not_to_miss"),
        ("large", "undetermined", "to_find_out"),
        ("small", "undetermined", "recovered_unknown"),
        ("small", "equivalent", "recovered"),
        ("undetermined", "undetermined", "undetermined"),
        ("large", "equivalent", "candidate_less"),
    )
    for place, path in enumerate(paths):
        deficit, harmed, name = cells[0] if path == 320 else cells[1 + place % 5]
        middle = {"large": 0.09, "small": 0.01, "undetermined": 0.05}[deficit]
        yield {
            "path_number": path,
            "deficit": middle,
            "lower": middle - 0.03,
            "upper": middle + 0.03,
            "deficit_class": deficit,
            "harm_class": harmed,
            "placement": name,
            "detectable": 0.08,
            "status": "shown",
        }


def pairs() -> Iterator[Row]:
    for pair, low, high, name, name_en, ratio in (
        ("skin_heart", 310, 320, "Dermatologie tegenover cardiologie", "Dermatology against cardiology", 0.91),
        ("ears_internal", 302, 313, "Keel, neus en oor tegenover intern", "Ear, nose, throat against internal", 0.99),
    ):
        yield {
            "pair": pair,
            "low_path": low,
            "high_path": high,
            "name": name,
            "name_en": name_en,
            "low_recovery": ratio,
            "high_recovery": 1.0,
            "ratio": ratio,
            "lower": ratio - 0.05,
            "upper": ratio + 0.05,
            "reference": "verzonnen",
            "status": "shown",
        }


def levels(regions: list[str], care_types: list[str]) -> Iterator[Row]:
    chance = random.Random(6)
    for care_type in care_types:
        for year in (0, 2018, 2019):
            for region in regions:
                ratio = 1.0 if region == "NL" else math.exp(chance.gauss(0, 0.09))
                shown = region != TOO_FEW
                figures = {
                    "rate": 52.0 * ratio,
                    "lower": 52.0 * ratio * 0.93,
                    "upper": 52.0 * ratio * 1.07,
                    "nation_rate": 52.0,
                    "ratio": ratio,
                    "ratio_lower": ratio * 0.93,
                    "ratio_upper": ratio * 1.07,
                    "rank_low": 3,
                    "rank_high": 14,
                    "chance_of_lowest": 0.18,
                }
                yield {
                    "region_code": region,
                    "care_type": care_type,
                    "calendar_year": year,
                    **(figures if shown else dict.fromkeys(figures)),
                    "status": "shown" if shown else "too_few",
                }


def shifts(regions: list[str]) -> Iterator[Row]:
    lines = {"1": (700, 640), "2": (900, 960)}
    for region in regions:
        shown = region != TOO_FEW
        for dimension, counts in (("mode", MODES), ("care_line", lines)):
            seen, awaited = (sum(pair[place] for pair in counts.values()) for place in (0, 1))
            for number, (category, (observed, weight)) in enumerate(counts.items(), start=1):
                expected = weight / awaited * seen * 1.05
                figures = {
                    "observed": float(observed),
                    "expected": expected,
                    "difference": observed - expected,
                    "lower": observed - expected - 45,
                    "upper": observed - expected + 45,
                    "observed_share": observed / seen,
                    "expected_share": weight / awaited,
                    "quality": 0.18 if dimension == "mode" else None,
                    "quality_before": 0.16 if dimension == "mode" else None,
                }
                yield {
                    "region_code": region,
                    "dimension": dimension,
                    "window_code": "2020",
                    "category": category,
                    "category_number": number,
                    **(figures if shown else dict.fromkeys(figures)),
                    "status": "shown" if shown else "too_few",
                }


def stated() -> Iterator[Row]:
    made = (
        ("five_percent_refers", "per_contact", True, "Van alle contacten", "Of all contacts", "share", 0.05, 0.062),
        (
            "five_percent_refers",
            "per_person",
            False,
            "Van alle mensen met een contact",
            "Of all people",
            "share",
            0.05,
            0.14,
        ),
        ("gp_solves", "per_contact", True, "Zonder verwijzing, per contact", "Not referred", "share", 0.95, 0.949),
        ("twenty_euros", "all", True, "Per verzekerde", "Each insured person", "eur_per_month", 20.0, 15.4),
    )
    for number, (figure, variant, is_main, name, name_en, unit, said, value) in enumerate(made, start=1):
        yield {
            "figure": figure,
            "variant": variant,
            "variant_number": number,
            "is_main": is_main,
            "name": name,
            "name_en": name_en,
            "unit": unit,
            "stated": said,
            "numerator": 4_210.0,
            "denominator": 67_900.0,
            "value": value,
            "lower": value * 0.97,
            "upper": value * 1.03,
            "region_low": value * 0.8,
            "region_high": value * 1.04,
            "calendar_year": 2019,
            "reference": "verzonnen",
            "status": "shown",
        }


def pilots() -> Iterator[Row]:
    names = {
        "more_time": ("Meer tijd voor de patiënt", "More time for the patient"),
        "null": ("Stille proef", "Quiet pilot"),
    }
    for pilot, (name, name_en) in names.items():
        for outcome in ("referrals", "emergency_contacts"):
            for estimator in ("did2s", "callaway_santanna", "ppml", "without_covid", "trend_continued"):
                value = -0.09 if (pilot, outcome) == ("more_time", "referrals") else 0.01
                yield {
                    "pilot": pilot,
                    "name": name,
                    "name_en": name_en,
                    "outcome": outcome,
                    "is_guard_rail": outcome != "referrals",
                    "estimator": estimator,
                    "estimate": value,
                    "lower": value - 0.03,
                    "upper": value + 0.03,
                    "pretrend_p": 0.44,
                    "detectable": 0.04,
                    "lowest_without_one": value - 0.01 if estimator == "did2s" else None,
                    "highest_without_one": value + 0.01 if estimator == "did2s" else None,
                    "alike_p": 0.31 if (pilot, outcome, estimator) == ("more_time", "referrals", "did2s") else None,
                    "size_class": "20-49",
                    "quarters": 10,
                    "status": "shown",
                }


def pilot_regions(regions: Sequence[str]) -> Iterator[Row]:
    """Two regions of ten practices or more; in the others there is nothing to say."""
    for pilot in ("more_time", "null"):
        for place, region in enumerate(regions):
            is_large = pilot == "more_time" and place < 2
            value = -0.07 - 0.04 * place
            yield {
                "pilot": pilot,
                "region_scheme": "ggd",
                "region_code": region,
                "estimate": value if is_large else None,
                "lower": value - 0.05 if is_large else None,
                "upper": value + 0.05 if is_large else None,
                "pretrend_p": 0.6 if is_large else None,
                "detectable": 0.08 if is_large else None,
                "size_class": "10-19" if is_large else None,
                "status": "shown" if is_large else "too_few",
            }


def course() -> Iterator[Row]:
    for pilot, depth in (("more_time", -0.01), ("null", 0.0)):
        for quarter in range(-8, 10):
            value = max(-0.12, depth * (quarter + 2)) if quarter >= 0 else 0.004 * (-1) ** quarter
            bounds = {"estimate": value, "lower": value - 0.04, "upper": value + 0.04}
            yield {
                "pilot": pilot,
                "outcome": "referrals",
                "quarter_number": quarter,
                "quarters_together": 1,
                **(dict.fromkeys(bounds) if quarter == -1 else bounds),
            }


def costs() -> Iterator[Row]:
    for quarter in range(10):
        saved = 0.4 * quarter**1.5
        yield {
            "pilot": "more_time",
            "quarter_number": quarter,
            "invested_eur": 6.0 + 0.4 * quarter,
            "saved_eur": saved,
            "saved_lower": saved * 0.5,
            "saved_upper": saved * 1.5,
        }


def standings(regions: list[str]) -> Iterator[Row]:
    for region in regions:
        for number in range(1, 12):
            status, reason = ("cannot_say", "too_few") if region == TOO_FEW else ("answered", "shown")
            if number in (3, 5) and region != TOO_FEW:
                status, reason = "partly", "undetermined"
            if (number, region) == (3, UNSETTLED):
                status = "cannot_say"
            yield {"question": f"V{number}", "region_code": region, "status": status, "reason": reason}


def _rows(connection: duckdb.DuckDBPyConnection) -> dict[str, list[Row]]:
    regions = sorted({"NL", *connection.sql("select region_code from pub_regions").pl()["region_code"]})
    paths = connection.sql("select path_number from pub_care_paths order by all").pl()["path_number"].to_list()
    care = connection.sql("select care_type from pub_care_types where source = 'chain' order by sort_order").pl()
    made: dict[str, Iterator[Row]] = {
        "pub_balance": balance(regions, paths),
        "pub_outcomes": outcomes(paths),
        "pub_harm": harm(paths),
        "pub_placement": placement(paths),
        "pub_pairs": pairs(),
        "pub_levels": levels(regions, care["care_type"].to_list()[:6]),
        "pub_shifts": shifts(regions),
        "pub_stated_figures": stated(),
        "pub_pilots": pilots(),
        "pub_pilot_regions": pilot_regions([code for code in regions if code.startswith("GG")]),
        "pub_pilot_course": course(),
        "pub_pilot_costs": costs(),
        "pub_questions": standings(regions),
    }
    return {table: list(rows) for table, rows in made.items()}


def _draft(snapshot: Snapshot, folder: Path) -> tuple[Path, dict[str, Any]]:
    folder.mkdir(parents=True)
    shutil.copyfile(snapshot.marts, folder / MARTS)
    return folder, dict(snapshot.manifest)


def without_tables(snapshot: Snapshot, store: Path) -> Snapshot:
    """Publish a copy of a snapshot from before there were research questions."""
    draft, manifest = _draft(snapshot, store / "tmp" / "old")
    with duckdb.connect(str(draft / MARTS)) as connection:
        for table in TABLES:
            connection.execute(f"drop table if exists {table}")
    return _published(store, draft, manifest, tables=set(manifest["tables"]) - set(TABLES), name="0ld0ld0ld0ld0ld0")


def with_tables(snapshot: Snapshot, store: Path, *, emptied: bool = False) -> Snapshot:
    """Publish a copy of a snapshot with made-up rows in every table of the research questions, or with none in them."""
    draft, manifest = _draft(snapshot, store / "tmp" / "new")
    with duckdb.connect(str(draft / MARTS)) as connection:
        for table, rows in _rows(connection).items():
            frame = pl.DataFrame(rows, infer_schema_length=None)
            connection.execute(f"drop table if exists {table}")
            connection.register("made", frame)
            connection.execute(f"create table {table} as select * from made where {not emptied}")
            connection.unregister("made")
    tables = {*manifest["tables"], *TABLES}
    return _published(store, draft, manifest, tables=tables, name="e3e3e3e3e3e3e3e3" if emptied else "a1a1a1a1a1a1a1a1")


def _published(store: Path, draft: Path, manifest: dict[str, Any], *, tables: set[str], name: str) -> Snapshot:
    known = dict(manifest["tables"])
    counted = {table: known.get(table, "1") for table in sorted(tables)}
    return publish(store, draft=draft, manifest={**manifest, "id": name, "tables": counted})
