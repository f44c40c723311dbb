/* +++
title = "Bevroren tellingen"
title_en = "Frozen counts"
description = "Counts that an earlier build protected for good."
grain = ["area_code", "care_type", "period_type", "period_start"]

[columns]
area_code = { type = "VARCHAR", description = "Region or municipality." }
care_type = { type = "VARCHAR", description = "Care type code." }
period_type = { type = "VARCHAR", description = "week, month, quarter or year." }
period_start = { type = "DATE", description = "First day of the period." }
volume = { type = "DOUBLE", description = "The protected count." }
+++ */

select
    area_code,
    care_type,
    period_type,
    period_start,
    volume
from raw_frozen_counts
