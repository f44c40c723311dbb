/* +++
title = "Verwijzingen"
title_en = "Referrals"
description = "Referrals sent by GPs."
grain = ["source", "referral_id"]
partition = "patient_id"

[columns]
source = { type = "VARCHAR", description = "Deliverer." }
referral_id = { type = "VARCHAR", description = "Identifier of the referral at the deliverer." }
patient_id = { type = "BIGINT", description = "Patient, as an integer made of the pseudonym." }
practice_key = { type = "VARCHAR", description = "Pseudonym of the practice; stays on the secure side." }
referral_date = { type = "DATE", description = "Day of sending." }
destination = { type = "VARCHAR", description = "Kind of care referred to." }
specialism_code = { type = "VARCHAR", description = "Medical specialism, AGB code 03xx.", nullable = true }
urgency = { type = "VARCHAR", description = "Urgency A to G, or spoed, urgent, regulier." }
care_line = { type = "VARCHAR", description = "Line of care referred to, 0 to 3." }
icpc = { type = "VARCHAR", description = "ICPC-1 code of the complaint or diagnosis.", nullable = true }
gm_code = { type = "VARCHAR", description = "Municipality of residence." }
birth_year = { type = "BIGINT", description = "Year of birth, no day." }
sex = { type = "VARCHAR", description = "Sex." }
deprivation_fifth = { type = "BIGINT", description = "Fifth of deprivation, 5 the most deprived; null where not delivered.", nullable = true, minimum = 1 }
referral_number = { type = "BIGINT", description = "The referral as an integer." }
+++ */

select
    extract_source as source,
    referral_id,
    patient_id(patient_key) as patient_id,
    practice_key,
    referral_date,
    destination,
    specialism_code,
    urgency,
    care_line,
    icpc,
    gm_code,
    birth_year,
    sex,
    deprivation_fifth,
    record_number(patient_key, concat(extract_source, '/', referral_id)) as referral_number
from raw_gp_referrals
