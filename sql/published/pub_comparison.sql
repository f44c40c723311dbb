/* +++
title = "Regio's vergeleken"
title_en = "Regions compared"
description = "How each region differs from all regions together over a window, with the limits of chance and the range of its rank."
grain = ["region_code", "care_type", "period_type", "window_code"]

[columns]
region_code = { type = "VARCHAR", description = "Region; see pub_regions." }
care_type = { type = "VARCHAR", description = "Care type; see pub_care_types." }
period_type = { type = "VARCHAR", description = "week, month, quarter or year." }
window_code = { type = "VARCHAR", description = "Window; see pub_windows." }
relative = { type = "DOUBLE", description = "Share of expected, over that of all regions together.", nullable = true }
shrunken = { type = "DOUBLE", description = "The same drawn towards 1 by how much of it is chance; for maps.", nullable = true }
low_alarm = { type = "DOUBLE", description = "99.8 % limit below.", nullable = true }
low_warning = { type = "DOUBLE", description = "95 % limit below.", nullable = true }
high_warning = { type = "DOUBLE", description = "95 % limit above.", nullable = true }
high_alarm = { type = "DOUBLE", description = "99.8 % limit above.", nullable = true }
rank_low = { type = "DOUBLE", description = "Lowest rank in the 90 % range; 1 is the deepest drop.", nullable = true }
rank_high = { type = "DOUBLE", description = "Highest rank in that range.", nullable = true }
chance_of_worst = { type = "DOUBLE", description = "Chance to be among the fifth of regions with the deepest drop.", nullable = true }
+++ */

select calc_comparison.*
from calc_comparison
