/* +++
title = "Demografische index"
title_en = "Demographic index"
description = "Care to be expected of the people of a region on a day, as a share of the baseline years: by age and sex for the chain, by number for counted care."
grain = ["source", "region_code", "care_type", "reference_date"]

[columns]
source = { type = "VARCHAR", description = "Source of the volumes." }
region_code = { type = "VARCHAR", description = "Region." }
care_type = { type = "VARCHAR", description = "Care type code." }
reference_date = { type = "DATE", description = "Day the people were counted." }
care_index = { type = "DOUBLE", description = "Share of the baseline years; 1 is the same.", minimum = 0 }
+++ */

with

places as (

    select
        gm_code as area_code,
        region_code,
        share,
        true as is_municipality
    from ref_municipality_regions

    union all

    select
        region_code as area_code,
        region_code,
        1 as share,
        false as is_municipality
    from ref_regions
    where region_scheme <> 'land'

    union all

    select
        region_code as area_code,
        'NL' as region_code,
        1 as share,
        false as is_municipality
    from ref_regions

),

people as (

    select
        stg_population__strata.source,
        places.region_code,
        stg_population__strata.reference_date,
        stg_population__strata.age_band,
        stg_population__strata.sex,
        places.is_municipality,
        exact_sum(stg_population__strata.inhabitants * places.share) as inhabitants
    from stg_population__strata
    inner join places
        on stg_population__strata.area_code = places.area_code
    group by all

),

-- The chain knows people by municipality, from whichever source.
residents as (

    select
        region_code,
        reference_date,
        age_band,
        sex,
        exact_sum(inhabitants) as inhabitants
    from people
    where
        is_municipality
        and age_band <> ''
    group by all

),

nation as (

    select
        residents.age_band,
        residents.sex,
        avg(residents.inhabitants) as inhabitants
    from residents
    inner join ref_baseline
        on year(residents.reference_date) between year(ref_baseline.first_date) and year(ref_baseline.last_date)
    where residents.region_code = 'NL'
    group by all

),

events as (

    select
        fct_national_strata.care_type,
        fct_national_strata.age_band,
        fct_national_strata.sex,
        exact_sum(fct_national_strata.events) as events
    from fct_national_strata
    inner join ref_baseline
        on
            year(fct_national_strata.month_start)
            between year(ref_baseline.first_date) and year(ref_baseline.last_date)
    group by all

),

rates as (

    select
        events.care_type,
        events.age_band,
        events.sex,
        events.events / nation.inhabitants as rate
    from events
    inner join nation
        on
            events.age_band = nation.age_band
            and events.sex = nation.sex
    where nation.inhabitants > 0

),

series as (

    select distinct
        source,
        region_code,
        care_type
    from fct_care_volumes
    where source <> 'chain'

),

weighted as (

    select
        series.source,
        series.region_code,
        series.care_type,
        people.reference_date,
        exact_sum(people.inhabitants) as care
    from series
    inner join people
        on
            series.source = people.source
            and series.region_code = people.region_code
    group by all

    union all

    select
        'chain' as source,
        residents.region_code,
        rates.care_type,
        residents.reference_date,
        exact_sum(residents.inhabitants * rates.rate) as care
    from rates
    inner join residents
        on
            rates.age_band = residents.age_band
            and rates.sex = residents.sex
    group by all

),

baseline as (

    select
        weighted.source,
        weighted.region_code,
        weighted.care_type,
        avg(weighted.care) as care
    from weighted
    inner join ref_baseline
        on year(weighted.reference_date) between year(ref_baseline.first_date) and year(ref_baseline.last_date)
    group by all

)

select
    weighted.source,
    weighted.region_code,
    weighted.care_type,
    weighted.reference_date,
    weighted.care / baseline.care as care_index
from weighted
inner join baseline
    on
        weighted.source = baseline.source
        and weighted.region_code = baseline.region_code
        and weighted.care_type = baseline.care_type
where
    weighted.care > 0
    and baseline.care > 0
