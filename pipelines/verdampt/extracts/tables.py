"""The editable reference tables: one declaration each."""

from collections.abc import Sequence
from dataclasses import replace

from verdampt.extracts.contracts import Contract, Field
from verdampt.extracts.patients import DESTINATIONS


def _text(name: str, description: str, *, nullable: bool = False, required: bool = True) -> Field:
    return Field(name=name, type="text", description=description, nullable=nullable, required=required)


def _day(name: str, description: str) -> Field:
    return Field(name=name, type="date", description=description, nullable=True)


CARE_TYPES = Contract(
    kind="care_types",
    description="Names, countable nouns and unit of each care type.",
    fields=(
        _text("care_type", "Care type code."),
        _text("name", "Dutch name."),
        _text("name_en", "English name."),
        _text("noun_one", "Dutch noun for one, such as 'verwijzing'."),
        _text("noun_many", "Dutch noun for more."),
        _text("noun_one_en", "English noun for one."),
        _text("noun_many_en", "English noun for more."),
        Field(name="unit", type="text", codes=("count", "eur_per_insured_year"), description="What is counted."),
    ),
    key=("care_type",),
)

BREAKS = Contract(
    kind="breaks",
    description="Breaks in registration: from first to last day a series is not compared with its past.",
    fields=(
        _text("source", "Source of the series."),
        _text("care_type", "Care type code."),
        _day("first", "First day that is not comparable; blank: from the start."),
        _day("last", "Last day that is not comparable; blank: until now."),
        _text("reason", "Dutch reason, shown on the chart."),
        _text("reason_en", "English reason."),
        _text("reference", "Where this is documented."),
    ),
    key=("source", "care_type", "first"),
)

EVENTS = Contract(
    kind="events",
    description="Waves and policy dates named on the time axis.",
    fields=(
        _text("event", "Code."),
        Field(name="event_type", type="text", codes=("wave", "policy"), description="Wave or policy."),
        Field(name="first", type="date", description="First day."),
        Field(name="last", type="date", description="Last day; equal to the first for a single date."),
        _text("name", "Dutch name."),
        _text("name_en", "English name."),
        _text("reference", "Where this is documented."),
    ),
    key=("event",),
)

CARE_PATHS = Contract(
    kind="care_paths",
    description="Kinds of care somebody can be referred to: a destination, for hospitals with the specialism.",
    fields=(
        Field(name="path_number", type="integer", minimum=1, maximum=999, description="Number of the path, its key."),
        Field(name="destination", type="text", codes=DESTINATIONS, description="Destination of the referral."),
        _text("specialism_code", "Specialism, for hospitals only.", nullable=True),
        _text("care_path", "Care path code."),
        _text("name", "Dutch name."),
        _text("name_en", "English name."),
    ),
    key=("path_number",),
)

SPECIALISM_NEIGHBOURS = Contract(
    kind="specialism_neighbours",
    description="Specialisms that see patients referred to another one.",
    fields=(
        _text("specialism_code", "Specialism referred to."),
        _text("neighbour_code", "Specialism that may see the patient instead."),
    ),
    key=("specialism_code", "neighbour_code"),
)

CONSULT_ACTIVITIES = Contract(
    kind="consult_activities",
    description="Care activities that are consultations; all others count as treatment or diagnostics.",
    fields=(
        _text("activity_code", "Care activity code."),
        _text("name", "Dutch name."),
        _text("name_en", "English name."),
    ),
    key=("activity_code",),
)

STATED_FIGURES = Contract(
    kind="stated_figures",
    description="Figures that are said about care, each with ways to define it; the first variant is the main one.",
    fields=(
        _text("figure", "Code of the figure."),
        Field(name="variant_number", type="integer", minimum=1, maximum=99, description="1 is the main variant."),
        _text("variant", "Code of the variant."),
        _text("name", "Dutch name of the variant: what is counted of what."),
        _text("name_en", "English name."),
        Field(name="unit", type="text", codes=("share", "eur_per_month", "per_year"), description="Unit."),
        Field(name="stated", type="number", minimum=0, description="What is said; a share from 0 to 1."),
        Field(
            name="measure",
            type="text",
            codes=(
                "contacts_referred",
                "contacts_not_referred",
                "patients_referred",
                "patients_not_referred",
                "contacts_per_person",
                "claimed_eur",
                "reimbursed_eur",
            ),
            description="What is counted.",
        ),
        Field(
            name="destination",
            type="text",
            codes=("all", "hospital"),
            nullable=True,
            description="Referrals to where, for contacts and patients.",
        ),
        Field(
            name="days",
            type="integer",
            minimum=0,
            maximum=365,
            nullable=True,
            description="Within how many days a referral or a claim counts.",
        ),
        _text("care_types", "Care types in euros that are added up, with + between them.", nullable=True),
        _text("reference", "Who says so, and where."),
    ),
    key=("figure", "variant_number"),
)

SCHOOL_ZONES = Contract(
    kind="school_zones",
    description="The zone of school holidays each municipality lies in.",
    fields=(
        _text("gm_code", "Municipality."),
        _text("school_zone", "Noord, Midden or Zuid."),
        Field(name="inhabitants", type="integer", minimum=1, description="Inhabitants, to weigh zones in a region."),
    ),
    key=("gm_code",),
)

PATH_COMPLAINTS = Contract(
    kind="path_complaints",
    description="The care path that complaints lead to, by how their ICPC code begins; the longest match counts.",
    fields=(
        _text("icpc_prefix", "First signs of an ICPC-1 code, such as L or L03."),
        Field(name="path_number", type="integer", minimum=1, maximum=999, description="Care path."),
        _text("reference", "Who says so."),
    ),
    key=("icpc_prefix",),
)

