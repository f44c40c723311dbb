"""The editable reference tables: one declaration each."""

from collections.abc import Sequence
from dataclasses import replace

from verdampt.extracts.contracts import Contract, Field, text_field
from verdampt.extracts.patients import DESTINATIONS


def _day(name: str, description: str) -> Field:
    return Field(name=name, type="date", description=description, nullable=True)


CARE_TYPES = Contract(
    kind="care_types",
    description="Names, countable nouns and unit of each care type.",
    fields=(
        text_field("care_type", "Care type code."),
        text_field("name", "Dutch name."),
        text_field("name_en", "English name."),
        text_field("noun_one", "Dutch noun for one, such as 'verwijzing'."),
        text_field("noun_many", "Dutch noun for more."),
        text_field("noun_one_en", "English noun for one."),
        text_field("noun_many_en", "English noun for more."),
        Field(name="unit", type="text", codes=("count", "eur_per_insured_year"), description="What is counted."),
    ),
    key=("care_type",),
)

BREAKS = Contract(
    kind="breaks",
    description="Breaks in registration: from first to last day a series is not compared with its past.",
    fields=(
        text_field("source", "Source of the series."),
        text_field("care_type", "Care type code."),
        _day("first", "First day that is not comparable; blank: from the start."),
        _day("last", "Last day that is not comparable; blank: until now."),
        text_field("reason", "Dutch reason, shown on the chart."),
        text_field("reason_en", "English reason."),
        text_field("reference", "Where this is documented."),
    ),
    key=("source", "care_type", "first"),
)

EVENTS = Contract(
    kind="events",
    description="Waves and policy dates named on the time axis.",
    fields=(
        text_field("event", "Code."),
        Field(name="event_type", type="text", codes=("wave", "policy"), description="Wave or policy."),
        Field(name="first", type="date", description="First day."),
        Field(name="last", type="date", description="Last day; equal to the first for a single date."),
        text_field("name", "Dutch name."),
        text_field("name_en", "English name."),
        text_field("reference", "Where this is documented."),
    ),
    key=("event",),
)

CARE_PATHS = Contract(
    kind="care_paths",
    description="Kinds of care somebody can be referred to: a destination, for hospitals with the specialism.",
    fields=(
        Field(name="path_number", type="integer", minimum=1, maximum=999, description="Number of the path, its key."),
        Field(name="destination", type="text", codes=DESTINATIONS, description="Destination of the referral."),
        text_field("specialism_code", "Specialism, for hospitals only.", nullable=True),
        text_field("care_path", "Care path code."),
        text_field("name", "Dutch name."),
        text_field("name_en", "English name."),
    ),
    key=("path_number",),
)

SPECIALISM_NEIGHBOURS = Contract(
    kind="specialism_neighbours",
    description="Specialisms that see patients referred to another one.",
    fields=(
        text_field("specialism_code", "Specialism referred to."),
        text_field("neighbour_code", "Specialism that may see the patient instead."),
    ),
    key=("specialism_code", "neighbour_code"),
)

CONSULT_ACTIVITIES = Contract(
    kind="consult_activities",
    description="Care activities that are consultations; all others count as treatment or diagnostics.",
    fields=(
        text_field("activity_code", "Care activity code."),
        text_field("name", "Dutch name."),
        text_field("name_en", "English name."),
    ),
    key=("activity_code",),
)

SCHOOL_ZONES = Contract(
    kind="school_zones",
    description="The zone of school holidays each municipality lies in.",
    fields=(
        text_field("gm_code", "Municipality."),
        text_field("school_zone", "Noord, Midden or Zuid."),
        Field(name="inhabitants", type="integer", minimum=1, description="Inhabitants, to weigh zones in a region."),
    ),
    key=("gm_code",),
)

MUNICIPALITY_CHANGES = Contract(
    kind="municipality_changes",
    description="Municipalities that went into others, with the share of their people.",
    fields=(
        text_field("old_code", "Municipality that ended."),
        text_field("new_code", "Municipality it went into."),
        Field(name="valid_from", type="date", description="First day of the new division."),
        Field(name="share", type="number", minimum=0, description="Share of the people that went there, 0 to 1."),
    ),
    key=("old_code", "new_code"),
)

TILES = Contract(
    kind="tiles",
    description="Place of each region on the tile map.",
    fields=(
        text_field("region_code", "Region."),
        Field(name="tile_column", type="integer", minimum=0, description="Column, from the west."),
        Field(name="tile_row", type="integer", minimum=0, description="Row, from the north."),
    ),
    key=("region_code",),
)

_REGIONS = Contract(
    kind="regions",
    description="Municipalities and the region of each scheme they lie in.",
    fields=(
        text_field("gm_code", "Municipality code; for other countries the region code itself."),
        text_field("gm_name", "Municipality name."),
        text_field("alias", "Name in capitals as publishers without codes write it.", nullable=True, required=False),
        _day("valid_from", "First day of the municipality; blank: long ago."),
        _day("valid_to", "Day it ended; blank: still there."),
    ),
    key=("gm_code",),
)


def regions_contract(schemes: Sequence[str]) -> Contract:
    """Return the contract of the region table with a code and a name column for each scheme."""
    extra = [
        text_field(f"{scheme}_{part}", f"{part.title()} in scheme {scheme}.", nullable=True)
        for scheme in schemes
        for part in ("code", "name")
    ]
    return replace(_REGIONS, fields=(*_REGIONS.fields, *extra))
