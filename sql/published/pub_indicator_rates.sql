/* +++
title = "Verhoudingen van indicatoren"
title_en = "Rates of indicators"
description = "By region, indicator and year: the numerator over the denominator, both from protected counts, with the bounds that the number of events gives."
grain = ["region_code", "care_type", "calendar_year"]

[columns]
region_code = { type = "VARCHAR", description = "Region; see pub_regions." }
care_type = { type = "VARCHAR", description = "Indicator; see pub_indicators." }
calendar_year = { type = "BIGINT", description = "Year; only years that are known whole." }
numerator = { type = "DOUBLE", description = "Events counted; null when small.", nullable = true }
denominator = { type = "DOUBLE", description = "Events they are a part of; null when small.", nullable = true }
rate = { type = "DOUBLE", description = "Numerator over denominator, times the scale; null where the denominator is too small.", nullable = true }
lower = { type = "DOUBLE", description = "Lower 95 % bound.", nullable = true }
upper = { type = "DOUBLE", description = "Upper 95 % bound.", nullable = true }
+++ */

with

years as (

    select
        region_code,
        care_type,
        year(period_start) as calendar_year,
        exact_sum(numerator) as numerator,
        exact_sum(denominator) as denominator,
        count(*) as periods
    from calc_indicator_counts
    where denominator is not null
    group by all

),

-- A year that was not delivered to its end says nothing beside one that was.
whole as (

    select years.*
    from years
    qualify years.periods = max(years.periods) over (partition by years.care_type)

),

shown as (

    select
        whole.region_code,
        whole.care_type,
        whole.calendar_year,
        shown_count(whole.numerator, ref_sources.is_protected) as numerator,
        shown_count(whole.denominator, ref_sources.is_protected) as denominator,
        ref_indicators.scale,
        ref_sources.smallest_base
    from whole
    inner join ref_indicators
        on whole.care_type = ref_indicators.care_type
    inner join ref_sources
        on ref_sources.source = 'indicators'

),

rated as (

    select
        shown.*,
        case
            when shown.denominator >= shown.smallest_base then shown.numerator / shown.denominator * shown.scale
        end as rate
    from shown

)

select
    region_code,
    care_type,
    calendar_year,
    numerator,
    denominator,
    rate,
    -- The logarithm of a count of n events has a standard error of one over the root of n.
    rate * exp(-1.96 / sqrt(nullif(numerator, 0))) as lower,
    rate * exp(1.96 / sqrt(nullif(numerator, 0))) as upper
from rated
