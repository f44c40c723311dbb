/* +++
title = "Zorg per gemeente en week"
title_en = "Care by municipality and week"
description = "Events of every step of the chain by week and municipality; combinations that did not occur are absent."
grain = ["step", "path_number", "gm_code", "week_start"]

[columns]
step = { type = "VARCHAR", description = "contacts, referral, visit, or treatment." }
path_number = { type = "BIGINT", description = "Care path; 0 for contacts with the GP and specialisms that are not in the table." }
gm_code = { type = "VARCHAR", description = "Municipality of residence." }
week_start = { type = "DATE", description = "Monday of the week." }
events = { type = "BIGINT", description = "Events.", minimum = 1 }
+++ */

with

events as (

    select
        'contacts' as step,
        cast(0 as bigint) as path_number,
        contact_date as event_date,
        gm_code
    from stg_gp__contacts

    union all

    select
        'referral' as step,
        path_number,
        referral_date as event_date,
        gm_code
    from int_referrals
    where not is_resend and not is_shared_key

    union all

    select
        'visit' as step,
        path_number,
        contact_date as event_date,
        gm_code
    from int_first_contacts
    where not is_shared_key

    union all

    select
        'treatment' as step,
        int_first_contacts.path_number,
        int_treatments.treatment_date as event_date,
        int_first_contacts.gm_code
    from int_treatments
    inner join int_first_contacts
        on int_treatments.contact_number = int_first_contacts.contact_number
    where int_treatments.treatment_date is not null and not int_first_contacts.is_shared_key

)

select
    step,
    coalesce(path_number, 0) as path_number,
    gm_code,
    cast(date_trunc('week', event_date) as date) as week_start,
    count(*) as events
from events
group by all
