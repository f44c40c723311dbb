/* +++
title = "Beschermde tellingen"
title_en = "Protected counts"
description = "Counted care as delivered where it is public; elsewhere rounded one area after another from a secret start, once it no longer changes."
grain = ["area_code", "care_type", "period_type", "period_start"]

[columns]
source = { type = "VARCHAR", description = "Source." }
area_code = { type = "VARCHAR", description = "Region or municipality." }
care_type = { type = "VARCHAR", description = "Care type code." }
period_type = { type = "VARCHAR", description = "week, month, quarter or year." }
period_start = { type = "DATE", description = "First day of the period." }
volume = { type = "DOUBLE", description = "How much care was given." }
population = { type = "DOUBLE", description = "Persons, where delivered; in hundreds for confidential counts.", nullable = true, minimum = 0 }
+++ */

with

settled as (

    select
        ref_sources.source,
        ref_sources.extraction_date - cast(ref_disclosure.settled_gp_days as integer) as settled_date
    from ref_sources
    cross join ref_disclosure
    where ref_sources.is_protected

),

confidential as (

    select
        stg_volumes__counts.source,
        stg_volumes__counts.area_code,
        stg_volumes__counts.care_type,
        stg_volumes__counts.period_type,
        stg_volumes__counts.period_start,
        stg_volumes__counts.volume,
        stg_volumes__counts.population,
        coalesce(ref_chain_order.region_code, stg_volumes__counts.area_code) as region_code,
        stg_volumes__counts.period_start + case stg_volumes__counts.period_type
            when 'week' then interval 6 day
            when 'month' then interval 1 month - interval 1 day
            when 'quarter' then interval 3 month - interval 1 day
            else interval 1 year - interval 1 day
        end <= settled.settled_date as is_settled
    from stg_volumes__counts
    inner join settled
        on stg_volumes__counts.source = settled.source
    left join ref_chain_order
        on stg_volumes__counts.area_code = ref_chain_order.gm_code

),

along_chain as (

    select
        confidential.*,
        calc_count_starts.chain_start,
        ref_disclosure.base,
        coalesce(
            sum(confidential.volume) over (
                partition by confidential.care_type, confidential.period_type, confidential.period_start
                order by confidential.region_code, confidential.area_code
                rows between unbounded preceding and 1 preceding
            ), 0
        ) as before
    from confidential
    inner join calc_count_starts
        on
            confidential.care_type = calc_count_starts.care_type
            and confidential.period_type = calc_count_starts.period_type
            and confidential.period_start = calc_count_starts.period_start
    cross join ref_disclosure
    where confidential.is_settled

)

select
    stg_volumes__counts.source,
    stg_volumes__counts.area_code,
    stg_volumes__counts.care_type,
    stg_volumes__counts.period_type,
    stg_volumes__counts.period_start,
    stg_volumes__counts.volume,
    stg_volumes__counts.population
from stg_volumes__counts
anti join settled
    on stg_volumes__counts.source = settled.source

union all

select
    along_chain.source,
    along_chain.area_code,
    along_chain.care_type,
    along_chain.period_type,
    along_chain.period_start,
    coalesce(
        stg_frozen__counts.volume,
        along_chain.base * (
            floor((along_chain.before + along_chain.volume + along_chain.chain_start) / along_chain.base)
            - floor((along_chain.before + along_chain.chain_start) / along_chain.base)
        )
    ) as volume,
    round(along_chain.population, -2) as population
from along_chain
left join stg_frozen__counts
    on
        along_chain.area_code = stg_frozen__counts.area_code
        and along_chain.care_type = stg_frozen__counts.care_type
        and along_chain.period_type = stg_frozen__counts.period_type
        and along_chain.period_start = stg_frozen__counts.period_start
