/* +++
title = "Getelde zorg"
title_en = "Care already counted"
description = "Care counted by the deliverer, by region or municipality, care type and period, added up over age and sex."
grain = ["area_code", "care_type", "period_type", "period_start"]

[columns]
source = { type = "VARCHAR", description = "Source of the delivery." }
area_code = { type = "VARCHAR", description = "Region of a scheme, or municipality." }
care_type = { type = "VARCHAR", description = "Care type code." }
period_type = { type = "VARCHAR", description = "week, month, quarter or year." }
period_start = { type = "DATE", description = "First day of the period." }
volume = { type = "DOUBLE", description = "How much care was given.", minimum = 0 }
population = { type = "DOUBLE", description = "Persons, where delivered.", nullable = true, minimum = 0 }
+++ */

select
    any_value(extract_source) as source,
    region_code as area_code,
    care_type,
    period_type,
    period_start,
    cast(sum(volume) as double) as volume,
    cast(sum(population) as double) as population
from raw_volumes
group by region_code, care_type, period_type, period_start
