/* +++
title = "Zorg per gemeente en maand"
title_en = "Care by municipality and month"
description = "Events and persons of every step of the chain by month, municipality and what is known of the patient and the event; combinations that did not occur are absent."
grain = ["step", "path_number", "gm_code", "month_start", "age_band", "sex", "deprivation_fifth", "mode", "urgency", "care_line"]

[columns]
step = { type = "VARCHAR", description = "contacts, referral, visit, or treatment." }
path_number = { type = "BIGINT", description = "Care path; 0 for contacts with the GP and specialisms that are not in the table." }
gm_code = { type = "VARCHAR", description = "Municipality of residence." }
month_start = { type = "DATE", description = "First day of the month." }
age_band = { type = "VARCHAR", description = "Age in the year of the event." }
sex = { type = "VARCHAR", description = "Sex." }
deprivation_fifth = { type = "BIGINT", description = "Fifth of deprivation; 0 where not delivered.", minimum = 0 }
mode = { type = "VARCHAR", description = "How a contact with the GP went; blank for other steps." }
urgency = { type = "VARCHAR", description = "Urgency of a referral; blank for other steps." }
care_line = { type = "VARCHAR", description = "Line of care referred to; blank for other steps." }
events = { type = "BIGINT", description = "Events.", minimum = 1 }
persons = { type = "BIGINT", description = "Different people among them.", minimum = 1 }
+++ */

with

-- Most people have one event of a kind in a month: only those with more are told apart from their events. Referrals
-- on one path lie more than thirty days apart, so nobody has two in a month.
repeated as (

    select
        step,
        path_number,
        patient_id,
        cast(date_trunc('month', event_date) as date) as month_start,
        mode
    from int_public_events
    where step <> 'referral' or path_number = 0
    group by step, path_number, patient_id, month_start, mode
    having count(*) > 1

),

more as (

    select
        int_public_events.step,
        int_public_events.path_number,
        int_public_events.gm_code,
        repeated.month_start,
        int_public_events.age_band,
        int_public_events.sex,
        int_public_events.deprivation_fifth,
        int_public_events.mode,
        int_public_events.urgency,
        int_public_events.care_line,
        any_value(int_public_events.weight) * (count(*) - count(distinct int_public_events.patient_id)) as repeats
    from int_public_events
    inner join repeated
        on
            int_public_events.step = repeated.step
            and int_public_events.path_number = repeated.path_number
            and int_public_events.patient_id = repeated.patient_id
            and cast(date_trunc('month', int_public_events.event_date) as date) = repeated.month_start
            and int_public_events.mode = repeated.mode
    group by all

),

counted as (

    select
        step,
        path_number,
        gm_code,
        cast(date_trunc('month', event_date) as date) as month_start,
        age_band,
        sex,
        deprivation_fifth,
        mode,
        urgency,
        care_line,
        cast(sum(weight) as bigint) as events
    from int_public_events
    group by all

)

select
    counted.*,
    counted.events - coalesce(more.repeats, 0) as persons
from counted
left join more
    on
        counted.step = more.step
        and counted.path_number = more.path_number
        and counted.gm_code = more.gm_code
        and counted.month_start = more.month_start
        and counted.age_band = more.age_band
        and counted.sex = more.sex
        and counted.deprivation_fifth = more.deprivation_fifth
        and counted.mode = more.mode
        and counted.urgency = more.urgency
        and counted.care_line = more.care_line
