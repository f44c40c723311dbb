"""The one place that knows the order: extracts in, models and statistics in between, a snapshot out."""

import hashlib
import platform
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, Protocol

import duckdb
import polars as pl

from verdampt.engines.duckdb import Engine
from verdampt.errors import ExtractError, InputError, SettingsError
from verdampt.extracts.contracts import Contract
from verdampt.extracts.deliveries import Delivery
from verdampt.extracts.files import Format, matching_files
from verdampt.extracts.kinds import EXTRACT_CONTRACTS
from verdampt.extracts.loading import Reading
from verdampt.extracts.reading import Reader
from verdampt.extracts.tables import (
    BREAKS,
    CARE_PATHS,
    CARE_TYPES,
    CONSULT_ACTIVITIES,
    EVENTS,
    MUNICIPALITY_CHANGES,
    SPECIALISM_NEIGHBOURS,
    TILES,
    regions_contract,
)
from verdampt.models import Model, build_model, in_order, read_models, tables_read
from verdampt.publishing.snapshot import (
    MARTS,
    Snapshot,
    current_id,
    new_folder,
    only_writer,
    open_snapshot,
    publish,
    sha256_of,
)
from verdampt.resources import sql_root
from verdampt.settings import ExtractSettings, Settings
from verdampt.steps import STEPS

WORK_DATABASE = "build.duckdb"
CHECK_DATABASE = "check.duckdb"
REJECTS = (
    "select extract_source, source_file, column_name, reason, count(*) as rows, min(line_number) as first_line "
    "from raw_quarantine group by all order by all"
)


class Progress(Protocol):
    """What a build tells about its progress."""

    def phase(self, name: str, total: int) -> AbstractContextManager[Callable[[], None]]:
        """Show a phase of so many steps; what it gives is called after each step."""


def _reference_files(settings: Settings) -> list[tuple[Contract, Path]]:
    return [
        (regions_contract(settings.regions.scheme), settings.regions.table),
        (MUNICIPALITY_CHANGES, settings.regions.changes),
        (TILES, settings.regions.tiles),
        (CARE_TYPES, settings.reference.care_types),
        (BREAKS, settings.reference.breaks),
        (EVENTS, settings.reference.events),
        (CARE_PATHS, settings.reference.care_paths),
        (SPECIALISM_NEIGHBOURS, settings.reference.specialism_neighbours),
        (CONSULT_ACTIVITIES, settings.reference.consult_activities),
    ]


def _melt_regions(engine: Engine, schemes: tuple[str, ...]) -> None:
    """Turn the columns of each scheme into rows; null codes stay out."""
    parts = [
        f"select '{scheme}' as region_scheme, gm_code, {scheme}_code as region_code, "
        f"coalesce({scheme}_name, {scheme}_code) as region_name from raw_regions where {scheme}_code is not null"
        for scheme in schemes
    ]
    engine.create("raw_municipality_regions", query=" union all ".join(parts))


def _read_reference(engine: Engine, settings: Settings, reader: Reader) -> list[Delivery]:
    files = _reference_files(settings)
    deliveries = []
    for contract, path in files:
        deliveries += reader.read([path], Reading(contract=contract, source="reference", maximum_rejected_share=0))
    _stop_at_refusals(deliveries)
    reader.finish([contract for contract, _ in files])
    _melt_regions(engine, settings.regions.scheme)
    engine.create_from_frame(
        "raw_baseline",
        frame=pl.DataFrame({"first_date": [settings.baseline.first], "last_date": [settings.baseline.last]}),
    )
    return deliveries


def _reading(extract: ExtractSettings, settings: Settings, *, municipalities: frozenset[str]) -> Reading:
    contract = EXTRACT_CONTRACTS[extract.kind]
    unknown = sorted(set(extract.columns) - {field.name for field in contract.fields})
    if unknown:
        raise SettingsError(
            f"extracts.{extract.source}: `columns` names {unknown[0]!r}, which is no column of {extract.kind}; "
            f"see `verdampt describe {extract.kind}`"
        )
    return Reading(
        contract=contract,
        source=extract.source,
        renamed=extract.columns,
        format=Format(
            delimiter=extract.delimiter, encoding=extract.encoding, decimal=extract.decimal, dates=extract.dates
        ),
        extracted_on=extract.extracted_on or datetime.now(UTC).date(),
        maximum_rejected_share=settings.quality.maximum_rejected_share,
        municipalities=municipalities,
        pseudonym_label=settings.pseudonyms.label,
    )


def _read_extracts(engine: Engine, settings: Settings, reader: Reader, progress: Progress) -> list[Delivery]:
    municipalities = frozenset(row[0] for row in engine.rows("select gm_code from raw_regions"))
    found = [(extract, matching_files(extract.path)) for extract in settings.extracts]
    reference = len(reader.deliveries)
    with progress.phase("reading", sum(len(paths) for _, paths in found)) as advance:
        for extract, paths in found:
            reader.read(paths, _reading(extract, settings, municipalities=municipalities), after_each=advance)
    return reader.deliveries[reference:]


def _stop_at_refusals(deliveries: list[Delivery]) -> None:
    refusals = [one.refusal for one in deliveries if one.verdict == "refused"]
    if refusals:
        more = f" (and {len(refusals) - 1} more files are refused: see `verdampt check`)" if len(refusals) > 1 else ""
        raise ExtractError(f"{refusals[0]}{more}")


def _deliveries_frame(deliveries: list[Delivery]) -> pl.DataFrame:
    return pl.DataFrame(
        [asdict(one) for one in deliveries], schema_overrides={"file_year": pl.Int64, "refusal": pl.String}
    )


