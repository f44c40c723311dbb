/* +++
title = "Subtrajecten"
title_en = "Subtrajectories"
description = "DBC subtrajectories of hospitals, open ones included."
grain = ["source", "trajectory_id"]
partition = "patient_id"

[columns]
source = { type = "VARCHAR", description = "Deliverer." }
trajectory_id = { type = "VARCHAR", description = "Identifier of the subtrajectory." }
parent_id = { type = "VARCHAR", description = "First subtrajectory of the same care; blank for the first itself.", nullable = true }
patient_id = { type = "BIGINT", description = "Patient, as an integer made of the pseudonym." }
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
deprivation_fifth = { type = "BIGINT", description = "Fifth of deprivation, 5 the most deprived; null where not delivered.", nullable = true, minimum = 1 }
trajectory_number = { type = "BIGINT", description = "The subtrajectory as an integer." }
first_number = { type = "BIGINT", description = "The first subtrajectory of the same care as an integer." }
+++ */

select
    extract_source as source,
    trajectory_id,
    parent_id,
    patient_id(patient_key) as patient_id,
    hospital_key,
    specialism_code,
    diagnosis_code,
    trajectory_type,
    referrer_type,
    opening_date,
    closing_date,
    gm_code,
    birth_year,
    sex,
    deprivation_fifth,
    record_number(patient_key, trajectory_id) as trajectory_number,
    record_number(patient_key, coalesce(parent_id, trajectory_id)) as first_number
from raw_hospital_trajectories
