/* +++
title = "Tot wanneer is geleverd"
title_en = "Delivered until when"
description = "The last day on which an event of a kind can be known: the day of extraction, or the newest event where that lies before it."
grain = ["kind"]

[columns]
kind = { type = "VARCHAR", description = "Kind of extract." }
last_date = { type = "DATE", description = "Last day." }
+++ */

with

newest as (

    select
        'gp_contacts' as kind,
        max(contact_date) as newest_date
    from stg_gp__contacts

    union all

    select
        'gp_referrals' as kind,
        max(referral_date) as newest_date
    from stg_gp__referrals

    union all

    select
        'hospital_trajectories' as kind,
        max(opening_date) as newest_date
    from stg_hospital__trajectories

    union all

    select
        'hospital_activities' as kind,
        max(activity_date) as newest_date
    from stg_hospital__activities

    union all

    select
        'insurer_claims' as kind,
        max(claim_date) as newest_date
    from stg_insurer__claims

)

select
    newest.kind,
    least(newest.newest_date, ref_extractions.extraction_date) as last_date
from newest
inner join ref_extractions
    on newest.kind = ref_extractions.kind
where newest.newest_date is not null