PATH_SUBSTITUTES = Contract(
    kind="path_substitutes",
    description="Care paths in the first line that can stand in for another one.",
    fields=(
        Field(name="path_number", type="integer", minimum=1, maximum=999, description="Care path that was missed."),
        Field(name="substitute_path", type="integer", minimum=1, maximum=999, description="What can stand in for it."),
        _text("reference", "Who says so."),
    ),
    key=("path_number", "substitute_path"),
)

INCIDENCE_DRIVEN = Contract(
    kind="incidence_driven",
    description="Care paths that follow injuries and infections: of these the need itself may have fallen.",
    fields=(
        Field(name="path_number", type="integer", minimum=1, maximum=999, description="Care path."),
        _text("reason", "Dutch reason, shown beside the figure."),
        _text("reason_en", "English reason."),
        _text("reference", "Where this is documented."),
    ),
    key=("path_number",),
)

OUTCOMES = Contract(
    kind="outcomes",
    description="Outcomes registered before anything is computed: what would show that care could not be missed.",
    fields=(
        Field(name="path_number", type="integer", minimum=1, maximum=999, description="Care path that was missed."),
        _text("outcome", "Code."),
        Field(
            name="outcome_type",
            type="text",
            codes=("harm", "negative_control", "positive_control"),
            description="Harm, or what should not move (negative) or surely moves (positive control).",
        ),
        Field(name="measured_path", type="integer", minimum=1, maximum=999, description="Care path it is counted on."),
        Field(
            name="event",
            type="text",
            codes=("emergency", "urgent_referral", "planned", "death"),
            description="First contacts by emergency, referrals that cannot wait, planned first contacts, or deaths.",
        ),
        _text("name", "Dutch name."),
        _text("name_en", "English name."),
        Field(name="first_month", type="integer", minimum=0, maximum=60, description="From so many months after."),
        Field(name="last_month", type="integer", minimum=0, maximum=60, description="Until so many months after."),
        Field(name="direction", type="text", codes=("more", "fewer"), description="On which side harm lies."),
        _text("reference", "Who says so."),
    ),
    key=("path_number", "outcome"),
)

VALUE_PAIRS = Contract(
    kind="value_pairs",
    description="Low-value care beside comparable high-value care: which of the two came back further.",
    fields=(
        _text("pair", "Code."),
        Field(name="low_path", type="integer", minimum=1, maximum=999, description="Care path of low value."),
        Field(name="high_path", type="integer", minimum=1, maximum=999, description="Care path of high value."),
        _text("name", "Dutch name."),
        _text("name_en", "English name."),
        _text("reference", "Who says so."),
    ),
    key=("pair",),
)

MUNICIPALITY_CHANGES = Contract(
    kind="municipality_changes",
    description="Municipalities that went into others, with the share of their people.",
    fields=(
        _text("old_code", "Municipality that ended."),
        _text("new_code", "Municipality it went into."),
        Field(name="valid_from", type="date", description="First day of the new division."),
        Field(name="share", type="number", minimum=0, description="Share of the people that went there, 0 to 1."),
    ),
    key=("old_code", "new_code"),
)

TILES = Contract(
    kind="tiles",
    description="Place of each region on the tile map.",
    fields=(
        _text("region_code", "Region."),
        Field(name="tile_column", type="integer", minimum=0, description="Column, from the west."),
        Field(name="tile_row", type="integer", minimum=0, description="Row, from the north."),
    ),
    key=("region_code",),
)

PILOTS = Contract(
    kind="pilots",
    description="Pilots of practices and what they cost.",
    fields=(
        Field(
            name="pilot",
            type="text",
            pattern="[a-z][a-z0-9_]*",
            pattern_words="lower-case letters, digits and underscores",
            description="Code of the pilot.",
        ),
        _text("name", "Dutch name."),
        _text("name_en", "English name."),
        Field(name="first", type="date", description="First day of the pilot."),
        Field(
            name="cost_eur",
            type="number",
            minimum=0,
            nullable=True,
            description="Euros spent on an enrolled person in a quarter.",
        ),
        Field(
            name="avoided_eur", type="number", minimum=0, nullable=True, description="Euros a referral not sent saves."
        ),
        _text("reference", "Where both amounts come from."),
    ),
    key=("pilot",),
)

PILOT_PRACTICES = Contract(
    kind="pilot_practices",
    description="Practices that take part in a pilot; they stay on the secure side, their number too.",
    fields=(
        _text("pilot", "Code of the pilot."),
        _text("practice_key", "Pseudonym of the practice, as GPs deliver it."),
        Field(name="first", type="date", description="First day on which this practice takes part."),
    ),
    key=("pilot", "practice_key"),
    confidential=True,
)

_REGIONS = Contract(
    kind="regions",
    description="Municipalities and the region of each scheme they lie in.",
    fields=(
        _text("gm_code", "Municipality code; for other countries the region code itself."),
        _text("gm_name", "Municipality name."),
        _text("alias", "Name in capitals as publishers without codes write it.", nullable=True, required=False),
        _day("valid_from", "First day of the municipality; blank: long ago."),
        _day("valid_to", "Day it ended; blank: still there."),
    ),
    key=("gm_code",),
)


def regions_contract(schemes: Sequence[str]) -> Contract:
    """Return the contract of the region table with a code and a name column for each scheme."""
    extra = [
        _text(f"{scheme}_{part}", f"{part.title()} in scheme {scheme}.", nullable=True)
        for scheme in schemes
        for part in ("code", "name")
    ]
    return replace(_REGIONS, fields=(*_REGIONS.fields, *extra))
