"""One indicator on the tables of the last build, published apart: seconds instead of a whole build."""

from graphlib import TopologicalSorter
from pathlib import Path

from verdampt.build import WORK_DATABASE, write_marts
from verdampt.engines.duckdb import Engine
from verdampt.errors import InputError
from verdampt.indicators import Indicator, count, read_indicator, types_frame
from verdampt.intake import Progress
from verdampt.manifest import describe_build
from verdampt.models import Model, build_model, in_order, read_models
from verdampt.publishing.snapshot import MARTS, Snapshot, new_folder, publish
from verdampt.resources import sql_root
from verdampt.settings import Settings
from verdampt.steps import STEPS, Step

COUNTED = "calc_indicator_counts"
SERIES = "fct_care_volumes"
CARE_TYPES = "ref_care_types"
_WITH_THE_ONE = """
    select * from last.ref_care_types where not starts_with(care_type, 'ind_')
    union all
    select care_type, name, name_en, noun_one, noun_many, noun_one_en, noun_many_en, 'count' as unit, place
    from raw_indicators
"""
"""The editable table itself is not kept from the last build."""


def preview(settings: Settings, path: Path, *, store: Path, progress: Progress) -> Snapshot:
    """Publish one indicator in a store of its own; raises InputError with what is wrong with the file.

    All that does not follow from it is taken from the last build as it is.
    """
    last = settings.build.work / WORK_DATABASE
    if not last.is_file():
        raise InputError(f"{last}: there is no last build to preview on; run `verdampt build` first")
    with Engine(memory_limit=settings.build.memory_limit) as engine:
        one = read_indicator(path, engine=engine)
        if one.error:
            raise InputError(one.error)
        engine.run(f"attach '{last}' as last (read_only)")
        models = read_models(sql_root(), engine=engine)
        _follow(engine, settings, one, models, progress)
        with new_folder(store) as draft:
            manifest = describe_build(settings, deliveries=[], models=models)
            manifest["tables"], manifest["contents"] = write_marts(engine, draft / MARTS, models)
            manifest["id"] = f"preview{engine.digest(SERIES).split('/')[1]}"
            return publish(store, draft=draft, manifest=manifest)


def _follow(engine: Engine, settings: Settings, one: Indicator, models: list[Model], progress: Progress) -> None:
    """Make everything that follows from an indicator, on all the rest of the last build."""
    by_name = {model.name: model for model in models}
    step_of = {table: step for step in STEPS for table in step.makes}
    reads = {model.name: set(model.reads) for model in models} | {
        table: set(step.reads) if step.follows_indicators else set() for table, step in step_of.items()
    }
    following = _following({"raw_indicators", COUNTED}, reads)
    kept = engine.rows("select table_name from duckdb_tables() where database_name = 'last' order by 1")
    for (name,) in kept:
        if name not in following and not name.startswith("ind_"):
            engine.run(f'create view "{name}" as select * from last."{name}"')
    engine.create_from_frame("raw_indicators", frame=types_frame([one]))
    engine.create(CARE_TYPES, query=_WITH_THE_ONE)
    ordered = in_order({name: sorted(reads[name]) for name in sorted(reads)})
    views = _views_under(following, by_name)
    order = [name for name in ordered if name in (following | views) - {"raw_indicators", CARE_TYPES}]
    made: set[str] = set()
    with progress.phase("computing", len(order)) as advance:
        for name in order:
            if name in by_name:
                build_model(engine, by_name[name])
                if name == SERIES:
                    engine.run(f"delete from {SERIES} where source <> 'indicators'")
            elif name not in made:
                made |= _run(engine, settings, step_of[name], one)
            advance()


def _run(engine: Engine, settings: Settings, step: Step, one: Indicator) -> set[str]:
    if COUNTED not in step.makes:
        step.run(engine, settings)
        return set(step.makes)
    counts, errors = count(engine, [one])
    if errors:
        raise InputError(errors[one.name])
    engine.create_from_frame(COUNTED, frame=counts)
    engine.run("create table calc_indicator_errors (indicator varchar, error varchar)")
    return set(step.makes)


def _views_under(following: set[str], by_name: dict[str, Model]) -> set[str]:
    """Return the views that what follows reads: they are no tables of the last build."""
    found: set[str] = set()
    waiting = [read for name in following if name in by_name for read in by_name[name].reads]
    while waiting:
        name = waiting.pop()
        if name in by_name and name not in found | following and not by_name[name].header.is_stored:
            found.add(name)
            waiting += by_name[name].reads
    return found


def _following(start: set[str], reads: dict[str, set[str]]) -> set[str]:
    """Return what is made of some tables, of those, and so on."""
    found = set(start)
    for name in TopologicalSorter(reads).static_order():
        if reads.get(name, set()) & found:
            found.add(name)
    return found
