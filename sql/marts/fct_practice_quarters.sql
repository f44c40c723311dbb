/* +++
title = "Praktijken per kwartaal"
title_en = "Practices by quarter"
description = "What every practice did in every quarter it was seen in, from protected events; for pilots only, and never published."
grain = ["practice_key", "outcome", "quarter_number"]

[columns]
practice_key = { type = "VARCHAR", description = "Pseudonym of the practice; stays on the secure side." }
region_code = { type = "VARCHAR", description = "Region of the first scheme." }
outcome = { type = "VARCHAR", description = "referrals, contacts, emergency_contacts, or treatments." }
quarter_number = { type = "BIGINT", description = "Quarter: 4 x year + quarter - 1." }
events = { type = "BIGINT", description = "Events.", minimum = 0 }
persons = { type = "BIGINT", description = "Persons known at the practice.", minimum = 1 }
+++ */

with

-- A quarter counts once it has passed; the first one is that of the baseline.
spans as (

    select
        case int_step_dates.step
            when 'referral' then 'referrals'
            when 'contacts' then 'contacts'
            when 'visit' then 'emergency_contacts'
            when 'treatment' then 'treatments'
        end as outcome,
        year(ref_baseline.first_date) * 4 + quarter(ref_baseline.first_date) - 1 as first_quarter,
        year(int_step_dates.last_date + 1) * 4 + quarter(int_step_dates.last_date + 1) - 1 as next_quarter
    from int_step_dates
    cross join ref_baseline

),

quarters as (

    select
        outcome,
        first_quarter,
        next_quarter,
        unnest(range(first_quarter, next_quarter)) as quarter_number
    from spans

),

-- Practices that began or ceased to deliver did so somewhere within a quarter: that one is left out.
seen as (

    select
        int_practices.practice_key,
        int_practices.region_code,
        int_practices.persons,
        quarters.outcome,
        quarters.quarter_number
    from int_practices
    inner join quarters
        on
            (
                int_practices.first_quarter < quarters.quarter_number
                or int_practices.first_quarter <= quarters.first_quarter
            )
            and (
                int_practices.last_quarter > quarters.quarter_number
                or int_practices.last_quarter >= quarters.next_quarter - 1
            )

),

counted as (

    select
        practice_key,
        outcome,
        quarter_number,
        sum(weight) as events
    from int_practice_events
    group by practice_key, outcome, quarter_number

)

select
    seen.practice_key,
    seen.region_code,
    seen.outcome,
    cast(seen.quarter_number as bigint) as quarter_number,
    cast(coalesce(counted.events, 0) as bigint) as events,
    seen.persons
from seen
left join counted
    on
        seen.practice_key = counted.practice_key
        and seen.outcome = counted.outcome
        and seen.quarter_number = counted.quarter_number
