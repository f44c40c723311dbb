/* +++
title = "Subtrajecten en episodes"
title_en = "Subtrajectories and episodes"
description = "Every subtrajectory with its first one and its episode: one patient, specialism and diagnosis, as long as first subtrajectories follow within 365 days."
grain = ["source", "trajectory_id"]
partition = "patient_id"

[columns]
source = { type = "VARCHAR", description = "Deliverer." }
trajectory_id = { type = "VARCHAR", description = "Identifier of the subtrajectory." }
first_id = { type = "VARCHAR", description = "First subtrajectory of the same care: itself, or the parent it names." }
episode_number = { type = "BIGINT", description = "Which episode of this patient, specialism and diagnosis it is, from 1.", minimum = 1 }
patient_id = { type = "BIGINT", description = "Patient, as an integer made of the pseudonym." }
hospital_key = { type = "VARCHAR", description = "Pseudonym of the hospital." }
specialism_code = { type = "VARCHAR", description = "Specialism.", nullable = true }
diagnosis_code = { type = "VARCHAR", description = "Diagnosis within the specialism." }
is_follow_up = { type = "BOOLEAN", description = "A follow-up of a first subtrajectory." }
referrer_type = { type = "VARCHAR", description = "Who sent the patient." }
opening_date = { type = "DATE", description = "First day." }
closing_date = { type = "DATE", description = "Last day; null while open.", nullable = true }
gm_code = { type = "VARCHAR", description = "Municipality of residence." }
birth_year = { type = "BIGINT", description = "Year of birth." }
sex = { type = "VARCHAR", description = "Sex." }
+++ */

with

with_gap as (

    select
        *,
        date_diff('day', lag(opening_date) over (
            partition by source, patient_id, specialism_code, diagnosis_code
            order by opening_date, trajectory_id
        ), opening_date) as days_since
    from stg_hospital__trajectories

)

select
    source,
    trajectory_id,
    coalesce(parent_id, trajectory_id) as first_id,
    cast(sum(case when days_since is null or days_since > 365 then 1 else 0 end) over (
        partition by source, patient_id, specialism_code, diagnosis_code
        order by opening_date, trajectory_id
        rows between unbounded preceding and current row
    ) as bigint) as episode_number,
    patient_id,
    hospital_key,
    specialism_code,
    diagnosis_code,
    trajectory_type = '21' as is_follow_up,
    referrer_type,
    opening_date,
    closing_date,
    gm_code,
    birth_year,
    sex
from with_gap
