/* +++
title = "Inwoners naar groep"
title_en = "People by group"
description = "How many people a group has on a day, as a share of the baseline years."
grain = ["dimension", "group_code", "reference_date"]

[columns]
dimension = { type = "VARCHAR", description = "age or sex." }
group_code = { type = "VARCHAR", description = "Age band or sex." }
reference_date = { type = "DATE", description = "Day the people were counted." }
care_index = { type = "DOUBLE", description = "Share of the baseline years; 1 is the same.", minimum = 0 }
+++ */

with

residents as (

    select stg_population__strata.*
    from stg_population__strata
    semi join ref_municipalities
        on stg_population__strata.area_code = ref_municipalities.gm_code

),

counted as (

    select
        'age' as dimension,
        age_band as group_code,
        reference_date,
        exact_sum(inhabitants) as inhabitants
    from residents
    where age_band <> ''
    group by all

    union all

    select
        'sex' as dimension,
        sex as group_code,
        reference_date,
        exact_sum(inhabitants) as inhabitants
    from residents
    where age_band <> '' and sex <> ''
    group by all

),

baseline as (

    select
        counted.dimension,
        counted.group_code,
        avg(counted.inhabitants) as inhabitants
    from counted
    inner join ref_baseline
        on year(counted.reference_date) between year(ref_baseline.first_date) and year(ref_baseline.last_date)
    group by all

)

select
    counted.dimension,
    counted.group_code,
    counted.reference_date,
    counted.inhabitants / baseline.inhabitants as care_index
from counted
inner join baseline
    on
        counted.dimension = baseline.dimension
        and counted.group_code = baseline.group_code
where
    counted.inhabitants > 0
    and baseline.inhabitants > 0
