/* +++
title = "Zorgvolumes"
title_en = "Care volumes"
description = "How much care was given, by region, care type and period, on the complete grid of each care type."
grain = ["region_code", "care_type", "period_type", "period_start"]

[columns]
source = { type = "VARCHAR", description = "Source." }
region_scheme = { type = "VARCHAR", description = "Scheme; land for the nation." }
region_code = { type = "VARCHAR", description = "Region." }
care_type = { type = "VARCHAR", description = "Care type code." }
period_type = { type = "VARCHAR", description = "week, month, quarter or year." }
period_start = { type = "DATE", description = "First day of the period." }
unit = { type = "VARCHAR", description = "Unit of what is observed: count, or eur_per_insured_year." }
volume = { type = "DOUBLE", description = "Count of care, or euros; null without a delivery.", nullable = true }
population = { type = "DOUBLE", description = "Persons or insured years, where known.", nullable = true, minimum = 0 }
observed = { type = "DOUBLE", description = "What is compared with expected: the count, or the standardised cost per insured year; null without a delivery.", nullable = true }
persons = { type = "DOUBLE", description = "Different people behind the events of a month, where known.", nullable = true, minimum = 0 }
status = { type = "VARCHAR", description = "delivered, no_delivery, or break." }
is_protected = { type = "BOOLEAN", description = "Counts are multiples of the base; zero is none or few." }
smallest_base = { type = "BIGINT", description = "No share is given of fewer expected.", minimum = 1 }
+++ */

with

-- Months of which every step of the chain is known: an indicator may count any of them.
whole_months as (

    select period_start as month_start
    from int_chain_volumes
    where period_type = 'month'
    group by period_start
    qualify count(distinct care_type) = max(count(distinct care_type)) over ()

),

measured as (

    select
        source,
        region_scheme,
        region_code,
        care_type,
        'year' as period_type,
        period_start,
        volume,
        population,
        standardised_rate as observed,
        cast(null as double) as persons
    from int_vektis__volumes

    union all

    select
        source,
        region_scheme,
        region_code,
        care_type,
        period_type,
        period_start,
        volume,
        population,
        volume as observed,
        cast(null as double) as persons
    from int_region_volumes

    union all

    select
        'chain' as source,
        region_scheme,
        region_code,
        care_type,
        period_type,
        period_start,
        volume,
        population,
        volume as observed,
        persons
    from int_chain_volumes

    union all

    select
        'indicators' as source,
        calc_indicator_counts.region_scheme,
        calc_indicator_counts.region_code,
        calc_indicator_counts.care_type,
        calc_indicator_counts.period_type,
        calc_indicator_counts.period_start,
        calc_indicator_counts.numerator as volume,
        cast(null as double) as population,
        calc_indicator_counts.numerator as observed,
        cast(null as double) as persons
    from calc_indicator_counts
    inner join whole_months
        on cast(date_trunc('month', calc_indicator_counts.period_start) as date) = whole_months.month_start

),

periods as (

    select distinct
        source,
        care_type,
        period_type,
        period_start
    from measured

),

places as (

    select distinct
        region_scheme,
        region_code,
        care_type,
        period_type
    from measured

)

select
    periods.source,
    places.region_scheme,
    places.region_code,
    places.care_type,
    places.period_type,
    periods.period_start,
    ref_care_types.unit,
    measured.volume,
    measured.population,
    measured.observed,
    measured.persons,
    case
        when measured.observed is null then 'no_delivery'
        when ref_breaks.care_type is not null then 'break'
        else 'delivered'
    end as status,
    ref_sources.is_protected,
    ref_sources.smallest_base
from places
inner join periods
    on
        places.care_type = periods.care_type
        and places.period_type = periods.period_type
inner join ref_care_types
    on places.care_type = ref_care_types.care_type
inner join ref_sources
    on periods.source = ref_sources.source
left join measured
    on
        places.region_code = measured.region_code
        and places.care_type = measured.care_type
        and places.period_type = measured.period_type
        and periods.period_start = measured.period_start
left join ref_breaks
    on
        periods.source = ref_breaks.source
        and periods.care_type = ref_breaks.care_type
        and periods.period_start between ref_breaks.first_date and ref_breaks.last_date
