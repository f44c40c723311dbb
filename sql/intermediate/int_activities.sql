/* +++
title = "Zorgactiviteiten, ontdubbeld"
title_en = "Care activities, de-duplicated"
description = "Every activity; of those of one subtrajectory, day and code the first counts, the others are duplicates."
grain = ["activity_number"]
is_stored = false

[columns]
source = { type = "VARCHAR", description = "Deliverer." }
activity_number = { type = "BIGINT", description = "The activity." }
patient_id = { type = "BIGINT", description = "Patient, as an integer made of the pseudonym." }
trajectory_number = { type = "BIGINT", description = "The subtrajectory as an integer." }
activity_code = { type = "VARCHAR", description = "Care activity code." }
activity_date = { type = "DATE", description = "Day." }
setting = { type = "VARCHAR", description = "Outpatient, day case or inpatient." }
quantity = { type = "BIGINT", description = "How often.", minimum = 1 }
is_duplicate = { type = "BOOLEAN", description = "The same activity came before under another identifier." }
+++ */

with

-- Few activities came more than once: those are looked for, instead of putting all of them in order.
repeated as (

    select
        source,
        trajectory_number,
        activity_date,
        activity_code,
        min(activity_number) as first_number
    from stg_hospital__activities
    group by source, trajectory_number, activity_date, activity_code
    having count(*) > 1

)

select
    stg_hospital__activities.source,
    stg_hospital__activities.activity_number,
    stg_hospital__activities.patient_id,
    stg_hospital__activities.trajectory_number,
    stg_hospital__activities.activity_code,
    stg_hospital__activities.activity_date,
    stg_hospital__activities.setting,
    stg_hospital__activities.quantity,
    coalesce(stg_hospital__activities.activity_number <> repeated.first_number, false) as is_duplicate
from stg_hospital__activities
left join repeated
    on
        stg_hospital__activities.source = repeated.source
        and stg_hospital__activities.trajectory_number = repeated.trajectory_number
        and stg_hospital__activities.activity_date = repeated.activity_date
        and stg_hospital__activities.activity_code = repeated.activity_code
