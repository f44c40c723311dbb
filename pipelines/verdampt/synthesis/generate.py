"""Makes the world in the engine, table by table, and writes the extracts as deliverers would."""

import hashlib
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl

from verdampt.engines.duckdb import Engine
from verdampt.errors import InputError
from verdampt.extracts.contracts import SQL_TYPES
from verdampt.extracts.kinds import EXTRACT_CONTRACTS
from verdampt.resources import project_root, sql_root
from verdampt.synthesis import world

PSEUDONYM_LABEL = "made-up/1/verdampte-zorg"
TABLES = ("people", "needs", "fates", "referral_events", "trajectory_events", "hospital_trajectories")
"""Tables that others read, in the order of making."""
EXTRACTS = {
    "gp_contacts": "contact_date",
    "gp_referrals": "referral_date",
    "hospital_trajectories": "opening_date",
    "hospital_activities": "activity_date",
    "insurer_claims": "claim_date",
    "deaths": "death_date",
    "population": "reference_date",
}
"""Kinds that are written, one file a year of this day, and rows of one patient together so that they pack well."""
PEOPLE_PER_PRACTICE = 2_200
CONTACTS_PER_YEAR = 1.2


def _draws(codes: pl.Series, *, seed: int, purpose: str) -> pl.Series:
    """Return a number from 0 to 1 for each code, the same on every machine and version."""
    digests = [hashlib.md5(f"{seed}/{purpose}/{code}".encode(), usedforsecurity=False).digest() for code in codes]
    return pl.Series([int.from_bytes(digest[:6], "big") / 2**48 for digest in digests])


def _municipalities(people: int, *, seed: int) -> pl.DataFrame:
    """Return each municipality with its range of person numbers; sizes are made up, larger ones few."""
    table = pl.read_csv(project_root() / "data_samples" / "reference" / "regions.csv", separator=";")
    current = table.filter(pl.col("ggd_code").is_not_null()).sort("gm_code")
    draws = _draws(current["gm_code"], seed=seed, purpose="size")
    weight = (1 / (draws + 0.02)) ** 0.7
    ends = (weight.cum_sum() / weight.sum() * people).round().cast(pl.Int64)
    deprivation = _draws(current["gm_code"], seed=seed, purpose="deprivation")
    return current.select(
        "gm_code",
        pl.col("ggd_code").alias("region_code"),
        pl.col("province_code").map_elements(world.school_zone, return_dtype=pl.String).alias("school_zone"),
        ends.shift(1, fill_value=0).alias("first_person"),
        ends.alias("last_person"),
        deprivation.alias("deprivation"),
    ).with_columns(practices=((pl.col("last_person") - pl.col("first_person")) / PEOPLE_PER_PRACTICE).ceil().clip(1))


def _prepare(engine: Engine, people: int, *, seed: int, extracted_on: date) -> None:
    engine.create_from_frame("municipalities", frame=_municipalities(people, seed=seed))
    engine.create_from_frame("calendar", frame=world.calendar())
    engine.create_from_frame("missed", frame=world.missed())
    engine.create_from_frame("care_types", frame=world.care_types())
    # Chance is a hash of who and what for: the same at any size, in any order, on any number of threads.
    uniform = "(cast(hash({0}, purpose, {1}) % 2147483647 as double) + 0.5) / 2147483647"
    digital = f"case when day < date '2020-03-16' then {world.DIGITAL_BEFORE} else {world.DIGITAL_AFTER} end"
    macros = {
        "seed()": str(seed),
        "chance(number, purpose)": uniform.format("cast(number as bigint)", seed),
        "chance_of_text(word, purpose)": uniform.format("cast(word as varchar)", seed),
        "pseudonym_label()": f"'{PSEUDONYM_LABEL}'",
        "extracted_on()": f"date '{extracted_on}'",
        "contact_rate()": str(CONTACTS_PER_YEAR),
        "moving_rate()": str(world.MOVING_RATE),
        "deprivation_depth()": str(world.DEPRIVATION_DEPTH),
        "digital_share(day)": digital,
    }
    for name, body in macros.items():
        engine.run(f"create macro {name} as {body}")


def _query(name: str) -> str:
    return (sql_root() / "synthesis" / f"{name}.sql").read_text(encoding="utf-8")


