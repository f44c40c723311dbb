"""What each kind of file must hold: one declaration per kind."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

FieldType = Literal["text", "integer", "decimal", "number", "date"]

SQL_TYPES: dict[FieldType, str] = {
    "text": "varchar",
    "integer": "bigint",
    "decimal": "decimal(18, 2)",
    "number": "double",
    "date": "date",
}


@dataclass(frozen=True, kw_only=True)
class Field:
    """One column: what it is called, how it is written, and what it means."""

    name: str
    type: FieldType
    description: str
    required: bool = True
    nullable: bool = False
    minimum: float | None = None
    codes: tuple[str, ...] = ()
    cut_at: int | None = None
    """Publishers that cut long names write only the first so many characters."""


@dataclass(frozen=True, kw_only=True)
class Contract:
    """All columns of a kind of file, the key that is never repeated, and how it is written."""

    kind: str
    description: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    delimiter: str = ";"
    year_in_name: bool = False
    """The year is not a column but stands in the file's name."""


VEKTIS_NAME_LENGTH = 32
"""The files of 2023 hold only this many characters of a column's name."""

VEKTIS_COST_COLUMNS = (
    "kosten_medisch_specialistische_zorg",
    "kosten_farmacie",
    "kosten_tweedelijns_ggz",
    "kosten_specialistische_ggz",
    "kosten_generalistische_basis_ggz",
    "kosten_eerstelijns_psychologische_zorg",
    "kosten_langdurige_ggz",
    "kosten_innovatiegelden_ggz",
    "kosten_consulten_ggz",
    "kosten_intramuraal_verblijf_ggz",
    "kosten_overige_prestaties_ggz",
    "kosten_huisarts_inschrijftarief",
    "kosten_huisarts_consult",
    "kosten_huisarts_mdz",
    "kosten_huisarts_overig",
    "kosten_hulpmiddelen",
    "kosten_mondzorg",
    "kosten_paramedische_zorg_fysiotherapie",
    "kosten_paramedische_zorg_overig",
    "kosten_ziekenvervoer_zittend",
    "kosten_ziekenvervoer_liggend",
    "kosten_kraamzorg",
    "kosten_verloskundige_zorg",
    "kosten_integrale_geboortezorg",
    "kosten_grensoverschrijdende_zorg",
    "kosten_eerstelijns_ondersteuning",
    "kosten_geriatrische_revalidatiezorg",
    "kosten_eerstelijnsverblijf",
    "kosten_verpleging_en_verzorging",
    "kosten_gzsp",
    "kosten_overig",
)

VEKTIS_OPEN = Contract(
    kind="vektis_open",
    description="Yearly open file of Vektis: reimbursed costs by municipality, sex and five-year age class.",
    fields=(
        Field(name="geslacht", type="text", nullable=True, codes=("M", "V"), description="Sex; blank in the rest row."),
        Field(name="leeftijdsklasse", type="text", nullable=True, description="Age class; blank in the rest row."),
        Field(name="gemeentenaam", type="text", nullable=True, description="Municipality in capitals, no code."),
        Field(
            name="aantal_bsn", type="integer", minimum=0, description="Persons counted in each municipality lived in."
        ),
        Field(name="aantal_verzekerdejaren", type="decimal", minimum=0, description="Insured years, the denominator."),
        *(
            Field(
                name=name,
                type="decimal",
                required=name in ("kosten_medisch_specialistische_zorg", "kosten_overig"),
                cut_at=VEKTIS_NAME_LENGTH,
                description="Reimbursed euros, current prices; may be negative.",
            )
            for name in VEKTIS_COST_COLUMNS
        ),
    ),
    key=("file_year", "geslacht", "leeftijdsklasse", "gemeentenaam"),
    year_in_name=True,
)

PERIOD_TYPES = ("week", "month", "quarter", "year")

VOLUMES = Contract(
    kind="volumes",
    description="Care already counted, by region, care type and period.",
    fields=(
        Field(name="region_code", type="text", description="A region of a scheme, or a municipality."),
        Field(name="care_type", type="text", description="Care type code."),
        Field(name="period_type", type="text", codes=PERIOD_TYPES, description="week, month, quarter or year."),
        Field(name="period_start", type="date", description="First day of the period; Monday for weeks."),
        Field(name="volume", type="decimal", minimum=0, description="How much care was given."),
        Field(name="population", type="decimal", required=False, nullable=True, minimum=0, description="Persons."),
        Field(name="age_band", type="text", required=False, nullable=True, description="Age band, when split by age."),
        Field(name="sex", type="text", required=False, nullable=True, description="M or V, when split by sex."),
    ),
    key=("region_code", "care_type", "period_type", "period_start", "age_band", "sex"),
)

POPULATION = Contract(
    kind="population",
    description="Inhabitants by region or municipality, age band and sex on a day.",
    fields=(
        Field(name="region_code", type="text", description="A region of a scheme, or a municipality."),
        Field(name="reference_date", type="date", description="Day of the count."),
        Field(name="age_band", type="text", required=False, nullable=True, description="Age band."),
        Field(name="sex", type="text", required=False, nullable=True, codes=("M", "V"), description="Sex."),
        Field(name="inhabitants", type="integer", minimum=0, description="Inhabitants."),
    ),
    key=("region_code", "reference_date", "age_band", "sex"),
)

EXTRACT_CONTRACTS = {contract.kind: contract for contract in (VEKTIS_OPEN, VOLUMES, POPULATION)}


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
