/* +++
title = "Proeftuinen"
title_en = "Pilots"
description = "What a pilot of practices changed, by outcome and estimator, against practices of the same regions that take no part or not yet; in whole percents, from ten practices on."
grain = ["pilot", "outcome", "estimator"]

[columns]
pilot = { type = "VARCHAR", description = "Pilot." }
name = { type = "VARCHAR", description = "Dutch name." }
name_en = { type = "VARCHAR", description = "English name." }
outcome = { type = "VARCHAR", description = "referrals, emergency_contacts, contacts, or treatments." }
is_guard_rail = { type = "BOOLEAN", description = "The pilot is not about this outcome: it shows whether something else changed." }
estimator = { type = "VARCHAR", description = "did2s; as a check callaway_santanna, ppml, without_covid (no quarters of waves) and trend_continued (against the own line of before)." }
estimate = { type = "DOUBLE", description = "Relative change: -0.09 is 9 % fewer; null where not shown.", nullable = true }
lower = { type = "DOUBLE", description = "Lower 95 % bound.", nullable = true }
upper = { type = "DOUBLE", description = "Upper 95 % bound.", nullable = true }
pretrend_p = { type = "DOUBLE", description = "Chance of differences so large before the start where there are none.", nullable = true }
detectable = { type = "DOUBLE", description = "Smallest change, fewer, that is found with 80 % power; known before the result.", nullable = true, minimum = 0 }
lowest_without_one = { type = "DOUBLE", description = "Lowest relative change by did2s when any one practice is left out; null for other estimators.", nullable = true }
highest_without_one = { type = "DOUBLE", description = "Highest one.", nullable = true }
alike_p = { type = "DOUBLE", description = "Chance of regions so different where the effect is the same; null where fewer than two have one.", nullable = true, minimum = 0 }
size_class = { type = "VARCHAR", description = "Practices that take part: 10-19, 20-49 or 50+; null below that.", nullable = true }
quarters = { type = "BIGINT", description = "Quarters seen since the first start.", minimum = 0 }
status = { type = "VARCHAR", description = "shown, failed_pretrend, too_few, or no_data." }
+++ */

select
    calc_pilots.pilot,
    ref_pilots.name,
    ref_pilots.name_en,
    calc_pilots.outcome,
    calc_pilots.is_guard_rail,
    calc_pilots.estimator,
    -- Once more here: nothing is said of pilots too small to have a class.
    case when calc_pilots.size_class is not null then calc_pilots.estimate end as estimate,
    case when calc_pilots.size_class is not null then calc_pilots.lower end as lower,
    case when calc_pilots.size_class is not null then calc_pilots.upper end as upper,
    case when calc_pilots.size_class is not null then calc_pilots.pretrend_p end as pretrend_p,
    case when calc_pilots.size_class is not null then calc_pilots.detectable end as detectable,
    case when calc_pilots.size_class is not null then calc_pilots.lowest_without_one end as lowest_without_one,
    case when calc_pilots.size_class is not null then calc_pilots.highest_without_one end as highest_without_one,
    case when calc_pilots.size_class is not null then calc_pilots.alike_p end as alike_p,
    calc_pilots.size_class,
    calc_pilots.quarters,
    calc_pilots.status
from calc_pilots
inner join ref_pilots
    on calc_pilots.pilot = ref_pilots.pilot
