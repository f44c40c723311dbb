"""The settings of a build, read from `verdampt.toml`; they never change once read."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, Self

import holidays
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator, model_validator
from pydantic_core import PydanticCustomError

from verdampt.errors import SettingsError
from verdampt.resources import sql_root

DEFAULT_CONFIG = Path("verdampt.toml")

ExtractKind = Literal[
    "vektis_open",
    "volumes",
    "population",
    "gp_contacts",
    "gp_referrals",
    "hospital_trajectories",
    "hospital_activities",
    "insurer_claims",
    "deaths",
    "zh308",
]


PATIENT_KINDS: tuple[ExtractKind, ...] = (
    "gp_contacts",
    "gp_referrals",
    "hospital_trajectories",
    "hospital_activities",
    "insurer_claims",
    "deaths",
    "zh308",
)


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def _as_tuple(value: object) -> object:
    return (value,) if isinstance(value, str) else value


Schemes = Annotated[tuple[str, ...], BeforeValidator(_as_tuple), Field(min_length=1)]


class BuildSettings(_Frozen):
    """Where the build writes, and how much memory the engine may take."""

    out: Path = Path("published")
    work: Path = Path("work")
    memory_limit: str = "4GB"
    keep: int = Field(default=12, ge=1)
    """How many snapshots stay besides those that a link is frozen to."""


class RegionSettings(_Frozen):
    """The editable region tables; the first scheme is the one shown at first."""

    scheme: Schemes = ("ggd",)
    table: Path = Path("data_samples/reference/regions.csv")
    changes: Path = Path("data_samples/reference/municipality_changes.csv")
    tiles: Path = Path("data_samples/reference/tiles.csv")
    geometry: Path | dict[str, Path] | None = None

    def geometries(self) -> dict[str, Path]:
        """Return the GeoJSON file of each scheme that has one."""
        if isinstance(self.geometry, dict):
            return self.geometry
        return {self.scheme[0]: self.geometry} if self.geometry else {}


class ReferenceSettings(_Frozen):
    """The other editable tables."""

    care_types: Path = Path("data_samples/reference/care_types.csv")
    breaks: Path = Path("data_samples/reference/breaks.csv")
    events: Path = Path("data_samples/reference/events.csv")
    care_paths: Path | None = None
    """Left out, like the others below: the table that comes with the product."""
    specialism_neighbours: Path | None = None
    consult_activities: Path | None = None
    school_zones: Path | None = None
    path_complaints: Path | None = None
    path_substitutes: Path | None = None
    incidence_driven: Path | None = None
    outcomes: Path | None = None
    value_pairs: Path | None = None


class PilotSettings(_Frozen):
    """Pilots of practices, and who takes part: both files or neither."""

    table: Path | None = None
    participants: Path | None = None
    """Pseudonyms of practices: keep this file where the extracts are."""

    @model_validator(mode="after")
    def _has_both(self) -> Self:
        if (self.table is None) != (self.participants is None):
            raise PydanticCustomError("pilots_half", "is half")
        return self


class BaselineSettings(_Frozen):
    """First and last day of the years in which care went its normal way."""

    first: date = date(2017, 1, 1)
    last: date = date(2019, 12, 29)


class CalendarSettings(_Frozen):
    """Whose holidays count."""

    country: str = "NL"
    """Code of the country as `holidays` knows it; blank: no public holidays."""
    school_zones: tuple[str, ...] = ("Noord", "Midden", "Zuid")

    @field_validator("country")
    @classmethod
    def _is_known(cls, value: str) -> str:
        if value and value not in holidays.list_supported_countries():
            raise PydanticCustomError("country_unknown", "is not known", {})
        return value


class DisclosureSettings(_Frozen):
    """How counts of confidential extracts are protected."""

    base: int = 10
    """Counts become multiples of this; 0 only where every extract is marked already_public."""
    version: int = Field(default=1, ge=1)
    """Raise it, with a new key, to protect everything anew; until then what is published stays as it is."""
    key_file: Path | None = None
    """File with the key, outside the project and the snapshots; left out: the environment has it."""
    settled_gp_days: int = Field(default=35, ge=0)
    """Days after which counts of GPs, and counted care, no longer change; younger ones are not published."""
    settled_hospital_days: int = Field(default=185, ge=0)
    """The same for hospitals, which book care when a trajectory closes."""

    @field_validator("base")
    @classmethod
    def _is_large_enough(cls, value: int) -> int:
        if value != 0 and value < 10:
            raise PydanticCustomError("base_too_small", "is too small", {})
        return value


class ExtractSettings(_Frozen):
    """One delivery: its kind, its source, and its files as a path or glob."""

    kind: ExtractKind
    source: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    path: str
    columns: dict[str, str] = {}
    already_public: bool = False
    delimiter: str = Field(default=";", min_length=1, max_length=1)
    encoding: Literal["utf-8", "utf-16", "windows-1252"] = "utf-8"
    decimal: Literal[".", ","] = "."
    dates: Literal["yyyy-mm-dd", "dd-mm-yyyy", "yyyymmdd"] = "yyyy-mm-dd"
    extracted_on: date | None = None
    """Day of the extraction; no event may lie after it. Left out: today."""


class QualitySettings(_Frozen):
    """How broken a file may be: the share of rejected rows above which it is refused whole."""

    maximum_rejected_share: float = Field(default=0.01, ge=0, le=1)


class LinksSettings(_Frozen):
    """Where short links live, and with them the pins that keep snapshots."""

    url: str = Field(default="", repr=False)
    """Address of a database, such as postgresql://user:password@host/links; blank: a file beside the snapshots."""


