"""Contracts of the editable tables that the doctors' questions are answered with, and of pilots."""

from verdampt.extracts.contracts import Contract, Field, text_field

STATED_FIGURES = Contract(
    kind="stated_figures",
    description="Figures that are said about care, each with ways to define it; the first variant is the main one.",
    fields=(
        text_field("figure", "Code of the figure."),
        Field(name="variant_number", type="integer", minimum=1, maximum=99, description="1 is the main variant."),
        text_field("variant", "Code of the variant."),
        text_field("name", "Dutch name of the variant: what is counted of what."),
        text_field("name_en", "English name."),
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
        text_field("care_types", "Care types in euros that are added up, with + between them.", nullable=True),
        text_field("reference", "Who says so, and where."),
    ),
    key=("figure", "variant_number"),
)

PATH_COMPLAINTS = Contract(
    kind="path_complaints",
    description="The care path that complaints lead to, by how their ICPC code begins; the longest match counts.",
    fields=(
        text_field("icpc_prefix", "First signs of an ICPC-1 code, such as L or L03."),
        Field(name="path_number", type="integer", minimum=1, maximum=999, description="Care path."),
        text_field("reference", "Who says so."),
    ),
    key=("icpc_prefix",),
)

PATH_SUBSTITUTES = Contract(
    kind="path_substitutes",
    description="Care paths in the first line that can stand in for another one.",
    fields=(
        Field(name="path_number", type="integer", minimum=1, maximum=999, description="Care path that was missed."),
        Field(name="substitute_path", type="integer", minimum=1, maximum=999, description="What can stand in for it."),
        text_field("reference", "Who says so."),
    ),
    key=("path_number", "substitute_path"),
)

INCIDENCE_DRIVEN = Contract(
    kind="incidence_driven",
    description="Care paths that follow injuries and infections: of these the need itself may have fallen.",
    fields=(
        Field(name="path_number", type="integer", minimum=1, maximum=999, description="Care path."),
        text_field("reason", "Dutch reason, shown beside the figure."),
        text_field("reason_en", "English reason."),
        text_field("reference", "Where this is documented."),
    ),
    key=("path_number",),
)

OUTCOMES = Contract(
    kind="outcomes",
    description="Outcomes registered before anything is computed: what would show that care could not be missed.",
    fields=(
        Field(name="path_number", type="integer", minimum=1, maximum=999, description="Care path that was missed."),
        text_field("outcome", "Code."),
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
        text_field("name", "Dutch name."),
        text_field("name_en", "English name."),
        Field(name="first_month", type="integer", minimum=0, maximum=60, description="From so many months after."),
        Field(name="last_month", type="integer", minimum=0, maximum=60, description="Until so many months after."),
        Field(name="direction", type="text", codes=("more", "fewer"), description="On which side harm lies."),
        text_field("reference", "Who says so."),
    ),
    key=("path_number", "outcome"),
)

VALUE_PAIRS = Contract(
    kind="value_pairs",
    description="Low-value care beside comparable high-value care: which of the two came back further.",
    fields=(
        text_field("pair", "Code."),
        Field(name="low_path", type="integer", minimum=1, maximum=999, description="Care path of low value."),
        Field(name="high_path", type="integer", minimum=1, maximum=999, description="Care path of high value."),
        text_field("name", "Dutch name."),
        text_field("name_en", "English name."),
        text_field("reference", "Who says so."),
    ),
    key=("pair",),
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
        text_field("name", "Dutch name."),
        text_field("name_en", "English name."),
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
        text_field("reference", "Where both amounts come from."),
    ),
    key=("pilot",),
)

PILOT_PRACTICES = Contract(
    kind="pilot_practices",
    description="Practices that take part in a pilot; they stay on the secure side, their number too.",
    fields=(
        text_field("pilot", "Code of the pilot."),
        text_field("practice_key", "Pseudonym of the practice, as GPs deliver it."),
        Field(name="first", type="date", description="First day on which this practice takes part."),
    ),
    key=("pilot", "practice_key"),
    confidential=True,
)
