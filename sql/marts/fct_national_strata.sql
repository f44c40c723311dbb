/* +++
title = "Zorgvolumes van het land naar kenmerken"
title_en = "Care volumes of the nation by characteristics"
description = "Events by month in the nation by age, sex and deprivation; besides each specialism all specialisms together."
grain = ["care_type", "month_start", "age_band", "sex", "deprivation_fifth"]

[columns]
care_type = { type = "VARCHAR", description = "Step and care path, such as referral_cardiology." }
month_start = { type = "DATE", description = "First day of the month." }
age_band = { type = "VARCHAR", description = "Age in the year of the event." }
sex = { type = "VARCHAR", description = "Sex." }
deprivation_fifth = { type = "BIGINT", description = "Fifth of deprivation; 0 where not delivered.", minimum = 0 }
events = { type = "DOUBLE", description = "Events.", minimum = 0 }
+++ */

with

nation as (

    select
        care_type,
        month_start,
        age_band,
        sex,
        deprivation_fifth,
        exact_sum(events) as events
    from fct_stratified_volumes
    where region_code = 'NL'
    group by all

),

specialisms as (

    select concat('_', care_path) as ending
    from ref_care_paths
    where destination = 'hospital' and care_path <> 'hospital'

)

select *
from nation

union all

-- All specialisms together.
select
    concat(split_part(nation.care_type, '_', 1), '_hospital') as care_type,
    nation.month_start,
    nation.age_band,
    nation.sex,
    nation.deprivation_fifth,
    exact_sum(nation.events) as events
from nation
inner join specialisms
    on concat('_', substr(nation.care_type, 2 + length(split_part(nation.care_type, '_', 1)))) = specialisms.ending
group by all
