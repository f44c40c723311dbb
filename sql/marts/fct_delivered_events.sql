/* +++
title = "Geleverde gebeurtenissen per maand"
title_en = "Delivered events by month"
description = "How many rows of each kind a source delivered by month of the event, and how many of them are duplicates or taken back."
grain = ["source", "kind", "month_start"]

[columns]
source = { type = "VARCHAR", description = "Deliverer." }
kind = { type = "VARCHAR", description = "Kind of extract." }
month_start = { type = "DATE", description = "First day of the month of the event." }
events = { type = "BIGINT", description = "Rows accepted.", minimum = 0 }
set_aside = { type = "BIGINT", description = "Of these: duplicates, or claims taken back.", minimum = 0 }
+++ */

with

events as (

    select
        source,
        'gp_contacts' as kind,
        contact_date as event_date,
        0 as set_aside
    from stg_gp__contacts

    union all

    select
        source,
        'gp_referrals' as kind,
        referral_date as event_date,
        0 as set_aside
    from stg_gp__referrals

    union all

    select
        source,
        'hospital_trajectories' as kind,
        opening_date as event_date,
        0 as set_aside
    from int_trajectories

    union all

    select
        source,
        'hospital_activities' as kind,
        activity_date as event_date,
        case when is_duplicate then 1 else 0 end as set_aside
    from int_activities

    union all

    select
        source,
        'insurer_claims' as kind,
        start_date as event_date,
        case when netting in ('taken_back', 'credit_without_line') then 1 else 0 end as set_aside
    from int_claims

    union all

    select
        source,
        'deaths' as kind,
        death_date as event_date,
        0 as set_aside
    from stg_deaths

)

select
    events.source,
    events.kind,
    cast(date_trunc('month', events.event_date) as date) as month_start,
    case
        when bool_and(not ref_disclosure.is_chain_protected) then count(*)
        else cast(round(count(*), -2) as bigint)
    end as events,
    case
        when bool_and(not ref_disclosure.is_chain_protected) then cast(sum(events.set_aside) as bigint)
        else cast(round(sum(events.set_aside), -2) as bigint)
    end as set_aside
from events
cross join ref_disclosure
group by all
