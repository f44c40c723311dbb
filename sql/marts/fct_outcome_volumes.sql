/* +++
title = "Klachten, eerste contacten en spoedverwijzingen per regio"
title_en = "Complaints, first contacts and emergency referrals by region"
description = "What the doctors' questions count besides care itself, by region and care path: complaints by week, outcomes by month; a period without any is a zero."
grain = ["region_code", "event", "path_number", "period_start"]

[columns]
region_scheme = { type = "VARCHAR", description = "Scheme; land for the nation." }
region_code = { type = "VARCHAR", description = "Region." }
event = { type = "VARCHAR", description = "complaint, emergency, planned, or urgent_referral." }
path_number = { type = "BIGINT", description = "Care path; 300 is all specialisms together." }
period_type = { type = "VARCHAR", description = "week or month." }
period_start = { type = "DATE", description = "First day of the period." }
observed = { type = "DOUBLE", description = "Events.", minimum = 0 }
+++ */

with

events as (

    select
        'complaint' as event,
        'contacts' as step,
        path_number,
        gm_code,
        'week' as period_type,
        cast(date_trunc('week', contact_date) as date) as period_start,
        weight
    from int_complaint_contacts

    union all

    select
        event,
        'visit' as step,
        path_number,
        gm_code,
        'month' as period_type,
        cast(date_trunc('month', contact_date) as date) as period_start,
        weight
    from int_outcome_contacts

    union all

    select
        'urgent_referral' as event,
        'referral' as step,
        path_number,
        gm_code,
        'month' as period_type,
        cast(date_trunc('month', referral_date) as date) as period_start,
        weight
    from int_referral_outcomes
    where weight > 0 and urgency = 'spoed' and path_number is not null and outcome <> 'shared_key'

),

counted as (

    select
        event,
        step,
        path_number,
        gm_code,
        period_type,
        period_start,
        sum(weight) as number
    from events
    group by all

),

-- Path 300 is all specialisms together.
with_total as (

    select * from counted

    union all

    select counted.* replace (cast(300 as bigint) as path_number)
    from counted
    inner join ref_care_paths
        on counted.path_number = ref_care_paths.path_number
    where ref_care_paths.destination = 'hospital'

),

by_region as (

    select
        with_total.event,
        with_total.path_number,
        ref_municipality_regions.region_code,
        with_total.period_start,
        exact_sum(with_total.number * ref_municipality_regions.share) as observed
    from with_total
    inner join ref_municipality_regions
        on with_total.gm_code = ref_municipality_regions.gm_code
    group by all

),

-- Regions and whole periods in which the step that the event belongs to was delivered.
delivered as (

    select distinct
        case when care_type = 'chain_contacts' then 'contacts' else split_part(care_type, '_', 1) end as step,
        region_scheme,
        region_code,
        period_type,
        period_start
    from int_chain_volumes

),

series as (

    select distinct
        event,
        step,
        path_number,
        period_type
    from with_total

)

select
    delivered.region_scheme,
    delivered.region_code,
    series.event,
    series.path_number,
    delivered.period_type,
    delivered.period_start,
    coalesce(by_region.observed, 0) as observed
from series
inner join delivered
    on
        series.step = delivered.step
        and series.period_type = delivered.period_type
left join by_region
    on
        series.event = by_region.event
        and series.path_number = by_region.path_number
        and delivered.region_code = by_region.region_code
        and delivered.period_start = by_region.period_start
