/* +++
title = "Kosten en baten van proeftuinen"
title_en = "Costs and savings of pilots"
description = "Euros spent and saved by enrolled person since the start, added up: first it costs, later it may save."
grain = ["pilot", "quarter_number"]

[columns]
pilot = { type = "VARCHAR", description = "Pilot; see pub_pilots." }
quarter_number = { type = "BIGINT", description = "Quarters since the start.", minimum = 0 }
invested_eur = { type = "DOUBLE", description = "Spent so far.", minimum = 0 }
saved_eur = { type = "DOUBLE", description = "Saved so far by referrals that were not sent." }
saved_lower = { type = "DOUBLE", description = "Lower 95 % bound." }
saved_upper = { type = "DOUBLE", description = "Upper 95 % bound." }
+++ */

select
    calc_pilot_costs.pilot,
    calc_pilot_costs.quarter_number,
    calc_pilot_costs.invested_eur,
    calc_pilot_costs.saved_eur,
    calc_pilot_costs.saved_lower,
    calc_pilot_costs.saved_upper
from calc_pilot_costs
inner join calc_pilots
    on calc_pilot_costs.pilot = calc_pilots.pilot
where
    calc_pilots.outcome = 'referrals'
    and calc_pilots.estimator = 'did2s'
    and calc_pilots.size_class is not null
