/* +++
title = "Zorgvolumes naar groep"
title_en = "Care volumes by group"
description = "Events a month in the nation by one characteristic at a time: age, sex, or deprivation of the neighbourhood."
grain = ["care_type", "dimension", "group_code", "month_start"]

[columns]
care_type = { type = "VARCHAR", description = "Step and care path, such as referral_cardiology." }
dimension = { type = "VARCHAR", description = "age, sex, or deprivation." }
group_code = { type = "VARCHAR", description = "Age band, sex, or fifth of deprivation (1 is least deprived)." }
month_start = { type = "DATE", description = "First day of the month." }
events = { type = "DOUBLE", description = "Events.", minimum = 0 }
+++ */

with

groups as (

    select
        care_type,
        'age' as dimension,
        age_band as group_code,
        month_start,
        events
    from fct_national_strata

    union all

    select
        care_type,
        'sex' as dimension,
        sex as group_code,
        month_start,
        events
    from fct_national_strata

    union all

    select
        care_type,
        'deprivation' as dimension,
        cast(deprivation_fifth as varchar) as group_code,
        month_start,
        events
    from fct_national_strata
    where deprivation_fifth > 0

)

select
    care_type,
    dimension,
    group_code,
    month_start,
    exact_sum(events) as events
from groups
group by all
