/* +++
title = "Behandeling en declaratie na een eerste contact"
title_en = "Treatment and claim after a first contact"
description = "For each first subtrajectory, its follow-ups included: the first activity that is no consultation, and what was claimed."
grain = ["contact_number"]
partition = "patient_id"

[columns]
contact_number = { type = "BIGINT", description = "First subtrajectory, delivered or not." }
patient_id = { type = "BIGINT", description = "Patient." }
treatment_date = { type = "DATE", description = "Day of the first activity that is no consultation.", nullable = true }
claim_date = { type = "DATE", description = "Day the first claim came in.", nullable = true }
claimed_eur = { type = "DECIMAL(18,2)", description = "Euros claimed after credits." }
+++ */

with

-- Most subtrajectories are the first of their care: only follow-ups have to be looked up.
follow_ups as (

    select
        trajectory_number,
        first_number
    from stg_hospital__trajectories
    where trajectory_number <> first_number

),

events as (

    -- Activities that came twice have the same day: they need not be told apart here.
    select
        stg_hospital__activities.trajectory_number,
        stg_hospital__activities.patient_id,
        stg_hospital__activities.activity_date as treatment_date,
        cast(null as date) as claim_date,
        cast(0 as decimal(18, 2)) as claimed_eur
    from stg_hospital__activities
    anti join ref_consult_activities
        on stg_hospital__activities.activity_code = ref_consult_activities.activity_code

    union all

    select
        trajectory_number,
        patient_id,
        cast(null as date) as treatment_date,
        coalesce(claim_date, start_date) as claim_date,
        net_amount_eur as claimed_eur
    from int_claims
    where trajectory_number is not null

)

select
    coalesce(follow_ups.first_number, events.trajectory_number) as contact_number,
    min(events.patient_id) as patient_id,
    min(events.treatment_date) as treatment_date,
    min(events.claim_date) as claim_date,
    cast(sum(events.claimed_eur) as decimal(18, 2)) as claimed_eur
from events
left join follow_ups
    on events.trajectory_number = follow_ups.trajectory_number
group by coalesce(follow_ups.first_number, events.trajectory_number)
