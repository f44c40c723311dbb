/* +++
title = "Eerste ziekenhuiscontacten"
title_en = "First hospital contacts"
description = "First subtrajectories, by the day they opened: the moment at which a referral is followed up."
grain = ["contact_number"]
partition = "patient_id"

[columns]
contact_number = { type = "BIGINT", description = "First subtrajectory." }
source = { type = "VARCHAR", description = "Deliverer." }
patient_id = { type = "BIGINT", description = "Patient." }
path_number = { type = "BIGINT", description = "Care path; null for a specialism that is not in the table.", nullable = true }
path_key = { type = "BIGINT", description = "Patient and care path as one number.", nullable = true }
contact_date = { type = "DATE", description = "Day of opening." }
referrer_type = { type = "VARCHAR", description = "Who sent the patient, as the hospital wrote it." }
is_linkable = { type = "BOOLEAN", description = "It may follow a referral: on a known path, sent by a GP or not said by whom, of a person." }
is_shared_key = { type = "BOOLEAN", description = "The patient's key belongs to nobody." }
gm_code = { type = "VARCHAR", description = "Municipality of residence." }
age_band = { type = "VARCHAR", description = "Age in the year of the contact." }
sex = { type = "VARCHAR", description = "Sex." }
deprivation_fifth = { type = "BIGINT", description = "Fifth of deprivation.", nullable = true }
+++ */

select
    stg_hospital__trajectories.trajectory_number as contact_number,
    stg_hospital__trajectories.source,
    stg_hospital__trajectories.patient_id,
    ref_care_paths.path_number,
    path_key(stg_hospital__trajectories.patient_id, ref_care_paths.path_number) as path_key,
    stg_hospital__trajectories.opening_date as contact_date,
    stg_hospital__trajectories.referrer_type,
    -- What the hospital wrote about the referrer decides who may follow a referral.
    ref_care_paths.path_number is not null
    and int_shared_keys.patient_id is null
    and stg_hospital__trajectories.referrer_type in ('gp', 'other') as is_linkable,
    int_shared_keys.patient_id is not null as is_shared_key,
    stg_hospital__trajectories.gm_code,
    age_band(stg_hospital__trajectories.birth_year, stg_hospital__trajectories.opening_date) as age_band,
    stg_hospital__trajectories.sex,
    stg_hospital__trajectories.deprivation_fifth
from stg_hospital__trajectories
left join ref_care_paths
    on
        stg_hospital__trajectories.specialism_code = ref_care_paths.specialism_code
        and ref_care_paths.destination = 'hospital'
left join int_shared_keys
    on stg_hospital__trajectories.patient_id = int_shared_keys.patient_id
where
    stg_hospital__trajectories.trajectory_type = '11'
    and stg_hospital__trajectories.trajectory_number = stg_hospital__trajectories.first_number
