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

select
    calc_run_off.source,
    calc_run_off.month_start,
    case
        when ref_disclosure.is_chain_protected then cast(round(calc_run_off.lines, -2) as bigint)
        else calc_run_off.lines
    end as lines,
    case
        when ref_disclosure.is_chain_protected then round(calc_run_off.completeness, 2)
        else calc_run_off.completeness
    end as completeness,
    case when ref_disclosure.is_chain_protected then round(calc_run_off.total, -2) else calc_run_off.total end as total,
    case when ref_disclosure.is_chain_protected then round(calc_run_off.lower, -2) else calc_run_off.lower end as lower,
    case when ref_disclosure.is_chain_protected then round(calc_run_off.upper, -2) else calc_run_off.upper end as upper,
    calc_run_off.status,
    calc_run_off.has_alarm
from calc_run_off
cross join ref_disclosure
