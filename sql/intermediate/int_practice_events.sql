/* +++
title = "Gebeurtenissen per praktijk"
title_en = "Events by practice"
description = "Referrals and contacts of a practice, and emergency contacts and treatments in hospital of its patients; of confidential extracts only the selected ones."
grain = ["outcome", "record_number"]
is_stored = false

[columns]
outcome = { type = "VARCHAR", description = "referrals, contacts, emergency_contacts, or treatments." }
record_number = { type = "BIGINT", description = "The record." }
practice_key = { type = "VARCHAR", description = "Pseudonym of the practice; stays on the secure side." }
quarter_number = { type = "BIGINT", description = "Quarter: 4 x year + quarter - 1." }
weight = { type = "BIGINT", description = "How many events it stands for.", minimum = 1 }
+++ */

with

events as (

    select
        'referrals' as outcome,
        'referral' as step,
        int_referrals.referral_number as record_number,
        stg_gp__referrals.practice_key,
        int_referrals.referral_date as event_date
    from int_referrals
    inner join stg_gp__referrals
        on int_referrals.referral_number = stg_gp__referrals.referral_number
    where not int_referrals.is_resend and not int_referrals.is_shared_key

    union all

    select
        'contacts' as outcome,
        'contacts' as step,
        record_number(patient_id, concat(source, '/', contact_id)) as record_number,
        practice_key,
        contact_date as event_date
    from stg_gp__contacts

    union all

    select
        'emergency_contacts' as outcome,
        'visit' as step,
        int_first_contacts.contact_number as record_number,
        int_patient_practices.practice_key,
        int_first_contacts.contact_date as event_date
    from int_first_contacts
    inner join int_patient_practices
        on int_first_contacts.patient_id = int_patient_practices.patient_id
    where int_first_contacts.referrer_type = 'emergency' and not int_first_contacts.is_shared_key

    union all

    select
        'treatments' as outcome,
        'treatment' as step,
        int_first_contacts.contact_number as record_number,
        int_patient_practices.practice_key,
        int_treatments.treatment_date as event_date
    from int_treatments
    inner join int_first_contacts
        on int_treatments.contact_number = int_first_contacts.contact_number
    inner join int_patient_practices
        on int_first_contacts.patient_id = int_patient_practices.patient_id
    where int_treatments.treatment_date is not null and not int_first_contacts.is_shared_key

)

select
    events.outcome,
    events.record_number,
    events.practice_key,
    cast(year(events.event_date) * 4 + quarter(events.event_date) - 1 as bigint) as quarter_number,
    case when ref_disclosure.is_chain_protected then ref_disclosure.base else cast(1 as bigint) end as weight
from events
inner join int_practices
    on events.practice_key = int_practices.practice_key
cross join ref_disclosure
left join int_selected_events
    on
        events.step = int_selected_events.step
        and events.record_number = int_selected_events.record_number
        and cast(date_trunc('week', events.event_date) as date) = int_selected_events.week_start
        and cast(date_trunc('month', events.event_date) as date) = int_selected_events.month_start
where not ref_disclosure.is_chain_protected or int_selected_events.record_number is not null
