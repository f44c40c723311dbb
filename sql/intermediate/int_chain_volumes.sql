/* +++
title = "Zorg in de keten per regio"
title_en = "Care in the chain by region"
description = "Events of every step of the chain by region, care path, week and month: a period in which all kinds were delivered and nothing happened is a zero."
grain = ["region_code", "care_type", "period_type", "period_start"]

[columns]
region_scheme = { type = "VARCHAR", description = "Scheme; land for the nation." }
region_code = { type = "VARCHAR", description = "Region." }
care_type = { type = "VARCHAR", description = "Step and care path, such as referral_cardiology." }
period_type = { type = "VARCHAR", description = "week or month." }
period_start = { type = "DATE", description = "First day of the period." }
volume = { type = "DOUBLE", description = "Events.", minimum = 0 }
persons = { type = "DOUBLE", description = "Different people among them, in a month.", nullable = true, minimum = 0 }
population = { type = "DOUBLE", description = "Inhabitants, where known.", nullable = true, minimum = 0 }
+++ */

with

-- What is known of a period that was not delivered to its end is not what happened in it.
counts as (

    select
        step,
        path_number,
        gm_code,
        'week' as period_type,
        week_start as period_start,
        cast(week_start + interval 6 day as date) as period_end,
        events,
        cast(null as bigint) as persons
    from int_weekly_volumes

    union all

    select
        step,
        path_number,
        gm_code,
        'month' as period_type,
        month_start as period_start,
        last_day(month_start) as period_end,
        events,
        persons
    from int_monthly_volumes

),

-- Path 300 is all specialisms together.
with_total as (

    select * from counts

    union all

    select counts.* replace (cast(300 as bigint) as path_number)
    from counts
    inner join ref_care_paths
        on counts.path_number = ref_care_paths.path_number
    where ref_care_paths.destination = 'hospital'

),

whole as (

    select
        with_total.step,
        with_total.path_number,
        ref_municipality_regions.region_scheme,
        ref_municipality_regions.region_code,
        with_total.period_type,
        with_total.period_start,
        exact_sum(with_total.events * ref_municipality_regions.share) as volume,
        exact_sum(with_total.persons * ref_municipality_regions.share) as persons
    from with_total
    inner join ref_municipality_regions
        on with_total.gm_code = ref_municipality_regions.gm_code
    inner join int_step_dates
        on
            with_total.step = int_step_dates.step
            and with_total.period_end <= int_step_dates.last_date
    group by all

),

-- The first week may have begun before the delivery did.
periods as (

    select distinct
        step,
        period_type,
        period_start
    from whole
    qualify period_start > min(period_start) over (partition by step, period_type) or period_type = 'month'

),

-- A region that delivers a step delivers all paths of it.
delivering as (

    select distinct
        step,
        region_scheme,
        region_code
    from whole

),

paths as (

    select distinct
        step,
        path_number
    from whole

),

places as (

    select
        delivering.step,
        paths.path_number,
        delivering.region_scheme,
        delivering.region_code
    from delivering
    inner join paths
        on delivering.step = paths.step

),

inhabitants as (

    select
        ref_municipality_regions.region_code,
        year(stg_population__inhabitants.reference_date) as calendar_year,
        exact_sum(stg_population__inhabitants.inhabitants * ref_municipality_regions.share) as population
    from stg_population__inhabitants
    inner join ref_municipality_regions
        on stg_population__inhabitants.area_code = ref_municipality_regions.gm_code
    group by all

)

select
    places.region_scheme,
    places.region_code,
    chain_care_type(places.step, ref_care_paths.care_path) as care_type,
    periods.period_type,
    periods.period_start,
    coalesce(whole.volume, 0) as volume,
    case when periods.period_type = 'month' then coalesce(whole.persons, 0) end as persons,
    inhabitants.population
from places
inner join periods
    on places.step = periods.step
left join ref_care_paths
    on places.path_number = ref_care_paths.path_number
left join whole
    on
        places.step = whole.step
        and places.path_number = whole.path_number
        and places.region_code = whole.region_code
        and periods.period_type = whole.period_type
        and periods.period_start = whole.period_start
left join inhabitants
    on
        places.region_code = inhabitants.region_code
        and year(periods.period_start) = inhabitants.calendar_year
