/* +++
title = "Zorgvolumes naar vorm, lijn en plaats"
title_en = "Care volumes by mode, line and place"
description = "Events by month and category on the complete grid of regions and months: contacts with the GP by mode, referrals by line of care, treatments by place."
grain = ["dimension", "region_code", "category", "month_start"]

[columns]
dimension = { type = "VARCHAR", description = "mode, care_line, or place." }
region_scheme = { type = "VARCHAR", description = "Scheme; land for the nation." }
region_code = { type = "VARCHAR", description = "Region." }
category = { type = "VARCHAR", description = "Mode of contact, line of care 0 to 3, or setting." }
month_start = { type = "DATE", description = "First day of the month." }
events = { type = "DOUBLE", description = "Events.", minimum = 0 }
+++ */

with

strata as (

    select
        fct_shift_care_types.dimension,
        fct_stratified_volumes.region_code,
        case fct_shift_care_types.dimension
            when 'mode' then fct_stratified_volumes.mode
            else fct_stratified_volumes.care_line
        end as category,
        fct_stratified_volumes.month_start,
        exact_sum(fct_stratified_volumes.events) as events
    from fct_stratified_volumes
    inner join fct_shift_care_types
        on fct_stratified_volumes.care_type = fct_shift_care_types.care_type
    group by all

),

places as (

    select
        fct_shift_care_types.dimension,
        ref_municipality_regions.region_code,
        int_treatment_places.setting as category,
        int_treatment_places.month_start,
        exact_sum(int_treatment_places.weight * ref_municipality_regions.share) as events
    from int_treatment_places
    inner join fct_shift_care_types
        on fct_shift_care_types.dimension = 'place'
    inner join ref_municipality_regions
        on int_treatment_places.gm_code = ref_municipality_regions.gm_code
    group by all

),

counts as (

    select * from strata

    union all

    select * from places

),

months as (

    select distinct
        fct_shift_care_types.dimension,
        int_chain_volumes.region_scheme,
        int_chain_volumes.region_code,
        int_chain_volumes.period_start as month_start
    from int_chain_volumes
    inner join fct_shift_care_types
        on int_chain_volumes.care_type = fct_shift_care_types.care_type
    where int_chain_volumes.period_type = 'month'

),

categories as (

    select distinct
        dimension,
        category
    from counts

)

select
    months.dimension,
    months.region_scheme,
    months.region_code,
    categories.category,
    months.month_start,
    coalesce(counts.events, 0) as events
from months
inner join categories
    on months.dimension = categories.dimension
left join counts
    on
        months.dimension = counts.dimension
        and months.region_code = counts.region_code
        and months.month_start = counts.month_start
        and categories.category = counts.category