def _write(engine: Engine, kind: str, day: str, folder: Path) -> int:
    """Write one kind by its contract, a gzipped file a year; return its rows."""
    contract = EXTRACT_CONTRACTS[kind]
    source = kind if kind in TABLES else f"({_query(kind)})"
    person = ", ".join(contract.key) if kind == "population" else "patient_key"
    fields = ", ".join(f'cast("{one.name}" as {SQL_TYPES[one.type]}) as "{one.name}"' for one in contract.fields)
    engine.run(f"create temporary table written as select {fields} from {source}")
    years = [row[0] for row in engine.rows(f"select distinct year({day}) from written order by 1")]
    for year in years:
        path = folder / f"{kind}_{year}.csv.gz"
        engine.run(
            f"copy (select * from written where year({day}) = {year} order by {person}, {day}, 1) to '{path}' "
            f"(delimiter '{contract.delimiter}', header true, compression gzip)"
        )
    rows = engine.count("written")
    engine.run("drop table written")
    return rows


def _pilot_practices(engine: Engine) -> dict[str, list[str]]:
    """Return the practices that take part in each pilot."""
    query = "select distinct practice_key from people where practice_group = $group order by 1"
    return {
        name: [row[0] for row in engine.rows(query, {"group": pilot["remainder"]})]
        for name, pilot in world.PILOTS.items()
    }


def _write_pilots(engine: Engine, folder: Path) -> None:
    """Write the pilots, and who takes part, as the tables that somebody would edit."""
    lines = ["pilot;name;name_en;first;cost_eur;avoided_eur;reference"]
    practices = ["pilot;practice_key;first"]
    for pilot, keys in _pilot_practices(engine).items():
        first, names = world.PILOTS[pilot]["first"], world.PILOT_NAMES[pilot]
        amounts = f"{world.PILOT_COST};{world.AVOIDED_COST}"
        lines.append(f"{pilot};{names[0]};{names[1]};{first};{amounts};verdampt synthesise")
        practices += [f"{pilot};{key};{first}" for key in keys]
    (folder / "pilots.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "pilot_practices.csv").write_text("\n".join(practices) + "\n", encoding="utf-8")


def _truth(engine: Engine, people: int, *, seed: int, extracted_on: date, rows: dict[str, int]) -> dict[str, object]:
    pilots = {
        name: {
            "first": str(world.PILOTS[name]["first"]),
            "effect": world.PILOTS[name]["effect"],
            "practice_keys": keys,
        }
        for name, keys in _pilot_practices(engine).items()
    }
    links = "select count(*), count(*) filter (where converts) from referral_events where destination = 'hospital'"
    referred, converted = engine.rows(links)[0]
    return {
        "people": people,
        "seed": seed,
        "extracted_on": str(extracted_on),
        "waves": [{"first": str(wave.first), "last": str(wave.last)} for wave in world.WAVES],
        "care_types": [
            {
                "care_type": care.care_type,
                "destination": care.destination,
                "specialism_code": care.specialism_code,
                "depth": list(care.depth),
                "fell": care.fell,
                "caught_up": care.caught_up,
                "substituted": care.substituted,
                "harmed": care.harmed,
                "evaporated": round(care.evaporated(), 6),
            }
            for care in world.CARE
        ],
        "deprivation_depth": world.DEPRIVATION_DEPTH,
        "digital": {"before": world.DIGITAL_BEFORE, "after": world.DIGITAL_AFTER},
        "flu_winters": world.FLU_WINTERS,
        "conversion": {"hospital_referrals": referred, "converted": converted},
        "pilots": pilots,
        "rows": rows,
        "fates": engine.frame(f"select * from ({_query('truth')}) order by all").to_dicts(),
    }


def synthesise(
    people: int,
    *,
    out: Path,
    seed: int,
    memory_limit: str = "6GB",
    extracted_on: date = world.LAST_DAY,
    after_each: Callable[[], None] = lambda: None,
) -> dict[str, int]:
    """Write the extracts of so many made-up people, their pilots and `truth.json`; return the rows of each kind.

    The same number, seed and day give the same files. Raises InputError when the folder holds something already.
    """
    if out.exists() and any(out.iterdir()):
        raise InputError(f"{out}: the folder is not empty; name another one with --out")
    out.mkdir(parents=True, exist_ok=True)
    work = out / "world.duckdb"
    with Engine(work, memory_limit=memory_limit) as engine:
        _prepare(engine, people, seed=seed, extracted_on=extracted_on)
        for table in TABLES:
            engine.create(table, query=_query(table))
            after_each()
        rows = {}
        for kind, day in EXTRACTS.items():
            rows[kind] = _write(engine, kind, day, out)
            after_each()
        _write_pilots(engine, out)
        truth = _truth(engine, people, seed=seed, extracted_on=extracted_on, rows=rows)
    work.unlink()
    (out / "truth.json").write_text(json.dumps(truth, indent=1) + "\n", encoding="utf-8")
    return rows
