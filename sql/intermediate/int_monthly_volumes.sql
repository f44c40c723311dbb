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

events as (

    select
        'contacts' as step,
        cast(0 as bigint) as path_number,
        patient_id,
        contact_date as event_date,
        gm_code,
        age_band(birth_year, contact_date) as age_band,
        sex,
        deprivation_fifth,
        mode,
        '' as urgency,
        '' as care_line
    from stg_gp__contacts

    union all

    select
        'referral' as step,
        path_number,
        patient_id,
        referral_date as event_date,
        gm_code,
        age_band,
        sex,
        deprivation_fifth,
        '' as mode,
        urgency,
        care_line
    from int_referrals
    where not is_resend and not is_shared_key

    union all

    select
        'visit' as step,
        path_number,
        patient_id,
        contact_date as event_date,
        gm_code,
        age_band,
        sex,
        deprivation_fifth,
        '' as mode,
        '' as urgency,
        '' as care_line
    from int_first_contacts
    where not is_shared_key

    union all

    select
        'treatment' as step,
        int_first_contacts.path_number,
        int_first_contacts.patient_id,
        int_treatments.treatment_date as event_date,
        int_first_contacts.gm_code,
        int_first_contacts.age_band,
        int_first_contacts.sex,
        int_first_contacts.deprivation_fifth,
        '' as mode,
        '' as urgency,
        '' as care_line
    from int_treatments
    inner join int_first_contacts
        on int_treatments.contact_number = int_first_contacts.contact_number
    where int_treatments.treatment_date is not null and not int_first_contacts.is_shared_key

),

people as (

    select
        step,
        coalesce(path_number, 0) as path_number,
        patient_id,
        cast(date_trunc('month', event_date) as date) as month_start,
        gm_code,
        age_band,
        sex,
        coalesce(deprivation_fifth, 0) as deprivation_fifth,
        mode,
        urgency,
        care_line,
        count(*) as events
    from events
    group by all

)

select
    step,
    path_number,
    gm_code,
    month_start,
    age_band,
    sex,
    deprivation_fifth,
    mode,
    urgency,
    care_line,
    cast(sum(events) as bigint) as events,
    count(*) as persons
from people
group by all
