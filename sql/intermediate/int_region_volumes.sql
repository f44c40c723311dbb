/* +++
title = "Getelde zorg per regio"
title_en = "Counted care by region"
description = "Care counted by the deliverer, put into the regions of each scheme and the nation; a region or nation of which a part was not delivered is absent."
grain = ["region_code", "care_type", "period_type", "period_start"]

[columns]
region_scheme = { type = "VARCHAR", description = "Scheme; land for the nation." }
region_code = { type = "VARCHAR", description = "Region." }
care_type = { type = "VARCHAR", description = "Care type code." }
period_type = { type = "VARCHAR", description = "week, month, quarter or year." }
period_start = { type = "DATE", description = "First day of the period." }
source = { type = "VARCHAR", description = "Source." }
volume = { type = "DOUBLE", description = "How much care was given.", minimum = 0 }
population = { type = "DOUBLE", description = "Persons, where known.", nullable = true, minimum = 0 }
+++ */

with

-- An area is a municipality, or a region of a scheme that also counts in the nation.
places as (

    select
        gm_code as area_code,
        region_scheme,
        region_code,
        share
    from ref_municipality_regions

    union

    select
        region_code as area_code,
        'land' as region_scheme,
        'NL' as region_code,
        cast(1 as double) as share
    from ref_regions

    union

    select
        region_code as area_code,
        region_scheme,
        region_code,
        cast(1 as double) as share
    from ref_regions

),

inhabitants as (

    select
        stg_population__inhabitants.area_code,
        year(stg_population__inhabitants.reference_date) as calendar_year,
        avg(stg_population__inhabitants.inhabitants) as inhabitants
    from stg_population__inhabitants
    group by all

),

counts as (

    select
        int_protected_counts.*,
        coalesce(int_protected_counts.population, inhabitants.inhabitants) as persons
    from int_protected_counts
    left join inhabitants
        on
            int_protected_counts.area_code = inhabitants.area_code
            and year(int_protected_counts.period_start) = inhabitants.calendar_year

),

gathered as (

    select
        places.region_scheme,
        places.region_code,
        counts.care_type,
        counts.period_type,
        counts.period_start,
        any_value(counts.source) as source,
        sum(counts.volume * places.share) as volume,
        case when count(counts.persons) = count(*) then sum(counts.persons * places.share) end as population,
        count(*) as areas
    from counts
    inner join places
        on counts.area_code = places.area_code
    group by all

),

-- How many areas a region has when its delivery is whole: the most it ever had.
whole as (

    select
        region_code,
        care_type,
        period_type,
        max(areas) as areas
    from gathered
    group by all

)

select
    gathered.region_scheme,
    gathered.region_code,
    gathered.care_type,
    gathered.period_type,
    gathered.period_start,
    gathered.source,
    gathered.volume,
    gathered.population
from gathered
inner join whole
    on
        gathered.region_code = whole.region_code
        and gathered.care_type = whole.care_type
        and gathered.period_type = whole.period_type
        and gathered.areas = whole.areas
