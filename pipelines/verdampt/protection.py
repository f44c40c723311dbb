"""What protection needs from outside: the key, and what earlier builds froze."""

import os
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from verdampt.disclosure.rounding import chain_start, key_check
from verdampt.engines.duckdb import Engine
from verdampt.errors import InputError
from verdampt.resources import project_root
from verdampt.settings import Settings

KEY_VARIABLE = "VERDAMPT_DISCLOSURE_KEY"
SHORTEST_KEY = 32
FROZEN = {
    "raw_frozen_chains": {
        "step": pl.String,
        "path_number": pl.Int64,
        "week_start": pl.Date,
        "month_start": pl.Date,
    },
    "raw_frozen_events": {
        "step": pl.String,
        "record_number": pl.Int64,
        "path_number": pl.Int64,
        "week_start": pl.Date,
        "month_start": pl.Date,
    },
    "raw_frozen_counts": {
        "area_code": pl.String,
        "care_type": pl.String,
        "period_type": pl.String,
        "period_start": pl.Date,
        "volume": pl.Float64,
    },
}
"""What stays as it was published, until a new version: chains, the events chosen from them, and protected counts."""
TO_FREEZE = {
    "raw_frozen_chains": "select step, path_number, week_start, month_start from int_rounding_chains "
    "union select step, path_number, week_start, month_start from stg_frozen__chains order by all",
    "raw_frozen_events": "select step, record_number, path_number, week_start, month_start "
    "from int_selected_events order by all",
    "raw_frozen_counts": "with protected as (select counts.area_code, counts.care_type, counts.period_type, "
    "counts.period_start, counts.volume from int_protected_counts as counts "
    "semi join ref_sources on counts.source = ref_sources.source and ref_sources.is_protected) "
    "from protected union all (from stg_frozen__counts anti join protected "
    "using (area_code, care_type, period_type, period_start)) order by all",
}
"""What a build freezes: what it rounded, and what was frozen before, delivered again or not."""
CHAIN = "{step}/{path_number}/{week_start}/{month_start}"
COUNT_CHAIN = "counts/{care_type}/{period_type}/{period_start}"


@dataclass(frozen=True, kw_only=True)
class Protection:
    """The key of this build and the version of the protected counts; without a key all is public."""

    key: bytes | None
    version: int
    base: int

    def check(self) -> str | None:
        """Return what tells two keys apart without telling the key; None without one."""
        return key_check(self.key, version=self.version) if self.key else None

    def starts(self, rows: pl.DataFrame, *, chain: str) -> pl.Series:
        """Return the start of each chain, named by a template over the columns of `rows`."""
        key = self.key or b""
        names = (chain.format(**row) for row in rows.iter_rows(named=True))
        starts = [chain_start(key, version=self.version, chain=name, base=self.base) for name in names]
        return pl.Series("chain_start", starts, dtype=pl.Int64)


def read_protection(settings: Settings) -> Protection:
    """Return how this build protects; raises InputError when a confidential extract comes without a proper key."""
    disclosure = settings.disclosure
    if not settings.is_confidential:
        return Protection(key=None, version=disclosure.version, base=max(disclosure.base, 10))
    confidential = next(one for one in settings.extracts if not one.already_public and one.kind != "population")
    if disclosure.base == 0:
        raise InputError(
            f"disclosure.base is 0, but extracts.{confidential.source} is confidential; write 10, or mark the extract "
            "`already_public = true` if its figures are public"
        )
    if confidential.kind == "vektis_open":
        raise InputError(
            f"extracts.{confidential.source}: yearly costs can only be published when they are public; mark the "
            "extract `already_public = true` if they are"
        )
    return Protection(key=_key(settings, source=confidential.source), version=disclosure.version, base=disclosure.base)


def _key(settings: Settings, *, source: str) -> bytes:
    path = settings.disclosure.key_file
    if path is None:
        text, place = os.environ.get(KEY_VARIABLE, ""), KEY_VARIABLE
    else:
        inside = (project_root().resolve(), settings.build.out.resolve())
        if any(path.resolve().is_relative_to(folder) for folder in inside):
            raise InputError(f"{path}: the key lies where it may be published; move it elsewhere")
        try:
            text, place = path.read_text(encoding="utf-8").strip(), str(path)
        except OSError:
            raise InputError(f"{path}: the key cannot be read; correct disclosure.key_file") from None
    if not text:
        raise InputError(
            f"extracts.{source}: confidential counts need a key; put one of at least {SHORTEST_KEY} characters in "
            f"{KEY_VARIABLE} or in a file named by disclosure.key_file, or mark the extract `already_public = true` if "
            "its figures are public"
        )
    if len(text) < SHORTEST_KEY or len(set(text)) < 8:
        raise InputError(f"{place}: the key is too easy to guess; give at least {SHORTEST_KEY} random characters")
    return text.encode()


def _folder(settings: Settings) -> Path:
    return settings.build.work / "frozen" / f"v{settings.disclosure.version}"


def load_frozen(engine: Engine, settings: Settings) -> None:
    """Put what earlier builds froze where the models find it."""
    for name, schema in FROZEN.items():
        path = _folder(settings) / f"{name}.parquet"
        frame = pl.read_parquet(path) if path.exists() else pl.DataFrame(schema=schema)
        engine.create_from_frame(name, frame=frame)


def freeze(engine: Engine, settings: Settings) -> None:
    """Keep what is about to be published, so that no later build rounds it anew.

    Written beside and put in place by a rename; a build that stops in between has frozen early, never too little.
    """
    if not settings.is_confidential:
        return
    folder = _folder(settings)
    folder.mkdir(parents=True, exist_ok=True)
    for name, query in TO_FREEZE.items():
        beside = folder / f"{name}.tmp"
        engine.frame(query).cast(pl.Schema(FROZEN[name])).write_parquet(beside)
        with beside.open("rb") as stream:
            os.fsync(stream.fileno())
        beside.replace(folder / f"{name}.parquet")


def refuse_lost_freeze(settings: Settings, protection: Protection, published: dict[str, object] | None) -> None:
    """Raise InputError when what was published under this version cannot be kept.

    Its key is another one, or its frozen counts are gone. `published` is what the current manifest says of it.
    """
    if not published or protection.key is None or published.get("version") != protection.version:
        return
    if published.get("key_check") != protection.check():
        raise InputError(
            f"the key is not the one that version {protection.version} was published with; use that key, or raise "
            "disclosure.version to publish everything anew"
        )
    missing = [name for name in FROZEN if not (_folder(settings) / f"{name}.parquet").exists()]
    if missing:
        raise InputError(
            f"{_folder(settings)}: the frozen counts of version {protection.version} are gone; restore this folder, or "
            "raise disclosure.version and take a new key"
        )
