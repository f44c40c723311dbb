/* +++
title = "Inwoners"
title_en = "Inhabitants"
description = "Inhabitants by region or municipality on a day, added up over age and sex."
grain = ["area_code", "reference_date"]

[columns]
area_code = { type = "VARCHAR", description = "Region of a scheme, or municipality." }
reference_date = { type = "DATE", description = "Day of the count." }
inhabitants = { type = "DOUBLE", description = "Inhabitants.", minimum = 0 }
+++ */

select
    region_code as area_code,
    reference_date,
    cast(sum(inhabitants) as double) as inhabitants
from raw_population
group by region_code, reference_date
