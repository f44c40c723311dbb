/* +++
title = "Waar werd behandeld"
title_en = "Where people were treated"
description = "For each published treatment in a hospital the setting of the activity it is dated by: outpatient, day case or inpatient."
grain = ["contact_number"]

[columns]
contact_number = { type = "BIGINT", description = "First subtrajectory." }
month_start = { type = "DATE", description = "First day of the month of the treatment." }
gm_code = { type = "VARCHAR", description = "Municipality of residence." }
setting = { type = "VARCHAR", description = "outpatient, day_case or inpatient; of more on one day the heaviest." }
weight = { type = "BIGINT", description = "How many treatments it stands for.", minimum = 1 }
+++ */

with

treatments as (

    select
        int_public_events.record_number as contact_number,
        int_public_events.patient_id,
        int_public_events.event_date as treatment_date,
        int_public_events.gm_code,
        int_public_events.weight
    from int_public_events
    inner join ref_care_paths
        on int_public_events.path_number = ref_care_paths.path_number
    where int_public_events.step = 'treatment' and ref_care_paths.destination = 'hospital'

),

-- The subtrajectories a treatment may lie in: the first and those that follow it.
parts as (

    select
        treatments.contact_number,
        treatments.treatment_date,
        stg_hospital__trajectories.trajectory_number
    from treatments
    inner join stg_hospital__trajectories
        on
            treatments.patient_id = stg_hospital__trajectories.patient_id
            and treatments.contact_number = stg_hospital__trajectories.first_number

),

settings as (

    select
        parts.contact_number,
        max(
            case stg_hospital__activities.setting
                when 'inpatient' then 3
                when 'day_case' then 2
                else 1
            end
        ) as place
    from parts
    inner join stg_hospital__activities
        on
            parts.trajectory_number = stg_hospital__activities.trajectory_number
            and parts.treatment_date = stg_hospital__activities.activity_date
    anti join ref_consult_activities
        on stg_hospital__activities.activity_code = ref_consult_activities.activity_code
    group by parts.contact_number

)

select
    treatments.contact_number,
    cast(date_trunc('month', treatments.treatment_date) as date) as month_start,
    treatments.gm_code,
    case settings.place
        when 3 then 'inpatient'
        when 2 then 'day_case'
        else 'outpatient'
    end as setting,
    treatments.weight
from treatments
left join settings
    on treatments.contact_number = settings.contact_number
