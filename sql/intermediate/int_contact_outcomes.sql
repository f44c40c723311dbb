/* +++
title = "Wat op een huisartscontact volgde"
title_en = "What followed a contact with the GP"
description = "For each published contact with the GP: how soon the same patient came again for the same chapter of ICPC, and was referred. Keys that belong to nobody are left out."
grain = ["record_number"]

[columns]
record_number = { type = "BIGINT", description = "The contact." }
patient_id = { type = "BIGINT", description = "Patient." }
contact_date = { type = "DATE", description = "Day of the contact." }
gm_code = { type = "VARCHAR", description = "Municipality of residence." }
mode = { type = "VARCHAR", description = "How the contact went." }
has_chapter = { type = "BOOLEAN", description = "The complaint or diagnosis was written down." }
repeat_days = { type = "BIGINT", description = "Days to the next contact for the same chapter, on a later day; null where there was none.", nullable = true, minimum = 1 }
referral_days = { type = "BIGINT", description = "Days to the next referral, to anywhere, not sent again; 0 is the same day.", nullable = true, minimum = 0 }
hospital_days = { type = "BIGINT", description = "Days to the next referral to a hospital.", nullable = true, minimum = 0 }
is_first_of_year = { type = "BOOLEAN", description = "The patient's first contact of the calendar year: as many of these as there are patients." }
weight = { type = "BIGINT", description = "How many contacts it stands for.", minimum = 1 }
+++ */

with

contacts as (

    select
        stg_gp__contacts.source,
        stg_gp__contacts.contact_id,
        stg_gp__contacts.patient_id,
        stg_gp__contacts.contact_date,
        substr(stg_gp__contacts.icpc, 1, 1) as chapter
    from stg_gp__contacts
    -- What follows a contact of nobody in particular means nothing.
    anti join int_shared_keys
        on stg_gp__contacts.patient_id = int_shared_keys.patient_id

),

events as (

    select
        record_number,
        patient_id,
        event_date,
        gm_code,
        mode,
        weight
    from int_public_events
    where step = 'contacts'

),

-- A record's number costs more than a join: only contacts on the days of published ones get it.
numbered as (

    select
        contacts.patient_id,
        contacts.contact_date,
        contacts.chapter,
        record_number(contacts.patient_id, concat(contacts.source, '/', contacts.contact_id)) as record_number
    from contacts
    semi join events
        on
            contacts.patient_id = events.patient_id
            and contacts.contact_date = events.event_date

),

placed as (

    select
        *,
        record_number = min(record_number) over (partition by patient_id, contact_date) as is_first_of_day
    from numbered

),

counted as (

    select
        placed.*,
        events.gm_code,
        events.mode,
        events.weight
    from events
    inner join placed
        on events.record_number = placed.record_number

),

-- Only the patients and chapters of published contacts go through the sort, and each day once.
days as (

    select distinct
        contacts.patient_id,
        contacts.chapter,
        contacts.contact_date
    from contacts
    semi join counted
        on
            contacts.patient_id = counted.patient_id
            and contacts.chapter = counted.chapter

),

next_days as (

    select
        patient_id,
        chapter,
        contact_date,
        lead(contact_date) over (
            partition by patient_id, chapter
            order by contact_date
        ) as next_date
    from days

),

timeline as (

    select
        patient_id,
        contact_date as day,
        cast(null as date) as referral_date,
        cast(null as date) as hospital_date
    from counted

    union all

    select
        patient_id,
        referral_date as day,
        referral_date,
        case when is_hospital then referral_date end as hospital_date
    from int_referrals
    where not is_resend and not is_shared_key

),

patient_days as (

    select
        patient_id,
        day,
        min(referral_date) as referral_date,
        min(hospital_date) as hospital_date
    from timeline
    group by patient_id, day

),

-- From the last day back, the earliest referral so far is the next one.
ahead as (

    select
        patient_id,
        day,
        min(referral_date) over (
            partition by patient_id
            order by day desc
        ) as referral_date,
        min(hospital_date) over (
            partition by patient_id
            order by day desc
        ) as hospital_date
    from patient_days

),

first_days as (

    select
        patient_id,
        min(contact_date) as contact_date
    from contacts
    group by patient_id, year(contact_date)

)

select
    counted.record_number,
    counted.patient_id,
    counted.contact_date,
    counted.gm_code,
    counted.mode,
    counted.chapter is not null as has_chapter,
    date_diff('day', counted.contact_date, next_days.next_date) as repeat_days,
    date_diff('day', counted.contact_date, ahead.referral_date) as referral_days,
    date_diff('day', counted.contact_date, ahead.hospital_date) as hospital_days,
    counted.is_first_of_day and first_days.contact_date is not null as is_first_of_year,
    counted.weight
from counted
inner join ahead
    on
        counted.patient_id = ahead.patient_id
        and counted.contact_date = ahead.day
left join next_days
    on
        counted.patient_id = next_days.patient_id
        and counted.chapter = next_days.chapter
        and counted.contact_date = next_days.contact_date
left join first_days
    on
        counted.patient_id = first_days.patient_id
        and counted.contact_date = first_days.contact_date
