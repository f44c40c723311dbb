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

dated as (

    select
        int_chain_events.*,
        cast(date_trunc('week', int_chain_events.event_date) as date) as week_start,
        cast(date_trunc('month', int_chain_events.event_date) as date) as month_start,
        int_step_dates.last_date
    from int_chain_events
    inner join int_step_dates
        on int_chain_events.step = int_step_dates.step
    cross join ref_disclosure
    where ref_disclosure.is_chain_protected

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
where least(week_start + 6, last_day(month_start)) <= last_date
