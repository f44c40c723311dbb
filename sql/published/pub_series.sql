/* +++
title = "Onzekerheid per reeks"
title_en = "Uncertainty of each series"
description = "Dispersion and the covariance of a region's own level, trend and season, from which the interval of any selection is made; see queries/selection.sql."
grain = ["region_code", "care_type", "period_type"]

[columns]
region_code = { type = "VARCHAR", description = "Region; see pub_regions." }
care_type = { type = "VARCHAR", description = "Care type; see pub_care_types." }
period_type = { type = "VARCHAR", description = "week, month, quarter or year." }
baseline_years = { type = "DOUBLE", description = "Whole years in the baseline.", minimum = 0 }
dispersion = { type = "DOUBLE", description = "Variance over mean.", minimum = 0 }
covariance_00 = { type = "DOUBLE", description = "Level." }
covariance_01 = { type = "DOUBLE", description = "Level and trend." }
covariance_02 = { type = "DOUBLE", description = "Level and sine." }
covariance_03 = { type = "DOUBLE", description = "Level and cosine." }
covariance_11 = { type = "DOUBLE", description = "Trend." }
covariance_12 = { type = "DOUBLE", description = "Trend and sine." }
covariance_13 = { type = "DOUBLE", description = "Trend and cosine." }
covariance_22 = { type = "DOUBLE", description = "Sine." }
covariance_23 = { type = "DOUBLE", description = "Sine and cosine." }
covariance_33 = { type = "DOUBLE", description = "Cosine." }
+++ */

select calc_series.*
from calc_series
