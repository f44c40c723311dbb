/* +++
title = "Gebeurtenissen die geteld worden, voor bescherming"
title_en = "Events that are counted, for protection"
description = "Events of the chain, each in the part of a week that lies in one month, where they are confidential and no longer change; nothing where all is public."
grain = ["step", "record_number"]
is_stored = false

[columns]
step = { type = "VARCHAR", description = "contacts, referral, visit, or treatment." }
record_number = { type = "BIGINT", description = "The record of this step." }
path_number = { type = "BIGINT", description = "Care path; 0 where there is none." }
patient_id = { type = "BIGINT", description = "Patient." }
week_start = { type = "DATE", description = "Monday of the week." }
month_start = { type = "DATE", description = "First day of the month." }
gm_code = { type = "VARCHAR", description = "Municipality." }
age_band = { type = "VARCHAR", description = "Age." }
sex = { type = "VARCHAR", description = "Sex." }
deprivation_fifth = { type = "BIGINT", description = "Fifth of deprivation; 0 where not delivered." }
+++ */

with

settled as (

    select
        case int_extractions.kind
            when 'gp_contacts' then 'contacts'
            when 'gp_referrals' then 'referral'
            when 'hospital_trajectories' then 'visit'
            when 'hospital_activities' then 'treatment'
        end as step,
        int_extractions.last_date - cast(
            case
                when int_extractions.kind in ('gp_contacts', 'gp_referrals') then ref_disclosure.settled_gp_days
                else ref_disclosure.settled_hospital_days
            end as integer
        ) as settled_date
    from int_extractions
    cross join ref_disclosure
    where
        ref_disclosure.is_chain_protected
        and int_extractions.kind <> 'insurer_claims'

),

dated as (

    select
        int_chain_events.*,
        cast(date_trunc('week', int_chain_events.event_date) as date) as week_start,
        cast(date_trunc('month', int_chain_events.event_date) as date) as month_start,
        settled.settled_date
    from int_chain_events
    inner join settled
        on int_chain_events.step = settled.step

)

select
    step,
    record_number,
    path_number,
    patient_id,
    week_start,
    month_start,
    gm_code,
    age_band,
    sex,
    deprivation_fifth
from dated
where least(week_start + 6, last_day(month_start)) <= settled_date
