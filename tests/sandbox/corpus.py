"""The attacks and the analysts' queries, and a small world to attack: tables, secrets and a folder that is watched."""

import json
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

HERE = Path(__file__).parent
WORD = "CANARY"
TABLES = frozenset({"pub_regions", "pub_deficits"})
ALLOWED_PARTS = "work_with_allowed_parts"


@dataclass(frozen=True, kw_only=True)
class World:
    """Where the attacks aim at."""

    marts: Path
    folder: Path
    secret: Path
    other: Path

    def aimed(self, sql: str) -> str:
        for name, path in (("secret", self.secret), ("folder", self.folder), ("other", self.other)):
            sql = sql.replace("{" + name + "}", str(path))
        return sql


def make_world(root: Path) -> World:
    world = World(
        marts=root / "marts.duckdb",
        folder=root / "watched",
        secret=root / "secret.csv",
        other=root / "other.duckdb",
    )
    world.folder.mkdir(parents=True)
    (root / "home").mkdir()
    world.secret.write_text(f"word\n{WORD}\n")
    (root / "secret.json").write_text(json.dumps({"word": WORD}) + "\n")
    with duckdb.connect(str(world.other)) as other:
        other.execute(f"create table words as select '{WORD}' as word")
        other.execute(
            f"copy words to '{root / 'secret.parquet'}' (format parquet, kv_metadata {{word: '{WORD}'}})",
        )
    with duckdb.connect(str(world.marts)) as marts:
        marts.execute(
            "create table pub_regions as"
            " select * from (values ('GG01', 'Noord'), ('GG02', 'Zuid')) as v(region_code, region_name)"
        )
        marts.execute(
            "create table pub_deficits as"
            " select 'GG0' || (range % 2 + 1) as region_code, 'care ' || (range % 9) as care_type,"
            " date '2020-01-06' + (range // 18)::integer * 7 as period_start, (range * 37 % 1001)::double as deficit"
            " from range(3000)"
        )
        marts.execute(f"create table pub_geheim as select '{WORD}' as word")
    return world


def written_attacks() -> dict[str, list[str]]:
    return tomllib.loads((HERE / "attacks.toml").read_text(encoding="utf-8"))


def made_attacks() -> list[str]:
    """What is too long or too deep to write down: each costs a parser, a planner or a person something."""
    deep = {
        "(": ")",
        "[": "]",
        "abs(": ")",
        "{'a': ": "}",
        "(select ": ")",
        "case when true then ": " end",
        "not ": "",
        "- abs(": ")",
        "try(": ")",
        "exists (select ": ")",
        "interval (": ") day",
        "(1, ": ")",
    }
    nested = [f"select {start * 550}1{end * 550}" for start, end in deep.items()]
    unfinished = [f"select {start * 2_000}" for start in ("(", "[", "((", "(select ")]
    withs = ["with x as (" * 15, "(with x as (" * 15, "with recursive x as (" * 15, "from (" * 300 + "with x as (" * 8]
    chains = [
        "select 1" + " + 1" * 400,
        "select 1" + "::integer" * 400,
        "select 'a'" + " || 'a'" * 400,
        "select 1" + " union select 1" * 1_200,
        "select * from " + "(select * from " * 300 + "pub_regions" + ")" * 300,
        "select * from pub_regions" + " join pub_regions using (region_code)" * 200,
        "select * from " + ", ".join(["pub_regions"] * 12),
        "select * from " + "(" * 2_000 + "pub_regions" + ")" * 2_000,
    ]
    long = [
        "select 1 in (" + ",".join(["1"] * 6_000) + ")",
        "select 1 in (" + ",".join(["1"] * 300_000) + ")",
        "values " + ",".join(["(1)"] * 4_000),
        "select " + ",".join(["1"] * 5_000),
        "select " + ",".join(["*"] * 2_000) + " from pub_regions",
        "select '" + "a" * 1_000_000 + "'",
        "select count(*) from pub_deficits group by cube (" + ", ".join(f"care_type || {n}" for n in range(15)) + ")",
        "select count(*) from pub_deficits group by cube (" + ", ".join(f"care_type || {n}" for n in range(40)) + ")",
        "select 1 /*" + "/*" * 3_000,
        "select 1\x00; drop table pub_regions",
        "select 1\x0b\x0c",
    ]
    return [*nested, *unfinished, *withs, *chains, *long]


def attacks() -> dict[str, list[str]]:
    """All attacks by class; those of made of allowed parts are the one class that is not the guard's to stop."""
    return {**written_attacks(), "size": made_attacks()}


def queries() -> list[dict[str, Any]]:
    return tomllib.loads((HERE / "queries.toml").read_text(encoding="utf-8"))["query"]


def attempts(world: World, statements: Iterable[str], *, mode: str, watch: bool = False) -> list[dict[str, Any]]:
    """What every attack brought about on a connection that is `plain` or has the worker's `settings`, and no guard."""
    left, outcomes = [world.aimed(one) for one in statements], []
    while left:
        task = {"mode": mode, "watch": watch, "marts": str(world.marts), "folder": str(world.folder), "attacks": left}
        ran = subprocess.run(
            [sys.executable, str(HERE / "attempt.py")],
            input=json.dumps(task),
            capture_output=True,
            text=True,
            cwd=world.folder.parent,
            env={"HOME": str(world.folder.parent / "home")},
            check=False,
        )
        found = [json.loads(line) for line in ran.stdout.splitlines() if line.startswith('{"rows"')]
        outcomes += found
        left = left[len(found) :]
        if left:
            assert ran.returncode < 0, ran.stderr[-2_000:]
            outcomes.append({"died": -ran.returncode})
            left = left[1:]
    return outcomes


def is_through(kind: str, outcome: dict[str, Any]) -> bool:
    """Whether an attack of a class reached what it was after."""
    if "died" in outcome:
        return kind in ("crash", "work", "size")
    touched = bool(outcome["leaked"] or outcome["written"] or outcome["damaged"] or outcome["called"])
    if kind in ("escape", "shadow"):
        return touched or bool(outcome["changed"])
    if kind in ("information", "disguise", "text_as_query"):
        return touched or bool(outcome["rows"])
    return touched
