/* +++
title = "Praktijken"
title_en = "Practices"
description = "Practices with the region most of their patients live in, and the persons known there; nothing where no practice takes part in a pilot."
grain = ["practice_key"]

[columns]
practice_key = { type = "VARCHAR", description = "Pseudonym of the practice; stays on the secure side." }
region_code = { type = "VARCHAR", description = "Region of the first scheme." }
persons = { type = "BIGINT", description = "Persons known, as a multiple of the base where extracts are confidential.", minimum = 1 }
first_quarter = { type = "BIGINT", description = "Quarter of the first day on which it saw anybody: 4 x year + quarter - 1." }
last_quarter = { type = "BIGINT", description = "Quarter of the last day on which it saw anybody." }
+++ */

with

by_region as (

    select
        int_patient_practices.practice_key,
        ref_municipality_regions.region_code,
        sum(ref_municipality_regions.share) as people
    from int_patient_practices
    inner join ref_municipality_regions
        on int_patient_practices.gm_code = ref_municipality_regions.gm_code
    inner join ref_disclosure
        on ref_municipality_regions.region_scheme = ref_disclosure.region_scheme
    group by int_patient_practices.practice_key, ref_municipality_regions.region_code

),

homes as (

    select
        practice_key,
        region_code
    from by_region
    qualify row_number() over (
        partition by practice_key
        order by people desc, region_code asc
    ) = 1

),

sizes as (

    select
        practice_key,
        count(*) as patients,
        min(first_date) as first_date,
        max(last_date) as last_date
    from int_patient_practices
    group by practice_key

)

select
    sizes.practice_key,
    homes.region_code,
    cast(
        case
            when ref_disclosure.is_chain_protected
                then greatest(1, round(sizes.patients / cast(ref_disclosure.base as double))) * ref_disclosure.base
            else sizes.patients
        end as bigint
    ) as persons,
    cast(year(sizes.first_date) * 4 + quarter(sizes.first_date) - 1 as bigint) as first_quarter,
    cast(year(sizes.last_date) * 4 + quarter(sizes.last_date) - 1 as bigint) as last_quarter
from sizes
inner join homes
    on sizes.practice_key = homes.practice_key
cross join ref_disclosure
