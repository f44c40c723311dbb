/* +++
title = "Verwijzing en eerste contact"
title_en = "Referral and first contact"
description = "Which first contact follows which referral, one to one. A contact takes the most recent open referral to its specialism (A), or else to a neighbouring one within 180 days (B)."
grain = ["referral_number"]

[columns]
referral_number = { type = "BIGINT", description = "Referral." }
contact_number = { type = "BIGINT", description = "First contact." }
wait_days = { type = "BIGINT", description = "Days between them.", minimum = 0 }
rule = { type = "VARCHAR", description = "same_path, same_path_nested, or neighbour_path." }
link_class = { type = "VARCHAR", description = "A or B." }
+++ */

with

referrals as (

    select *
    from int_referrals
    where is_hospital and path_number is not null and not is_resend and not is_shared_key

),

-- What the hospital wrote about the referrer decides who may follow a referral.
contacts as (

    select *
    from int_first_contacts
    where path_number is not null and not is_shared_key and referrer_type in ('gp', 'other')

),

-- A moment is a day and, on that day, referrals (even) before contacts (odd).
events as (

    select
        path_key,
        date_diff('day', date '1990-01-01', referral_date) * 2 as moment,
        referral_number as record,
        window_days
    from referrals

    union all

    select
        path_key,
        date_diff('day', date '1990-01-01', contact_date) * 2 + 1 as moment,
        contact_number as record,
        0 as window_days
    from contacts

),

in_order as (

    select
        path_key,
        moment,
        record,
        window_days,
        lead(moment) over same_path as next_moment,
        lead(record) over same_path as next_record,
        lag(moment) over same_path as last_moment,
        lag(window_days) over same_path as last_window
    from events
    window same_path as (partition by path_key order by moment, record)

),

-- Kept: a referral that something follows in time, and a contact whose referral is not the event before it.
kept as (

    select *
    from in_order
    where
        case
            when moment % 2 = 0 then (next_moment - moment) // 2 <= window_days
            else last_moment % 2 = 1 or (moment - 1 - last_moment) // 2 > last_window
        end

),

adjacent as (

    select
        record as referral_number,
        next_record as contact_number,
        (next_moment - 1 - moment) // 2 as wait_days,
        'same_path' as rule
    from kept
    where moment % 2 = 0 and next_moment % 2 = 1

),

-- What is left is like brackets: a contact closes the last one opened. Depth counts the open ones.
waiting as (

    select *
    from kept
    where moment % 2 = 0 and next_moment % 2 = 0

),

unpaired as (

    select * from waiting

    union all

    select kept.*
    from kept
    semi join waiting
        on kept.path_key = waiting.path_key
    where kept.moment % 2 = 1

),

summed as (

    select
        *,
        sum(case when moment % 2 = 0 then 1 else -1 end) over (
            partition by path_key order by moment, record rows between unbounded preceding and current row
        ) as level
    from unpaired

),

opened as (

    select
        *,
        level - least(0, min(level) over (
            partition by path_key order by moment, record rows between unbounded preceding and current row
        )) as depth
    from summed

),

labelled as (

    select
        *,
        case
            when moment % 2 = 0 then depth
            else coalesce(lag(depth) over (partition by path_key order by moment, record), 0)
        end as bracket
    from opened

),

closed as (

    select
        *,
        lag(record) over same_bracket as opening_record,
        lag(moment) over same_bracket as opening_moment,
        lag(window_days) over same_bracket as opening_window
    from labelled
    where bracket > 0
    window same_bracket as (partition by path_key, bracket order by moment, record)

),

first_pass as (

    select * from adjacent

    union all

    select
        opening_record as referral_number,
        record as contact_number,
        (moment - 1 - opening_moment) // 2 as wait_days,
        'same_path_nested' as rule
    from closed
    where
        moment % 2 = 1
        and opening_moment % 2 = 0
        and (moment - 1 - opening_moment) // 2 <= opening_window

),

open_referrals as (

    select referrals.*
    from referrals
    anti join first_pass
        on referrals.referral_number = first_pass.referral_number

),

free_contacts as (

    select contacts.*
    from contacts
    anti join first_pass
        on contacts.contact_number = first_pass.contact_number
    semi join open_referrals
        on contacts.patient_id = open_referrals.patient_id

),

neighbours as (

    select
        meant.path_number,
        seen.path_number as neighbour_number
    from ref_specialism_neighbours
    inner join ref_care_paths as meant
        on ref_specialism_neighbours.specialism_code = meant.specialism_code
    inner join ref_care_paths as seen
        on ref_specialism_neighbours.neighbour_code = seen.specialism_code

),

neighbour_events as (

    select
        path_key,
        date_diff('day', date '1990-01-01', referral_date) * 2 as moment,
        referral_number as record,
        least(window_days, 180) as window_days
    from open_referrals

    union all

    select
        path_key(free_contacts.patient_id, neighbours.path_number) as path_key,
        date_diff('day', date '1990-01-01', free_contacts.contact_date) * 2 + 1 as moment,
        free_contacts.contact_number as record,
        0 as window_days
    from free_contacts
    inner join neighbours
        on free_contacts.path_number = neighbours.neighbour_number

),

neighbours_in_order as (

    select
        moment,
        record,
        window_days,
        lead(moment) over same_path as next_moment,
        lead(record) over same_path as next_record
    from neighbour_events
    window same_path as (partition by path_key order by moment, record)

),

-- One contact may neighbour referrals to several specialisms: it takes the most recent.
second_pass as (

    select
        record as referral_number,
        next_record as contact_number,
        (next_moment - 1 - moment) // 2 as wait_days
    from neighbours_in_order
    where
        moment % 2 = 0
        and next_moment % 2 = 1
        and (next_moment - 1 - moment) // 2 <= window_days
    qualify row_number() over (partition by next_record order by next_moment - moment, record) = 1

)

select
    referral_number,
    contact_number,
    cast(wait_days as bigint) as wait_days,
    rule,
    'A' as link_class
from first_pass

union all

select
    referral_number,
    contact_number,
    cast(wait_days as bigint) as wait_days,
    'neighbour_path' as rule,
    'B' as link_class
from second_pass
