/* +++
title = "Vektis: kosten per regio"
title_en = "Vektis: costs by region"
description = "Costs and insured years by region, care type, year, sex and age class, on the newest municipal division."
grain = ["region_scheme", "region_code", "care_type", "calendar_year", "sex", "age_class"]
warnings = ["The rest row has no municipality and lies in no region, the nation included."]

[columns]
region_scheme = { type = "VARCHAR", description = "Scheme; land for the nation." }
region_code = { type = "VARCHAR", description = "Region." }
care_type = { type = "VARCHAR", description = "Care type code." }
calendar_year = { type = "BIGINT", description = "Year of care." }
sex = { type = "VARCHAR", description = "M or V." }
age_class = { type = "VARCHAR", description = "Five-year age class." }
source = { type = "VARCHAR", description = "Source." }
cost_eur = { type = "DOUBLE", description = "Reimbursed euros." }
insured_years = { type = "DOUBLE", description = "Insured years of everyone in this cell.", minimum = 0 }
+++ */

with

places as (

    select
        ref_municipalities.name_key,
        ref_municipality_regions.region_scheme,
        ref_municipality_regions.region_code,
        ref_municipality_regions.share
    from ref_municipalities
    inner join ref_municipality_regions
        on ref_municipalities.gm_code = ref_municipality_regions.gm_code

),

costs as (

    select
        places.region_scheme,
        places.region_code,
        stg_vektis__costs.care_type,
        stg_vektis__costs.calendar_year,
        stg_vektis__costs.sex,
        stg_vektis__costs.age_class,
        any_value(stg_vektis__costs.source) as source,
        sum(cast(stg_vektis__costs.cost_eur as double) * places.share) as cost_eur
    from stg_vektis__costs
    inner join places
        on stg_vektis__costs.name_key = places.name_key
    group by all

),

insured as (

    select
        places.region_scheme,
        places.region_code,
        stg_vektis__insured.calendar_year,
        stg_vektis__insured.sex,
        stg_vektis__insured.age_class,
        sum(cast(stg_vektis__insured.insured_years as double) * places.share) as insured_years
    from stg_vektis__insured
    inner join places
        on stg_vektis__insured.name_key = places.name_key
    group by all

)

select
    costs.*,
    insured.insured_years
from costs
inner join insured
    on
        costs.region_scheme = insured.region_scheme
        and costs.region_code = insured.region_code
        and costs.calendar_year = insured.calendar_year
        and costs.sex = insured.sex
        and costs.age_class = insured.age_class
