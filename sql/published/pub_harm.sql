/* +++
title = "Niet te missen"
title_en = "Care that cannot be missed"
description = "Whether more of an outcome was seen than expected after care was missed, by several estimators. An association: the drop was not shown to be its cause."
grain = ["path_number", "outcome", "estimator"]

[columns]
path_number = { type = "BIGINT", description = "Care path that was missed." }
outcome = { type = "VARCHAR", description = "Outcome; see pub_outcomes." }
estimator = { type = "VARCHAR", description = "excess, dose_response, cohort, event_study, or lockdown: who came soon after a wave began against who came later, less the same in other years." }
measure = { type = "VARCHAR", description = "rate_ratio, slope, or risk_difference." }
estimate = { type = "DOUBLE", description = "Estimate; null where not shown.", nullable = true }
lower = { type = "DOUBLE", description = "Lower 95 % bound.", nullable = true }
upper = { type = "DOUBLE", description = "Upper 95 % bound.", nullable = true }
e_value = { type = "DOUBLE", description = "How strongly a hidden cause must be tied to both sides to explain the estimate.", nullable = true }
e_value_limit = { type = "DOUBLE", description = "The same for the bound nearest to no effect.", nullable = true }
detectable = { type = "DOUBLE", description = "Smallest effect that would be found with 80 % chance, in the same measure; known before the result.", nullable = true }
power = { type = "DOUBLE", description = "Chance to find the margin of 5 %; known before the result.", nullable = true }
pretrend_p = { type = "DOUBLE", description = "Chance of so much difference before the first wave if there was none; for event_study.", nullable = true }
is_corrected = { type = "BOOLEAN", description = "Corrected for the noise in the deficit, which blunts a slope." }
regions = { type = "BIGINT", description = "Regions it rests on.", minimum = 0 }
status = { type = "VARCHAR", description = "shown, too_few, no_data, or failed_pretrend." }
+++ */

select
    path_number,
    outcome,
    estimator,
    measure,
    estimate,
    lower,
    upper,
    e_value,
    e_value_limit,
    detectable,
    power,
    pretrend_p,
    is_corrected,
    regions,
    status
from calc_harm
