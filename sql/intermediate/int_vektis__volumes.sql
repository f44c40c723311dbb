/* +++
title = "Vektis: kosten per verzekerd jaar"
title_en = "Vektis: costs per insured year"
description = "Costs by region, care type and year, and the cost per insured year directly standardised to the national insured years of 2019."
grain = ["region_code", "care_type", "period_start"]

[columns]
region_scheme = { type = "VARCHAR", description = "Scheme; land for the nation." }
region_code = { type = "VARCHAR", description = "Region." }
care_type = { type = "VARCHAR", description = "Care type code." }
period_start = { type = "DATE", description = "1 January of the year." }
source = { type = "VARCHAR", description = "Source." }
volume = { type = "DOUBLE", description = "Reimbursed euros." }
population = { type = "DOUBLE", description = "Insured years.", minimum = 0 }
standardised_rate = { type = "DOUBLE", description = "Euros per insured year, as if the region had the ages and sexes of the nation in 2019." }
+++ */

with

weights as (

    select
        sex,
        age_class,
        max(insured_years) as weight
    from int_vektis__region_costs
    where region_code = 'NL' and calendar_year = 2019
    group by all

)

select
    int_vektis__region_costs.region_scheme,
    int_vektis__region_costs.region_code,
    int_vektis__region_costs.care_type,
    make_date(int_vektis__region_costs.calendar_year, 1, 1) as period_start,
    any_value(int_vektis__region_costs.source) as source,
    sum(int_vektis__region_costs.cost_eur) as volume,
    sum(int_vektis__region_costs.insured_years) as population,
    sum(weights.weight * int_vektis__region_costs.cost_eur / nullif(int_vektis__region_costs.insured_years, 0))
    / sum(weights.weight) as standardised_rate
from int_vektis__region_costs
inner join weights
    on
        int_vektis__region_costs.sex = weights.sex
        and int_vektis__region_costs.age_class = weights.age_class
group by all
