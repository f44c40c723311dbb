/* +++
title = "Verwijzing en eerste contact"
title_en = "Referral and first contact"
description = "Which first contact follows which referral, one to one. A contact takes the most recent open referral to its specialism (A), or else to a neighbouring one within 180 days (B)."
grain = ["referral_number"]
partition = "path_key"

[columns]
referral_number = { type = "BIGINT", description = "Referral." }
path_key = { type = "BIGINT", description = "Patient and care path of the referral as one number." }
contact_number = { type = "BIGINT", description = "First contact." }
wait_days = { type = "BIGINT", description = "Days between them.", minimum = 0 }
rule = { type = "VARCHAR", description = "same_path, same_path_nested, or neighbour_path." }
link_class = { type = "VARCHAR", description = "A or B." }
+++ */

with

open_referrals as (

    select int_referrals.*
    from int_referrals
    anti join int_same_path_links
        on int_referrals.referral_number = int_same_path_links.referral_number
    where int_referrals.is_linkable

),

free_contacts as (

    select int_first_contacts.*
    from int_first_contacts
    anti join int_same_path_links
        on int_first_contacts.contact_number = int_same_path_links.contact_number
    semi join open_referrals
        on int_first_contacts.patient_id = open_referrals.patient_id
    where int_first_contacts.is_linkable

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
        path_key,
        moment,
        record,
        window_days,
        lead(moment) over same_path as next_moment,
        lead(record) over same_path as next_record
    from neighbour_events
    window same_path as (partition by path_key order by moment, record)

),

-- A moment is a day and, on that day, referrals (even) before contacts (odd). One contact may neighbour referrals to several specialisms: it takes the most recent.
second_pass as (

    select
        path_key,
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
    path_key,
    contact_number,
    wait_days,
    rule,
    'A' as link_class
from int_same_path_links

union all

select
    referral_number,
    path_key,
    contact_number,
    cast(wait_days as bigint) as wait_days,
    'neighbour_path' as rule,
    'B' as link_class
from second_pass
