/* +++
title = "Zorgvolumes naar kenmerken"
title_en = "Care volumes by characteristics"
description = "Events and persons by month on the complete grid of region, care type and characteristics; a combination that occurred nowhere is left out, one that did not occur here is a zero."
grain = ["region_code", "care_type", "month_start", "age_band", "sex", "deprivation_fifth", "mode", "urgency", "care_line"]

[columns]
region_code = { type = "VARCHAR", description = "Region." }
care_type = { type = "VARCHAR", description = "Step and care path, such as referral_cardiology." }
month_start = { type = "DATE", description = "First day of the month." }
age_band = { type = "VARCHAR", description = "Age in the year of the event." }
sex = { type = "VARCHAR", description = "Sex." }
deprivation_fifth = { type = "BIGINT", description = "Fifth of deprivation; 0 where not delivered.", minimum = 0 }
mode = { type = "VARCHAR", description = "How a contact with the GP went; blank for other steps." }
urgency = { type = "VARCHAR", description = "Urgency of a referral; blank for other steps." }
care_line = { type = "VARCHAR", description = "Line of care referred to; blank for other steps." }
events = { type = "DOUBLE", description = "Events.", minimum = 0 }
persons = { type = "DOUBLE", description = "Different people among them.", minimum = 0 }
+++ */

with

named as (

    select
        int_monthly_volumes.*,
        chain_care_type(int_monthly_volumes.step, ref_care_paths.care_path) as care_type
    from int_monthly_volumes
    left join ref_care_paths
        on int_monthly_volumes.path_number = ref_care_paths.path_number

),

counts as (

    select
        ref_municipality_regions.region_code,
        named.care_type,
        named.month_start,
        named.age_band,
        named.sex,
        named.deprivation_fifth,
        named.mode,
        named.urgency,
        named.care_line,
        exact_sum(named.events * ref_municipality_regions.share) as events,
        exact_sum(named.persons * ref_municipality_regions.share) as persons
    from named
    inner join ref_municipality_regions
        on named.gm_code = ref_municipality_regions.gm_code
    group by all

),

strata as (

    select distinct
        care_type,
        age_band,
        sex,
        deprivation_fifth,
        mode,
        urgency,
        care_line
    from counts

),

delivered as (

    select distinct
        region_code,
        care_type,
        period_start as month_start
    from int_chain_volumes
    where period_type = 'month'

)

select
    delivered.region_code,
    delivered.care_type,
    delivered.month_start,
    strata.age_band,
    strata.sex,
    strata.deprivation_fifth,
    strata.mode,
    strata.urgency,
    strata.care_line,
    coalesce(counts.events, 0) as events,
    coalesce(counts.persons, 0) as persons
from delivered
inner join strata
    on delivered.care_type = strata.care_type
left join counts
    on
        delivered.region_code = counts.region_code
        and delivered.care_type = counts.care_type
        and delivered.month_start = counts.month_start
        and strata.age_band = counts.age_band
        and strata.sex = counts.sex
        and strata.deprivation_fifth = counts.deprivation_fifth
        and strata.mode = counts.mode
        and strata.urgency = counts.urgency
        and strata.care_line = counts.care_line
