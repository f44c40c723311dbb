/* +++
title = "Volledigheid van declaraties"
title_en = "Completeness of claims"
description = "How complete the claims of each month are, and what they will come to by the delays of recent months."
grain = ["source", "month_start"]

[columns]
source = { type = "VARCHAR", description = "Deliverer." }
month_start = { type = "DATE", description = "First day of the month in which the care began." }
lines = { type = "BIGINT", description = "Lines that came in so far.", minimum = 0 }
completeness = { type = "DOUBLE", description = "Share of what will come in.", minimum = 0 }
total = { type = "DOUBLE", description = "What it will come to; null where hidden.", nullable = true }
lower = { type = "DOUBLE", description = "Lower 95 % bound; null where too few own nowcasts are settled.", nullable = true }
upper = { type = "DOUBLE", description = "Upper 95 % bound.", nullable = true }
status = { type = "VARCHAR", description = "complete, provisional (from 85 %), or hidden." }
has_alarm = { type = "BOOLEAN", description = "The newest month of coming in does not fit the months before." }
+++ */

select calc_run_off.*
from calc_run_off
