/* +++
title = "Verwijzing en eerste contact, zelfde zorgpad"
title_en = "Referral and first contact on one path"
description = "The first pass: a contact takes the most recent referral of the patient to its specialism that is still open, one to one."
grain = ["referral_number"]
partition = "path_key"

[columns]
referral_number = { type = "BIGINT", description = "Referral." }
path_key = { type = "BIGINT", description = "Patient and care path of the referral as one number." }
contact_number = { type = "BIGINT", description = "First contact." }
wait_days = { type = "BIGINT", description = "Days between them.", minimum = 0 }
rule = { type = "VARCHAR", description = "same_path, or same_path_nested where later referrals were taken first." }
+++ */

with

-- A moment is a day and, on that day, referrals (even) before contacts (odd). Small numbers are sorted faster.
contacts as (

    select
        path_key,
        cast(date_diff('day', date '1990-01-01', contact_date) * 2 + 1 as integer) as moment,
        contact_number as record,
        cast(0 as smallint) as window_days
    from int_first_contacts
    where is_linkable

),

events as (

    select
        path_key,
        cast(date_diff('day', date '1990-01-01', referral_date) * 2 as integer) as moment,
        referral_number as record,
        cast(window_days as smallint) as window_days
    from int_referrals
    where is_linkable

    union all

    select * from contacts

),

in_order as (

    select
        path_key,
        moment,
        record,
        window_days,
        lead(moment) over same_path as next_moment,
        lead(record) over same_path as next_record
    from events
    window same_path as (partition by path_key order by moment, record)

),

-- Referrals that something follows in time; after any other nothing can be found.
followed as (

    select *
    from in_order
    where moment % 2 = 0 and (next_moment - moment) // 2 <= window_days

),

adjacent as (

    select
        path_key,
        record as referral_number,
        next_record as contact_number,
        (next_moment - 1 - moment) // 2 as wait_days,
        'same_path' as rule
    from followed
    where next_moment % 2 = 1

),

-- Referrals that another one followed wait for what the contacts after it leave them. What is left is like brackets: a
-- contact closes the last one opened. Depth counts the open ones.
waiting as (

    select
        path_key,
        moment,
        record,
        window_days
    from followed
    where next_moment % 2 = 0

),

unpaired as (

    select * from waiting

    union all

    select contacts.*
    from contacts
    semi join waiting
        on contacts.path_key = waiting.path_key
    anti join adjacent
        on contacts.record = adjacent.contact_number

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

)

select
    referral_number,
    path_key,
    contact_number,
    cast(wait_days as bigint) as wait_days,
    rule
from adjacent

union all

select
    opening_record as referral_number,
    path_key,
    record as contact_number,
    cast((moment - 1 - opening_moment) // 2 as bigint) as wait_days,
    'same_path_nested' as rule
from closed
where
    moment % 2 = 1
    and opening_moment % 2 = 0
    and (moment - 1 - opening_moment) // 2 <= opening_window
