/* +++
title = "Inwoners naar leeftijd en geslacht"
title_en = "Inhabitants by age and sex"
description = "Inhabitants by region or municipality on a day, by age band and sex; blank where a source does not tell them apart."
grain = ["source", "area_code", "reference_date", "age_band", "sex"]

[columns]
source = { type = "VARCHAR", description = "Deliverer." }
area_code = { type = "VARCHAR", description = "Region of a scheme, or municipality." }
reference_date = { type = "DATE", description = "Day of the count." }
age_band = { type = "VARCHAR", description = "Age on that day; blank where not delivered." }
sex = { type = "VARCHAR", description = "Sex; blank where not delivered." }
inhabitants = { type = "DOUBLE", description = "Inhabitants.", minimum = 0 }
+++ */

select
    extract_source as source,
    region_code as area_code,
    reference_date,
    coalesce(age_band, '') as age_band,
    coalesce(sex, '') as sex,
    cast(sum(inhabitants) as double) as inhabitants
from raw_population
group by all