def _extractions_frame(settings: Settings) -> pl.DataFrame:
    """Return the day of extraction of each source; today where the configuration gives none."""
    today = datetime.now(UTC).date()
    return pl.DataFrame(
        [(one.kind, one.source, one.extracted_on or today) for one in settings.extracts],
        schema={"kind": pl.String, "source": pl.String, "extracted_on": pl.Date},
        orient="row",
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


def _transform(engine: Engine, settings: Settings, models: list[Model], progress: Progress) -> None:
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
            if name in by_name:
                build_model(engine, by_name[name])
            elif name in step_of and name not in made:
                step_of[name].run(engine, settings)
                made |= set(step_of[name].makes)
            if name in dependencies:
                made.add(name)
                advance()
            _run_checks(engine, made, waiting)


def _input_files(settings: Settings) -> list[Path]:
    reference = [path for _, path in _reference_files(settings)]
    extracts = [path for extract in settings.extracts for path in matching_files(extract.path)]
    return [*reference, *extracts, *settings.regions.geometries().values()]


def fingerprint(settings: Settings) -> str:
    """Return the id of the snapshot these inputs, settings, models and code give: equal means nothing changed."""
    code = [*sorted(Path(__file__).parent.rglob("*.py")), *sorted(sql_root().rglob("*.sql"))]
    digest = hashlib.sha256(settings.model_dump_json(exclude={"build"}).encode() + duckdb.__version__.encode())
    for path in [*_input_files(settings), *code]:
        digest.update(path.name.encode())
        digest.update(bytes.fromhex(sha256_of(path)) if path.is_file() else b"absent")
    return digest.hexdigest()[:16]


def _manifest(settings: Settings, *, deliveries: list[Delivery]) -> dict[str, Any]:
    return {
        "id": fingerprint(settings),
        "built_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "inputs": [asdict(delivery) for delivery in deliveries],
        "settings": settings.model_dump(mode="json", exclude={"build"}),
        "versions": {
            "verdampt": version("verdampte-zorg"),
            "duckdb": duckdb.__version__,
            "python": platform.python_version(),
        },
    }


def _write_marts(engine: Engine, path: Path, models: list[Model]) -> dict[str, int]:
    """Copy the published tables into a file of their own; return the rows of each."""
    engine.run(f"attach '{path}' as marts")
    rows = {}
    for model in sorted((model for model in models if model.layer == "pub"), key=lambda model: model.name):
        order = ", ".join(model.header.grain)
        engine.run(f"create table marts.{model.name} as select * from {model.name} order by {order}")
        rows[model.name] = engine.count(model.name)
    engine.run("detach marts")
    return rows


def _refuse_confidential(settings: Settings) -> None:
    for extract in settings.extracts:
        if not extract.already_public:
            raise InputError(
                f"extracts.{extract.source}: only extracts marked `already_public = true` can be published by this "
                "version; mark it if its figures are public"
            )


@dataclass(frozen=True, kw_only=True)
class Checked:
    """What a check found: a verdict per file, and the rejected rows by file, column and reason."""

    deliveries: list[Delivery]
    rejects: pl.DataFrame
    rejected_rows: pl.DataFrame
    """Every rejected row: where it stands and why, never what it holds."""


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
        _read_reference(engine, settings, reader)
        deliveries = _read_extracts(engine, settings, reader, progress)
        if all(one.verdict != "refused" for one in deliveries):
            _model(engine, settings, reader, models, deliveries, progress)
        return Checked(
            deliveries=deliveries,
            rejects=engine.frame(REJECTS),
            rejected_rows=engine.frame("select * from raw_quarantine order by all"),
        )


def _model(
    engine: Engine,
    settings: Settings,
    reader: Reader,
    models: list[Model],
    deliveries: list[Delivery],
    progress: Progress,
) -> None:
    reader.finish(list(EXTRACT_CONTRACTS.values()))
    engine.forget_order()
    engine.create_from_frame("raw_deliveries", frame=_deliveries_frame(deliveries))
    engine.create_from_frame("raw_extractions", frame=_extractions_frame(settings))
    _transform(engine, settings, models, progress)


def build(settings: Settings, *, progress: Progress) -> Snapshot:
    """Build a snapshot from the extracts and make it current; on any error the old one stays.

    Raises InputError (exit code 2) with file, line or column and what to do.
    """
    _refuse_confidential(settings)
    store = settings.build.out
    with (
        only_writer(store),
        only_writer(settings.build.work, private=True),
        Engine(settings.build.work / WORK_DATABASE, memory_limit=settings.build.memory_limit) as engine,
    ):
        models = read_models(sql_root(), engine=engine)
        reader = Reader(engine, work=settings.build.work)
        reference = _read_reference(engine, settings, reader)
        deliveries = _read_extracts(engine, settings, reader, progress)
        _stop_at_refusals(deliveries)
        _model(engine, settings, reader, models, deliveries, progress)
        deliveries = reference + deliveries
        manifest = _manifest(settings, deliveries=deliveries)
        with new_folder(store) as draft, progress.phase("publishing", 1) as advance:
            manifest["tables"] = _write_marts(engine, draft / MARTS, models)
            snapshot = publish(store, draft=draft, manifest=manifest)
            advance()
        return snapshot


def build_if_needed(settings: Settings, *, progress: Progress) -> Snapshot:
    """Return the current snapshot, built first when none is there or anything it is made from changed."""
    store = settings.build.out
    if current_id(store) == fingerprint(settings):
        return open_snapshot(store)
    return build(settings, progress=progress)
