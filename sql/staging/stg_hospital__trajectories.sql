/* +++
title = "Subtrajecten"
title_en = "Subtrajectories"
description = "DBC subtrajectories of hospitals, open ones included."
grain = ["source", "trajectory_id"]

[columns]
source = { type = "VARCHAR", description = "Deliverer." }
trajectory_id = { type = "VARCHAR", description = "Identifier of the subtrajectory." }
parent_id = { type = "VARCHAR", description = "First subtrajectory of the same care; blank for the first itself.", nullable = true }
patient_key = { type = "VARCHAR", description = "Pseudonym of the patient; the same person has the same one in every extract." }
hospital_key = { type = "VARCHAR", description = "Pseudonym of the hospital; stays on the secure side." }
specialism_code = { type = "VARCHAR", description = "Medical specialism, AGB code 03xx.", nullable = true }
diagnosis_code = { type = "VARCHAR", description = "Diagnosis within the specialism." }
trajectory_type = { type = "VARCHAR", description = "11 first, 21 follow-up." }
referrer_type = { type = "VARCHAR", description = "Who sent the patient." }
opening_date = { type = "DATE", description = "First day." }
closing_date = { type = "DATE", description = "Last day; blank while open.", nullable = true }
gm_code = { type = "VARCHAR", description = "Municipality of residence." }
birth_year = { type = "BIGINT", description = "Year of birth, no day." }
sex = { type = "VARCHAR", description = "Sex." }
+++ */

select
    extract_source as source,
    trajectory_id,
    parent_id,
    patient_key,
    hospital_key,
    specialism_code,
    diagnosis_code,
    trajectory_type,
    referrer_type,
    opening_date,
    closing_date,
    gm_code,
    birth_year,
    sex
from raw_hospital_trajectories
