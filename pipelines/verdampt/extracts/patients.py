"""The patient-level kinds: contacts, referrals, trajectories, activities, claims and deaths.

Fields and code systems: data-sources.md 1.2-1.9. One row is about one person, known by a pseudonym only.
"""

from dataclasses import replace

from verdampt.extracts.contracts import Contract, Field

CONTACT_MODES = ("consult", "visit", "telephone", "video", "e_consult", "digital_triage")
DESTINATIONS = (
    "hospital",
    "mental_health",
    "elderly_care",
    "nursing_home",
    "district_nursing",
    "social_support",
    "physiotherapy",
    "diagnostics",
)
URGENCIES = ("A", "B", "C", "D", "E", "F", "G", "spoed", "urgent", "regulier")
CARE_LINES = ("0", "1", "2", "3")
DAY_PARTS = ("day", "evening", "night", "weekend")
SETTINGS = ("outpatient", "day_case", "inpatient")
EXIT_TYPES = ("died", "moved")
"""Blank means died."""
REFERRER_TYPES = ("gp", "emergency", "specialist", "self", "other")

ICPC = Field(
    name="icpc",
    type="text",
    nullable=True,
    pattern="[A-Z][0-9]{2}(\\.[0-9]{2})?",
    pattern_words="an ICPC-1 code such as K86 or K86.01",
    description="ICPC-1 code of the complaint or diagnosis.",
    example="K86",
)


def _key(name: str, description: str, *, nullable: bool = False) -> Field:
    return Field(name=name, type="text", nullable=nullable, description=description, example="a1b2c3")


def _day(name: str, description: str, *, nullable: bool = False) -> Field:
    return Field(
        name=name, type="date", nullable=nullable, not_future=True, description=description, example="2020-03-16"
    )


def _code(name: str, codes: tuple[str, ...], description: str, *, nullable: bool = False) -> Field:
    return Field(name=name, type="text", nullable=nullable, codes=codes, description=description, example=codes[0])


PERSON = (
    Field(
        name="patient_key",
        type="text",
        pattern="[0-9a-f]{32}",
        pattern_words="a pseudonym of 32 characters 0-9 and a-f",
        description="Pseudonym of the patient; the same person has the same one in every extract.",
        example="9f86d081884c7d659a2feaa0c55ad015",
    ),
    Field(
        name="pseudonym_label",
        type="text",
        pattern="[a-z0-9.-]+/[a-z0-9.-]+/[a-z0-9.-]+",
        pattern_words="scheme/version/domain",
        one_per_file=True,
        description="Scheme, version and domain of the pseudonym; one for all patient-level extracts.",
        example="nen7524/2/verdampte-zorg",
    ),
)

MUNICIPALITY = Field(
    name="gm_code",
    type="text",
    pattern="GM[0-9]{4}",
    pattern_words="a municipality code such as GM0363",
    is_municipality=True,
    description="Municipality of residence.",
    example="GM0363",
)
SPECIALISM = Field(
    name="specialism_code",
    type="text",
    nullable=True,
    pattern="03[0-9]{2}",
    pattern_words="a specialism code such as 0303",
    description="Medical specialism, AGB code 03xx.",
    example="0303",
)
BIRTH_YEAR = Field(
    name="birth_year", type="integer", minimum=1900, maximum=2100, description="Year of birth, no day.", example="1961"
)
SEX = _code("sex", ("M", "V"), "Sex.")
DEPRIVATION = Field(
    name="deprivation_fifth",
    type="integer",
    required=False,
    nullable=True,
    minimum=1,
    maximum=5,
    description="Fifth of deprivation of the neighbourhood (SES-WOA), 5 the most deprived; the deliverer knows it.",
    example="3",
)
RESIDENT = (MUNICIPALITY, BIRTH_YEAR, SEX, DEPRIVATION)

