/* +++
title = "Terugtoets"
title_en = "Back-test"
description = "How well the model foretold baseline years from the years before them, by care type, level and length of the window."
grain = ["region_scheme", "care_type", "period_type", "level", "window_length"]

[columns]
region_scheme = { type = "VARCHAR", description = "Scheme whose regions were foretold." }
care_type = { type = "VARCHAR", description = "Care type; see pub_care_types." }
period_type = { type = "VARCHAR", description = "week, month, quarter or year." }
level = { type = "VARCHAR", description = "region or nation." }
window_length = { type = "BIGINT", description = "Periods in a window.", minimum = 1 }
windows = { type = "BIGINT", description = "Windows that were foretold.", minimum = 0 }
bias = { type = "DOUBLE", description = "Expected over observed, minus one.", nullable = true }
mape = { type = "DOUBLE", description = "Mean absolute error of a window, as a share of what was seen.", nullable = true, minimum = 0 }
coverage_80 = { type = "DOUBLE", description = "Share of windows inside the 80 % interval.", nullable = true, minimum = 0 }
coverage_95 = { type = "DOUBLE", description = "Share of windows inside the 95 % interval.", nullable = true, minimum = 0 }
width = { type = "DOUBLE", description = "Mean width of the 95 % interval, as a share of expected.", nullable = true, minimum = 0 }
is_pooled = { type = "BOOLEAN", description = "Too few windows of its own: coverage of all care types at that level." }
verdict = { type = "VARCHAR", description = "green, amber or red; red forbids claims about recovery." }
false_alarms = { type = "DOUBLE", description = "Regions in which a drop was found in a year without one.", nullable = true, minimum = 0 }
series = { type = "BIGINT", description = "Regions that were looked at.", minimum = 0 }
+++ */

select calc_backtest.*
from calc_backtest
