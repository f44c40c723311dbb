"""What a manifest tells of a build: inputs, settings, models, code and protection, and the hashes that follow."""

import hashlib
import json
import platform
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import duckdb
from pydantic.main import IncEx

from verdampt.extracts.deliveries import Delivery
from verdampt.extracts.files import matching_files
from verdampt.intake import reference_files
from verdampt.models import Model
from verdampt.protection import read_protection
from verdampt.publishing.snapshot import sha256_of
from verdampt.resources import sql_root
from verdampt.settings import Settings
from verdampt.steps import STEPS


def _input_files(settings: Settings) -> list[Path]:
    reference = [path for _, path in reference_files(settings)]
    extracts = [path for extract in settings.extracts for path in matching_files(extract.path)]
    own = [path for folder in settings.indicators.folders for path in sorted(folder.glob("ind_*.sql"))]
    return [*own, *reference, *extracts, *settings.regions.geometries().values()]


def _digest(start: str, paths: list[Path]) -> str:
    digest = hashlib.sha256(start.encode())
    for path in paths:
        digest.update(path.name.encode())
        digest.update(bytes.fromhex(sha256_of(path)) if path.is_file() else b"absent")
    return digest.hexdigest()


def code_hash() -> str:
    """Return a hash of all that turns extracts into tables."""
    files = [*sorted(Path(__file__).parent.rglob("*.py")), *sorted(sql_root().rglob("*.sql"))]
    return _digest(duckdb.__version__, files)


def fingerprint(settings: Settings) -> str:
    """Return a hash of inputs, settings, models, code and key: equal means that a build would change nothing."""
    check = read_protection(settings).check() or ""
    return _digest(_meaning(settings) + check + code_hash(), _input_files(settings))[:16]


def _meaning(settings: Settings) -> str:
    """Return the settings that decide what figures are, as text: not where they are written, nor a password."""
    paths: dict[str, IncEx | bool] = {"__all__": {"path"}}
    places: dict[str, IncEx | bool] = {
        "build": True,
        "links": True,
        "indicators": True,
        "pilots": True,
        "disclosure": {"key_file"},
        "extracts": paths,
    }
    return settings.model_dump_json(exclude=places)


def _lineage(models: list[Model]) -> dict[str, dict[str, Any]]:
    """Return what every table is made of: the hash of its query, or of all code, and what it reads."""
    code = _digest("", sorted(Path(__file__).parent.rglob("*.py")))[:16]
    made = {
        model.name: {"sha256": hashlib.sha256(model.query.encode()).hexdigest()[:16], "reads": sorted(model.reads)}
        for model in models
    }
    return made | {table: {"sha256": code, "reads": sorted(step.reads)} for step in STEPS for table in step.makes}


def describe_build(settings: Settings, *, deliveries: list[Delivery], models: list[Model]) -> dict[str, Any]:
    """Return what a manifest tells of a build, but for what came out of it."""
    protection = read_protection(settings)
    return {
        "built_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "fingerprint": fingerprint(settings),
        "inputs": [asdict(delivery) for delivery in deliveries],
        "settings": json.loads(_meaning(settings)),
        "models": _lineage(models),
        "protection": {"version": protection.version, "base": protection.base, "key_check": protection.check()}
        if protection.key
        else None,
        "versions": {
            "verdampt": version("verdampte-zorg"),
            "duckdb": duckdb.__version__,
            "python": platform.python_version(),
        },
    }


def identify(manifest: dict[str, Any]) -> str:
    """Return the id of a snapshot: a hash of its tables, settings, code and key, whatever order the inputs came in."""
    parts = {name: manifest[name] for name in ("contents", "settings", "models", "protection", "versions")}
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]
