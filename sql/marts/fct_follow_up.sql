/* +++
title = "Opvolging van verwijzingen"
title_en = "Follow-up of referrals"
description = "Referrals to hospitals by month of sending, and after how many days their outcome was known; the material of the curves of follow-through."
grain = ["region_code", "path_number", "urgency", "month_start", "outcome", "days"]

[columns]
region_code = { type = "VARCHAR", description = "Region." }
path_number = { type = "BIGINT", description = "Care path." }
urgency = { type = "VARCHAR", description = "Urgency." }
month_start = { type = "DATE", description = "First day of the month of sending." }
outcome = { type = "VARCHAR", description = "linked, died, expired, moved, or open." }
days = { type = "BIGINT", description = "Days from sending.", minimum = 0 }
referrals = { type = "DOUBLE", description = "Referrals.", minimum = 0 }
+++ */

with

counted as (

    select
        gm_code,
        path_number,
        urgency,
        cast(date_trunc('month', referral_date) as date) as month_start,
        outcome,
        known_after_days as days,
        sum(weight) as referrals
    from int_referral_outcomes
    where weight > 0 and outcome in ('linked', 'died', 'expired', 'moved', 'open')
    group by all

)

select
    ref_municipality_regions.region_code,
    counted.path_number,
    counted.urgency,
    counted.month_start,
    counted.outcome,
    counted.days,
    exact_sum(counted.referrals * ref_municipality_regions.share) as referrals
from counted
inner join ref_municipality_regions
    on counted.gm_code = ref_municipality_regions.gm_code
group by all
