/* +++
title = "Huisartscontacten"
title_en = "GP contacts"
description = "Contacts with the GP or the out-of-hours service; one row per contact, not per part of it."
grain = ["source", "contact_id"]
partition = "patient_id"

[columns]
source = { type = "VARCHAR", description = "Deliverer." }
contact_id = { type = "VARCHAR", description = "Identifier of the contact at the deliverer." }
patient_id = { type = "BIGINT", description = "Patient, as an integer made of the pseudonym." }
practice_key = { type = "VARCHAR", description = "Pseudonym of the practice; stays on the secure side." }
contact_date = { type = "DATE", description = "Day of the contact." }
mode = { type = "VARCHAR", description = "How the contact went." }
day_part = { type = "VARCHAR", description = "Office hours, evening, night or weekend." }
icpc = { type = "VARCHAR", description = "ICPC-1 code of the complaint or diagnosis.", nullable = true }
gm_code = { type = "VARCHAR", description = "Municipality of residence." }
birth_year = { type = "BIGINT", description = "Year of birth, no day." }
sex = { type = "VARCHAR", description = "Sex." }
deprivation_fifth = { type = "BIGINT", description = "Fifth of deprivation, 5 the most deprived; null where not delivered.", nullable = true, minimum = 1 }
+++ */

select
    extract_source as source,
    contact_id,
    patient_id(patient_key) as patient_id,
    practice_key,
    contact_date,
    mode,
    day_part,
    icpc,
    gm_code,
    birth_year,
    sex,
    deprivation_fifth
from raw_gp_contacts