GP_CONTACTS = Contract(
    kind="gp_contacts",
    description="Contacts with the GP or the out-of-hours service; one row per contact, not per part of it.",
    fields=(
        _key("contact_id", "Identifier of the contact at the deliverer."),
        *PERSON,
        _key("practice_key", "Pseudonym of the practice; stays on the secure side."),
        _day("contact_date", "Day of the contact."),
        _code("mode", CONTACT_MODES, "How the contact went."),
        _code("day_part", DAY_PARTS, "Office hours, evening, night or weekend."),
        ICPC,
        *RESIDENT,
    ),
    key=("contact_id",),
    confidential=True,
)
GP_REFERRALS = Contract(
    kind="gp_referrals",
    description="Referrals sent by GPs.",
    fields=(
        _key("referral_id", "Identifier of the referral at the deliverer."),
        *PERSON,
        _key("practice_key", "Pseudonym of the practice; stays on the secure side."),
        _day("referral_date", "Day of sending."),
        _code("destination", DESTINATIONS, "Kind of care referred to."),
        SPECIALISM,
        _code("urgency", URGENCIES, "Urgency A to G, or spoed, urgent, regulier."),
        _code("care_line", CARE_LINES, "Line of care referred to, 0 to 3."),
        ICPC,
        *RESIDENT,
    ),
    key=("referral_id",),
    confidential=True,
)
HOSPITAL_TRAJECTORIES = Contract(
    kind="hospital_trajectories",
    description="DBC subtrajectories of hospitals, open ones included.",
    fields=(
        _key("trajectory_id", "Identifier of the subtrajectory."),
        _key("parent_id", "First subtrajectory of the same care; blank for the first itself.", nullable=True),
        *PERSON,
        _key("hospital_key", "Pseudonym of the hospital; stays on the secure side."),
        SPECIALISM,
        Field(
            name="diagnosis_code",
            type="text",
            pattern="[0-9A-Z]{2,4}",
            pattern_words="two to four digits or capitals",
            description="Diagnosis within the specialism.",
            example="401",
        ),
        _code("trajectory_type", ("11", "21"), "11 first, 21 follow-up."),
        _code("referrer_type", REFERRER_TYPES, "Who sent the patient."),
        _day("opening_date", "First day."),
        _day("closing_date", "Last day; blank while open.", nullable=True),
        *RESIDENT,
    ),
    key=("trajectory_id",),
    in_order=(("opening_date", "closing_date"),),
    confidential=True,
)
HOSPITAL_ACTIVITIES = Contract(
    kind="hospital_activities",
    description="Care activities within subtrajectories; their day gives weekly series.",
    fields=(
        _key("activity_id", "Identifier of the activity."),
        _key("trajectory_id", "Subtrajectory the activity belongs to."),
        *PERSON,
        Field(
            name="activity_code",
            type="text",
            pattern="[0-9A-Z]{6}",
            pattern_words="six digits or capitals",
            description="Care activity code.",
            example="190060",
        ),
        _day("activity_date", "Day of the activity."),
        _code("setting", SETTINGS, "Outpatient, day case or inpatient."),
        Field(name="quantity", type="integer", minimum=1, maximum=10_000, description="How often.", example="1"),
    ),
    key=("activity_id",),
    confidential=True,
)
INSURER_CLAIMS = Contract(
    kind="insurer_claims",
    description="Claim lines at insurers; amounts are positive, D or C gives the sign.",
    fields=(
        _key("claim_id", "Identifier of the claim line."),
        _key("corrected_id", "For a credit: the line it takes back.", nullable=True),
        *PERSON,
        _key("insurer_key", "Pseudonym of the insurer."),
        _key("trajectory_id", "Subtrajectory claimed, where known.", nullable=True),
        Field(
            name="claim_code",
            type="text",
            pattern="[0-9A-Z]{5,9}",
            pattern_words="five to nine digits or capitals",
            description="Code of the product or activity claimed.",
            example="15A001",
        ),
        _day("start_date", "First day of the care."),
        _day("end_date", "Last day of the care."),
        _day("claim_date", "Day the claim came in."),
        Field(
            name="amount_eur",
            type="decimal",
            maximum=10_000_000,
            description="Euros, never negative.",
            example="123.45",
        ),
        _code("debit_credit", ("D", "C"), "D adds, C takes back."),
    ),
    key=("claim_id",),
    in_order=(("start_date", "end_date"), ("start_date", "claim_date")),
    signed_by=("amount_eur", "debit_credit"),
    confidential=True,
)
DEATHS = Contract(
    kind="deaths",
    description="Deaths and departures, to know whose care could not follow.",
    fields=(
        *PERSON,
        _day("death_date", "Day of death or of leaving."),
        replace(
            _code("exit_type", EXIT_TYPES, "Died, or moved out of the deliverers' sight.", nullable=True),
            required=False,
        ),
        MUNICIPALITY,
        BIRTH_YEAR,
        SEX,
    ),
    key=("patient_key",),
    confidential=True,
)

PATIENT_CONTRACTS = (
    GP_CONTACTS,
    GP_REFERRALS,
    HOSPITAL_TRAJECTORIES,
    HOSPITAL_ACTIVITIES,
    INSURER_CLAIMS,
    DEATHS,
)
