/* +++
title = "Sleutels die van niemand zijn"
title_en = "Keys that belong to nobody"
description = "Patients with so many records that no person can have them: test patients, defaults, a pseudonym shared by many. Their records are counted and not linked."
grain = ["patient_id"]
partition = "patient_id"

[columns]
patient_id = { type = "BIGINT", description = "Patient." }
records = { type = "BIGINT", description = "Referrals and first subtrajectories together.", minimum = 1 }
+++ */

with

referrals as (

    select
        patient_id,
        count(*) as records
    from stg_gp__referrals
    group by patient_id
    having count(*) > 100

),

trajectories as (

    select
        patient_id,
        count(*) as records
    from stg_hospital__trajectories
    where trajectory_type = '11'
    group by patient_id
    having count(*) > 100

),

together as (

    select
        patient_id,
        records
    from referrals

    union all

    select
        patient_id,
        records
    from trajectories

)

-- More than a hundred of one kind: over a dozen a year for eight years.
select
    patient_id,
    cast(sum(records) as bigint) as records
from together
group by patient_id