class WorkbenchSettings(_Frozen):
    """Whether readers may type queries of their own on what is published."""

    enabled: bool = True


class IndicatorSettings(_Frozen):
    """Where indicators are: the product's own, and those of any other repository."""

    folders: tuple[Path, ...] = (sql_root() / "indicators",)


class PseudonymSettings(_Frozen):
    """What the pseudonyms of all patient-level extracts are labelled with; blank: what the first file says."""

    label: str = ""


class Settings(_Frozen):
    """Everything a build needs to know."""

    build: BuildSettings = BuildSettings()
    quality: QualitySettings = QualitySettings()
    pseudonyms: PseudonymSettings = PseudonymSettings()
    links: LinksSettings = LinksSettings()
    workbench: WorkbenchSettings = WorkbenchSettings()
    indicators: IndicatorSettings = IndicatorSettings()
    regions: RegionSettings = RegionSettings()
    reference: ReferenceSettings = ReferenceSettings()
    pilots: PilotSettings = PilotSettings()
    baseline: BaselineSettings = BaselineSettings()
    calendar: CalendarSettings = CalendarSettings()
    disclosure: DisclosureSettings = DisclosureSettings()
    extracts: tuple[ExtractSettings, ...] = Field(min_length=1)

    @property
    def is_confidential(self) -> bool:
        """Return whether any extract of care is not marked already public; people as such are no care."""
        return any(not one.already_public for one in self.extracts if one.kind != "population")

    @property
    def is_chain_confidential(self) -> bool:
        """Return whether any extract about single patients is not marked already public."""
        return any(not one.already_public for one in self.extracts if one.kind in PATIENT_KINDS)


def _blank_is_none(document: dict[str, object]) -> None:
    regions = document.get("regions")
    if isinstance(regions, dict) and regions.get("geometry") == "":
        del regions["geometry"]


WORDS = {
    "missing": "is missing; add it",
    "extra_forbidden": "is not known here; take it away or correct its name",
    "base_too_small": "is below 10; write 10 or more, or 0 where every extract is already public",
    "pilots_half": "has only one of `table` and `participants`; name both files, or leave both out",
    "country_unknown": "is not a country whose holidays are known; write its two-letter code, or leave it blank",
    "date": "is not a day; write it as yyyy-mm-dd",
    "bool": "is neither true nor false; write one of them without quotes",
    "literal_error": "is not one of {expected}; choose one of these",
    "string_pattern_mismatch": "does not have the right form ({pattern}); correct it",
    "string_too_long": "is longer than {max_length} character; shorten it",
    "string_too_short": "is empty; fill it in",
    "string_type": "is not a text; put it in quotes",
    "too_short": "is empty; give at least {min_length}",
    "greater_than_equal": "is below {ge}; make it larger",
    "less_than_equal": "is above {le}; make it smaller",
}
"""What is wrong with a key and what to do, by pydantic's name of the error, or its first word."""


def _sentence(error: ValidationError, document: dict[str, object]) -> str:
    """Return the first fault as key and words; extracts are named by their source, or counted from one."""
    first = error.errors()[0]
    kind, _, _ = first["type"].partition("_")
    words = WORDS.get(first["type"], WORDS.get(kind, "is wrong; correct it")).format(**first.get("ctx", {}))
    place, parts = list(first["loc"]), document.get("extracts")
    if len(place) > 1 and place[0] == "extracts" and isinstance(place[1], int) and isinstance(parts, list):
        part = parts[place[1]]
        name = part.get("source") if isinstance(part, dict) else None
        place[:2] = [f"extracts.{name}" if isinstance(name, str) else f"extract {place[1] + 1}"]
    return f"{'.'.join(str(part) for part in place) or 'the file'} {words}"


def load_settings(path: Path = DEFAULT_CONFIG) -> Settings:
    """Read a configuration file; relative paths in it start at the working folder.

    Raises SettingsError with file, key and reason when it is absent or wrong.
    """
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SettingsError(f"{path}: the configuration file does not exist; name one with --config") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: this is not valid TOML: {error}") from None
    _blank_is_none(document)
    try:
        return Settings.model_validate(document)
    except ValidationError as error:
        raise SettingsError(f"{path}: {_sentence(error, document)}") from None
