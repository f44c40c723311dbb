/* +++
title = "Volumes"
title_en = "Volumes"
description = "How much care was given, by region, care type and period."
grain = ["region_code", "care_type", "period_type", "period_start"]

[columns]
region_code = { type = "VARCHAR", description = "Region; see pub_regions." }
care_type = { type = "VARCHAR", description = "Care type; see pub_care_types." }
period_type = { type = "VARCHAR", description = "week, month, quarter or year." }
period_start = { type = "DATE", description = "First day of the period." }
volume = { type = "DOUBLE", description = "Count of care, or euros; null when not delivered, or small.", nullable = true }
population = { type = "DOUBLE", description = "Persons or insured years, where known.", nullable = true, minimum = 0 }
status = { type = "VARCHAR", description = "delivered, small (fewer than ten, or none), no_delivery, or break." }
+++ */

select
    region_code,
    care_type,
    period_type,
    period_start,
    shown_count(volume, is_protected) as volume,
    case when is_protected then round(population, -2) else population end as population,
    case when is_protected and volume = 0 and status = 'delivered' then 'small' else status end as status
from fct_care_volumes
