"""The one place that knows the order: extracts in, models and statistics in between, a snapshot out."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from verdampt.engines.duckdb import Engine
from verdampt.errors import ExtractError
from verdampt.extracts.deliveries import Delivery
from verdampt.extracts.kept import KeptReads
from verdampt.extracts.kinds import EXTRACT_CONTRACTS
from verdampt.extracts.reading import Reader
from verdampt.increments import Increment, kept_engine, touch, write_state
from verdampt.indicator_cases import failed_cases
from verdampt.indicators import read_indicators, types_frame
from verdampt.intake import (
    Progress,
    deliveries_frame,
    disclosure_frame,
    extractions_frame,
    read_extracts,
    read_reference,
    stop_at_refusals,
)
from verdampt.manifest import code_hash, describe_build, fingerprint, identify
from verdampt.models import Model, build_model, in_order, read_models, tables_read
from verdampt.protection import freeze, load_frozen, read_protection, refuse_lost_freeze
from verdampt.publishing.links import remove_unpinned
from verdampt.publishing.snapshot import (
    MARTS,
    Snapshot,
    all_snapshots,
    current_fingerprint,
    current_id,
    new_folder,
    only_writer,
    open_snapshot,
    publish,
)
from verdampt.resources import sql_root
from verdampt.settings import Settings
from verdampt.steps import STEPS

WORK_DATABASE = "build.duckdb"
CHECK_DATABASE = "check.duckdb"
BY_PERSON = frozenset(
    f"raw_{kind}"
    for kind, contract in EXTRACT_CONTRACTS.items()
    if any(one.name == "patient_key" for one in contract.fields)
)
"""Tables of the reader of which each row belongs to one patient."""
REJECTS = (
    "select extract_source, source_file, column_name, reason, count(*) as rows, min(line_number) as first_line "
    "from raw_quarantine group by all order by all"
)


def _run_checks(engine: Engine, made: set[str], waiting: dict[str, tuple[Path, frozenset[str]]]) -> None:
    """Run each check as soon as all it reads is made; raises ExtractError with the first row that fails it."""
    for name in [name for name, (_, reads) in waiting.items() if reads <= made]:
        path, _ = waiting.pop(name)
        faults = engine.rows(f"select source_file, line_number, message from ({path.read_text()}) order by 1, 2")
        if faults:
            file, line, message = faults[0]
            more = f" (and {len(faults) - 1} more rows like this)" if len(faults) > 1 else ""
            where = f"{file}: line {line}" if line else file
            raise ExtractError(f"{where}: {message}{more}")


def _checks(engine: Engine) -> dict[str, tuple[Path, frozenset[str]]]:
    return {
        path.stem: (path, tables_read(engine, path.read_text(), path=path))
        for path in sorted((sql_root() / "checks").glob("*.sql"))
    }


def _transform(
    engine: Engine, settings: Settings, models: list[Model], increment: Increment, progress: Progress
) -> None:
    """Build all models and statistics steps in the order of what they read, checking on the way."""
    by_name = {model.name: model for model in models}
    step_of = {table: step for step in STEPS for table in step.makes}
    dependencies = {model.name: model.reads for model in models} | {
        table: frozenset(step.reads) for table, step in step_of.items()
    }
    waiting = _checks(engine)
    order = in_order({name: sorted(reads) for name, reads in sorted(dependencies.items())})
    made = {name for name in order if name not in dependencies}
    with progress.phase("computing", len(dependencies)) as advance:
        for name in order:
            if name in by_name and increment.can_update(by_name[name]):
                increment.update(by_name[name])
            elif name in by_name:
                build_model(engine, by_name[name])
            elif name in step_of and name not in made:
                step_of[name].run(engine, settings)
                made |= set(step_of[name].makes)
            if name in dependencies:
                made.add(name)
                advance()
            _run_checks(engine, made, waiting)


def _back_tests(engine: Engine) -> dict[str, int]:
    """Return how many back-tests were green, amber and red."""
    return dict(engine.rows("select verdict, count(*) from pub_backtest group by verdict order by verdict"))


def write_marts(engine: Engine, path: Path, models: list[Model]) -> tuple[dict[str, int], dict[str, str]]:
    """Copy the published tables into a file of their own; return the rows and a hash of the contents of each."""
    engine.run(f"attach '{path}' as marts")
    rows, contents = {}, {}
    for model in sorted((model for model in models if model.layer == "pub"), key=lambda model: model.name):
        order = ", ".join(model.header.grain)
        engine.run(f"create table marts.{model.name} as select * from {model.name} order by {order}")
        rows[model.name] = engine.count(model.name)
        contents[model.name] = engine.digest(model.name)
    engine.run("detach marts")
    return rows, contents


@dataclass(frozen=True, kw_only=True)
class Checked:
    """What a check found: a verdict per file, the rejected rows, and what is wrong with indicators."""

    deliveries: list[Delivery]
    rejects: pl.DataFrame
    rejected_rows: pl.DataFrame
    """Every rejected row: where it stands and why, never what it holds."""
    indicators: list[str]
    """One sentence for every indicator that cannot be used, or of which a case fails."""


def check(settings: Settings, *, progress: Progress) -> Checked:
    """Read and validate the extracts and all models; publish nothing.

    Models run only when no file is refused, as they would on what a build reads.
    """
    with (
        only_writer(settings.build.work, private=True),
        Engine(settings.build.work / CHECK_DATABASE, memory_limit=settings.build.memory_limit) as engine,
    ):
        models = read_models(sql_root(), engine=engine)
        reader = Reader(engine, work=settings.build.work)
        read_reference(engine, settings, reader)
        deliveries = read_extracts(engine, settings, reader, progress)
        if all(one.verdict != "refused" for one in deliveries):
            increment = Increment(engine, models, is_first=True, by_person=BY_PERSON)
            _model(engine, settings, reader, models, deliveries, increment, progress)
        return Checked(
            deliveries=deliveries,
            rejects=engine.frame(REJECTS),
            rejected_rows=engine.frame("select * from raw_quarantine order by all"),
            indicators=_wrong_indicators(engine, settings),
        )


def _wrong_indicators(engine: Engine, settings: Settings) -> list[str]:
    """Return what is wrong with indicators: their files, their cases, and how they ran."""
    indicators = read_indicators(settings, engine=engine)
    there = "calc_indicator_errors" in engine.tables()
    ran = engine.rows("select error from calc_indicator_errors order by 1") if there else []
    wrong = [one.error for one in indicators if one.error] + [row[0] for row in ran]
    return [*wrong, *failed_cases(settings, indicators, engine=engine)]


def _model(
    engine: Engine,
    settings: Settings,
    reader: Reader,
    models: list[Model],
    deliveries: list[Delivery],
    increment: Increment,
    progress: Progress,
) -> None:
    reader.finish(list(EXTRACT_CONTRACTS.values()))
    engine.forget_order()
    engine.create_from_frame("raw_deliveries", frame=deliveries_frame(deliveries))
    engine.create_from_frame("raw_extractions", frame=extractions_frame(settings))
    engine.create_from_frame("raw_disclosure", frame=disclosure_frame(settings))
    engine.create_from_frame("raw_indicators", frame=types_frame(read_indicators(settings, engine=engine)))
    load_frozen(engine, settings)
    _transform(engine, settings, models, increment, progress)


def build(settings: Settings, *, progress: Progress) -> Snapshot:
    """Build a snapshot from the extracts and make it current; on any error the old one stays.

    What the last build read and linked is used again, but for the patients in files that came or went.
    Raises InputError (exit code 2) with file, line or column and what to do.
    """
    store, code = settings.build.out, code_hash()
    protection = read_protection(settings)
    refuse_lost_freeze(settings, protection, _published_protection(store))
    with (
        only_writer(store),
        only_writer(settings.build.work, private=True),
        kept_engine(settings.build.work / WORK_DATABASE, code=code, memory_limit=settings.build.memory_limit) as (
            engine,
            state,
        ),
    ):
        models = read_models(sql_root(), engine=engine)
        kept = KeptReads(engine, is_first=state == "new")
        reader = Reader(engine, work=settings.build.work, kept=kept)
        reference = read_reference(engine, settings, reader)
        deliveries = read_extracts(engine, settings, reader, progress)
        stop_at_refusals(deliveries)
        touch(engine, kept.changed())
        write_state(engine, code=code, state="read")
        increment = Increment(engine, models, is_first=state != "whole", by_person=BY_PERSON)
        _model(engine, settings, reader, models, deliveries, increment, progress)
        increment.finish()
        kept.commit()
        write_state(engine, code=code, state="whole")
        deliveries = reference + deliveries
        manifest = describe_build(settings, deliveries=deliveries, models=models)
        freeze(engine, settings)
        with new_folder(store) as draft, progress.phase("publishing", 1) as advance:
            manifest["tables"], manifest["contents"] = write_marts(engine, draft / MARTS, models)
            manifest["backtest"] = _back_tests(engine)
            manifest["id"] = identify(manifest)
            snapshot = publish(store, draft=draft, manifest=manifest)
            remove_unpinned(store, keep=settings.build.keep, url=settings.links.url)
            advance()
        return snapshot


def _published_protection(store: Path) -> dict[str, Any] | None:
    """Return what the current snapshot says of its protection; None without one, or where all is public."""
    wanted = current_id(store)
    manifests = [one for one in all_snapshots(store) if one["id"] == wanted]
    return manifests[0].get("protection") if manifests else None


def build_if_needed(settings: Settings, *, progress: Progress) -> Snapshot:
    """Return the current snapshot, built first when none is there or anything it is made from changed."""
    store = settings.build.out
    if current_fingerprint(store) == fingerprint(settings):
        return open_snapshot(store)
    return build(settings, progress=progress)
