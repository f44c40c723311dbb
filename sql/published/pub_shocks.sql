/* +++
title = "Schokken"
title_en = "Shocks"
description = "Variances of relative shocks by length of the window, learned from baseline years that were foretold from the years before."
grain = ["source", "region_scheme", "period_type", "unit", "baseline_years", "window_length"]

[columns]
source = { type = "VARCHAR", description = "Source of the series." }
region_scheme = { type = "VARCHAR", description = "Scheme whose regions they were learned from." }
period_type = { type = "VARCHAR", description = "week, month, quarter or year." }
unit = { type = "VARCHAR", description = "count, or eur_per_insured_year." }
baseline_years = { type = "DOUBLE", description = "Whole years in the baseline of these series.", minimum = 0 }
window_length = { type = "BIGINT", description = "Periods in a window.", minimum = 1 }
regional = { type = "DOUBLE", description = "Variance of shocks of a region.", minimum = 0 }
national = { type = "DOUBLE", description = "Variance of shocks that all regions share.", minimum = 0 }
correlation = { type = "DOUBLE", description = "Of national shocks between care types.", minimum = 0 }
+++ */

select calc_shocks.*
from calc_shocks
