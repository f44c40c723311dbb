"""Where a published figure comes from, and what changed between two snapshots and why."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import duckdb
import polars as pl

from verdampt.errors import SnapshotError
from verdampt.publishing.snapshot import Snapshot, open_marts
from verdampt.resources import sql_root

Manifest = dict[str, Any]


def _known(snapshot: Snapshot, table: str) -> None:
    if table not in snapshot.manifest["tables"]:
        known = ", ".join(sorted(snapshot.manifest["tables"]))
        raise SnapshotError(f"{table}: there is no such published table; choose one of {known}")


def ancestors(manifest: Manifest, table: str) -> list[str]:
    """Return everything a table is made of, itself first, each once, nearest first."""
    found, waiting = [], [table]
    while waiting:
        name = waiting.pop(0)
        if name not in found:
            found.append(name)
            waiting += manifest["models"].get(name, {}).get("reads", [])
    return found


def _grain(table: str) -> list[str]:
    """Return the columns that tell the rows of a published table apart."""
    text = next(sql_root().rglob(f"{table}.sql")).read_text(encoding="utf-8")
    header = tomllib.loads(text.split("/* +++", 1)[1].split("+++ */", 1)[0])
    return list(header["grain"])


def rows_where(snapshot: Snapshot, table: str, conditions: dict[str, str]) -> pl.DataFrame:
    """Return the rows of a published table where columns, as text, have these values.

    Raises SnapshotError for a table or column that is not there.
    """
    _known(snapshot, table)
    with open_marts(snapshot) as connection:
        relation = connection.sql(f"select * from {table}")
        unknown = sorted(set(conditions) - set(relation.columns))
        if unknown:
            raise SnapshotError(f"{table} has no column {unknown[0]!r}; it has {', '.join(relation.columns)}")
        test = " and ".join(f"cast({name} as varchar) = ${name}" for name in conditions) or "true"
        found: pl.DataFrame = connection.sql(f"select * from {table} where {test}", params=conditions or None).pl()
        return found


def explain(snapshot: Snapshot, table: str) -> list[str]:
    """Return in lines what a published table was made of: models, inputs, settings, code and back-test."""
    _known(snapshot, table)
    manifest = snapshot.manifest
    lines = [f"{table} in snapshot {snapshot.id}, built {manifest['built_at']}", "", "made of (hash of each query):"]
    for name in ancestors(manifest, table):
        made = manifest["models"].get(name)
        lines.append(f"  {name} {made['sha256']}" if made else f"  {name} (as read)")
    kinds = {name.removeprefix("raw_") for name in ancestors(manifest, table)}
    lines += ["", "inputs:"]
    lines += [
        f"  {one['source']}/{one['file']}: {one['rows_accepted']} rows, sha256 {one['sha256'][:16]}"
        for one in manifest["inputs"]
        if one["kind"] in kinds
    ]
    baseline = manifest["settings"]["baseline"]
    protection = manifest.get("protection")
    protected = (
        f"counts in steps of {protection['base']}, version {protection['version']}" if protection else "all public"
    )
    versions = ", ".join(f"{name} {value}" for name, value in sorted(manifest["versions"].items()))
    tests = ", ".join(f"{count} {verdict}" for verdict, count in sorted(manifest["backtest"].items()))
    return [
        *lines,
        "",
        f"baseline: {baseline['first']} to {baseline['last']}",
        f"protection: {protected}",
        f"back-tests: {tests}",
        f"code: {versions}",
    ]


@dataclass(frozen=True, kw_only=True)
class Change:
    """How a published table differs between two snapshots, and why that may be."""

    table: str
    added: int
    removed: int
    changed: int
    reasons: tuple[str, ...]


def _inputs(manifest: Manifest) -> dict[tuple[str, str, str], str]:
    return {(one["kind"], one["source"], one["file"]): one["sha256"] for one in manifest["inputs"]}


def _input_reasons(old: Manifest, new: Manifest, made_of: set[str]) -> Iterator[str]:
    before, after = _inputs(old), _inputs(new)
    for kind, source, file in sorted(before.keys() | after.keys()):
        if f"raw_{kind}" not in made_of:
            continue
        key = (kind, source, file)
        if key not in before:
            yield f"new delivery: {source}/{file}"
        elif key not in after:
            yield f"withdrawn: {source}/{file}"
        elif before[key] != after[key]:
            yield f"correction: {source}/{file}"


def _method_reasons(old: Manifest, new: Manifest, made_of: set[str]) -> Iterator[str]:
    changed = [
        name
        for name in sorted(made_of)
        if old["models"].get(name, {}).get("sha256") != new["models"].get(name, {}).get("sha256")
    ]
    if changed:
        yield f"method: {', '.join(changed)}"
    if old["versions"] != new["versions"]:
        yield "versions of the code or the engine"


def _setting_reasons(old: Manifest, new: Manifest) -> Iterator[str]:
    names = old["settings"].keys() | new["settings"].keys()
    changed = [name for name in sorted(names) if old["settings"].get(name) != new["settings"].get(name)]
    if changed:
        yield f"settings: {', '.join(changed)}"
    if old.get("protection") != new.get("protection"):
        yield "another version of the protection"


def _reasons(old: Manifest, new: Manifest, table: str) -> tuple[str, ...]:
    made_of = set(ancestors(old, table)) | set(ancestors(new, table))
    found = (
        *_input_reasons(old, new, made_of),
        *_method_reasons(old, new, made_of),
        *_setting_reasons(old, new),
    )
    return found or ("nothing that the manifests know of",)


def _attached(old: Snapshot, new: Snapshot) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    for name, snapshot in (("before", old), ("after", new)):
        connection.execute(f"attach '{snapshot.marts}' as {name} (read_only)")
    connection.execute("set enable_external_access = false")
    return connection


def differences(old: Snapshot, new: Snapshot) -> list[Change]:
    """Return the published tables that differ between two snapshots, with rows added, removed and changed, and why."""
    both = [name for name in sorted(new.manifest["tables"]) if name in old.manifest["tables"]]
    differing = [name for name in both if old.manifest["contents"][name] != new.manifest["contents"][name]]
    changes = []
    with _attached(old, new) as connection:
        for table in differing:
            grain = ", ".join(_grain(table))
            key = f"({grain})"
            counted = connection.execute(f"""
                with only_before as (select * from before.{table} except all select * from after.{table}),
                only_after as (select * from after.{table} except all select * from before.{table})
                select (select count(*) from only_before), (select count(*) from only_after),
                    (select count(*) from only_after semi join only_before using {key})
            """).fetchone()
            assert counted is not None
            gone, come, changed = counted
            changes.append(
                Change(
                    table=table,
                    added=come - changed,
                    removed=gone - changed,
                    changed=changed,
                    reasons=_reasons(old.manifest, new.manifest, table),
                )
            )
    return changes
