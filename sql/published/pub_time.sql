/* +++
title = "Tijdas"
title_en = "Time axis"
description = "What the parameters of a series are multiplied with in each period; see queries/selection.sql."
grain = ["period_type", "period_start"]

[columns]
period_type = { type = "VARCHAR", description = "week, month, quarter or year." }
period_start = { type = "DATE", description = "First day of the period." }
years_after = { type = "DOUBLE", description = "Years from the end of the baseline to the middle of the period." }
sine = { type = "DOUBLE", description = "Of the day of the year; 0 for years." }
cosine = { type = "DOUBLE", description = "Of the day of the year; 0 for years." }
horizon = { type = "DOUBLE", description = "By how much drift has grown.", minimum = 1 }
+++ */

select calc_time.*
from calc_time
