/* +++
title = "Zorgvolumes en inwoners naar leeftijd en geslacht"
title_en = "Care volumes and people by age and sex"
description = "Events and people by region, year, age band and sex, for rates that do not differ by who lives where; years in which both were delivered."
grain = ["region_code", "care_type", "calendar_year", "age_band", "sex"]

[columns]
region_code = { type = "VARCHAR", description = "Region." }
care_type = { type = "VARCHAR", description = "Step and care path, such as referral_cardiology." }
calendar_year = { type = "BIGINT", description = "Year; only those with twelve months." }
age_band = { type = "VARCHAR", description = "Age in the year of the event." }
sex = { type = "VARCHAR", description = "Sex." }
events = { type = "DOUBLE", description = "Events.", minimum = 0 }
people = { type = "DOUBLE", description = "Inhabitants on average.", minimum = 0 }
standard = { type = "DOUBLE", description = "Share of the nation's people in the last baseline year.", minimum = 0 }
+++ */

with

people as (

    select
        ref_municipality_regions.region_code,
        year(stg_population__strata.reference_date) as calendar_year,
        stg_population__strata.age_band,
        stg_population__strata.sex,
        exact_sum(stg_population__strata.inhabitants * ref_municipality_regions.share)
        / count(distinct stg_population__strata.reference_date) as people
    from stg_population__strata
    inner join ref_municipality_regions
        on stg_population__strata.area_code = ref_municipality_regions.gm_code
    where
        stg_population__strata.age_band <> ''
        and stg_population__strata.sex <> ''
    group by all

),

standard as (

    select
        people.age_band,
        people.sex,
        people.people / exact_sum(people.people) over () as standard
    from people
    inner join ref_baseline
        on people.calendar_year = year(ref_baseline.last_date)
    where people.region_code = 'NL'

),

events as (

    select
        region_code,
        care_type,
        year(month_start) as calendar_year,
        age_band,
        sex,
        exact_sum(events) as events
    from fct_stratified_volumes
    group by all
    having count(distinct month_start) = 12

)

select
    events.region_code,
    events.care_type,
    events.calendar_year,
    events.age_band,
    events.sex,
    events.events,
    people.people,
    standard.standard
from events
inner join people
    on
        events.region_code = people.region_code
        and events.calendar_year = people.calendar_year
        and events.age_band = people.age_band
        and events.sex = people.sex
inner join standard
    on
        events.age_band = standard.age_band
        and events.sex = standard.sex
