"""What comes in: reference tables and extracts, read by what the configuration says of them."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import polars as pl

from verdampt.engines.duckdb import Engine
from verdampt.errors import ExtractError, SettingsError
from verdampt.extracts.contracts import Contract
from verdampt.extracts.deliveries import Delivery
from verdampt.extracts.files import Format, matching_files
from verdampt.extracts.kinds import EXTRACT_CONTRACTS
from verdampt.extracts.loading import Reading
from verdampt.extracts.question_tables import (
    INCIDENCE_DRIVEN,
    OUTCOMES,
    PATH_COMPLAINTS,
    PATH_SUBSTITUTES,
    PILOT_PRACTICES,
    PILOTS,
    STATED_FIGURES,
    VALUE_PAIRS,
)
from verdampt.extracts.reading import Reader
from verdampt.extracts.tables import (
    BREAKS,
    CARE_PATHS,
    CARE_TYPES,
    CONSULT_ACTIVITIES,
    EVENTS,
    MUNICIPALITY_CHANGES,
    SCHOOL_ZONES,
    SPECIALISM_NEIGHBOURS,
    TILES,
    regions_contract,
)
from verdampt.resources import project_root
from verdampt.settings import ExtractSettings, Settings


class Progress(Protocol):
    """What a build tells about its progress."""

    def phase(self, name: str, total: int) -> AbstractContextManager[Callable[[], None]]:
        """Show a phase of so many steps; what it gives is called after each step."""


class SilentProgress:
    """Tells nothing; for builds that nobody watches."""

    @contextmanager
    def phase(self, name: str, total: int) -> Iterator[Callable[[], None]]:
        """Give a step that does nothing."""
        yield lambda: None


def _shipped(contract: Contract) -> Path:
    """Return the table of a kind that comes with the product."""
    return project_root() / "data_samples" / "reference" / f"{contract.kind}.csv"


def reference_files(settings: Settings) -> list[tuple[Contract, Path]]:
    """Return the editable tables and where each is."""
    return [
        (regions_contract(settings.regions.scheme), settings.regions.table),
        (MUNICIPALITY_CHANGES, settings.regions.changes),
        (TILES, settings.regions.tiles),
        (CARE_TYPES, settings.reference.care_types),
        (BREAKS, settings.reference.breaks),
        (EVENTS, settings.reference.events),
        (CARE_PATHS, settings.reference.care_paths or _shipped(CARE_PATHS)),
        (SPECIALISM_NEIGHBOURS, settings.reference.specialism_neighbours or _shipped(SPECIALISM_NEIGHBOURS)),
        (CONSULT_ACTIVITIES, settings.reference.consult_activities or _shipped(CONSULT_ACTIVITIES)),
        (STATED_FIGURES, settings.reference.stated_figures or _shipped(STATED_FIGURES)),
        (SCHOOL_ZONES, settings.reference.school_zones or _shipped(SCHOOL_ZONES)),
        *_pilot_files(settings),
        (PATH_COMPLAINTS, settings.reference.path_complaints or _shipped(PATH_COMPLAINTS)),
        (PATH_SUBSTITUTES, settings.reference.path_substitutes or _shipped(PATH_SUBSTITUTES)),
        (INCIDENCE_DRIVEN, settings.reference.incidence_driven or _shipped(INCIDENCE_DRIVEN)),
        (OUTCOMES, settings.reference.outcomes or _shipped(OUTCOMES)),
        (VALUE_PAIRS, settings.reference.value_pairs or _shipped(VALUE_PAIRS)),
    ]


def _pilot_files(settings: Settings) -> list[tuple[Contract, Path]]:
    """Return the pilots and who takes part, where the configuration names them."""
    files = ((PILOTS, settings.pilots.table), (PILOT_PRACTICES, settings.pilots.participants))
    return [(contract, path) for contract, path in files if path is not None]


def _melt_regions(engine: Engine, schemes: tuple[str, ...]) -> None:
    """Turn the columns of each scheme into rows; null codes stay out."""
    parts = [
        f"select '{scheme}' as region_scheme, gm_code, {scheme}_code as region_code, "
        f"coalesce({scheme}_name, {scheme}_code) as region_name from raw_regions where {scheme}_code is not null"
        for scheme in schemes
    ]
    engine.create("raw_municipality_regions", query=" union all ".join(parts))


def read_reference(engine: Engine, settings: Settings, reader: Reader) -> list[Delivery]:
    """Read the editable tables; raises ExtractError when one is wrong."""
    files = reference_files(settings)
    deliveries = []
    for contract, path in files:
        deliveries += reader.read([path], Reading(contract=contract, source="reference", maximum_rejected_share=0))
    stop_at_refusals(deliveries)
    reader.finish([*(contract for contract, _ in files), PILOTS, PILOT_PRACTICES])
    _melt_regions(engine, settings.regions.scheme)
    engine.create_from_frame(
        "raw_baseline",
        frame=pl.DataFrame({"first_date": [settings.baseline.first], "last_date": [settings.baseline.last]}),
    )
    # How many practices take part is not told either: the manifest lists files with their rows.
    return [one for one in deliveries if one.kind != PILOT_PRACTICES.kind]


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


def read_extracts(engine: Engine, settings: Settings, reader: Reader, progress: Progress) -> list[Delivery]:
    """Read every extract; return a verdict for each file."""
    municipalities = frozenset(row[0] for row in engine.rows("select gm_code from raw_regions"))
    found = [(extract, matching_files(extract.path)) for extract in settings.extracts]
    reference = len(reader.deliveries)
    with progress.phase("reading", sum(len(paths) for _, paths in found)) as advance:
        for extract, paths in found:
            reader.read(paths, _reading(extract, settings, municipalities=municipalities), after_each=advance)
    return reader.deliveries[reference:]


def stop_at_refusals(deliveries: list[Delivery]) -> None:
    """Raise ExtractError when a file is refused."""
    refusals = [one.refusal for one in deliveries if one.verdict == "refused"]
    if refusals:
        more = f" (and {len(refusals) - 1} more files are refused: see `verdampt check`)" if len(refusals) > 1 else ""
        raise ExtractError(f"{refusals[0]}{more}")


def deliveries_frame(deliveries: list[Delivery]) -> pl.DataFrame:
    """Return one row per file with its counts and verdict."""
    return pl.DataFrame(
        [asdict(one) for one in deliveries], schema_overrides={"file_year": pl.Int64, "refusal": pl.String}
    )


def disclosure_frame(settings: Settings) -> pl.DataFrame:
    """Return how counts are protected, in one row."""
    disclosure = settings.disclosure
    return pl.DataFrame(
        {
            "base": [max(disclosure.base, 10)],
            "is_chain_protected": [settings.is_chain_confidential],
            "region_scheme": [settings.regions.scheme[0]],
            "settled_gp_days": [disclosure.settled_gp_days],
            "settled_hospital_days": [disclosure.settled_hospital_days],
        }
    )


def extractions_frame(settings: Settings) -> pl.DataFrame:
    """Return the day of extraction of each source, today where none is configured, and whether it is public."""
    today = datetime.now(UTC).date()
    return pl.DataFrame(
        [(one.kind, one.source, one.extracted_on or today, one.already_public) for one in settings.extracts],
        schema={"kind": pl.String, "source": pl.String, "extracted_on": pl.Date, "is_public": pl.Boolean},
        orient="row",
    )
