"""The kinds of extracts: public counts and costs here, patient-level kinds in `patients`."""

from verdampt.extracts.contracts import Contract, Field
from verdampt.extracts.patients import DEPRIVATION, PATIENT_CONTRACTS
from verdampt.extracts.zh308 import ZH308

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
    period=("period_type", "period_start"),
)

POPULATION = Contract(
    kind="population",
    description="Inhabitants by region or municipality, age band and sex on a day.",
    fields=(
        Field(name="region_code", type="text", description="A region of a scheme, or a municipality."),
        Field(name="reference_date", type="date", description="Day of the count."),
        Field(name="age_band", type="text", required=False, nullable=True, description="Age band."),
        Field(name="sex", type="text", required=False, nullable=True, codes=("M", "V"), description="Sex."),
        DEPRIVATION,
        Field(name="inhabitants", type="integer", minimum=0, description="Inhabitants."),
    ),
    key=("region_code", "reference_date", "age_band", "sex", "deprivation_fifth"),
)

ALL_CONTRACTS = (VEKTIS_OPEN, VOLUMES, POPULATION, *PATIENT_CONTRACTS, ZH308)
EXTRACT_CONTRACTS = {contract.kind: contract for contract in ALL_CONTRACTS}
