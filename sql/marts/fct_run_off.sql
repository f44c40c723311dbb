/* +++
title = "Nagekomen declaraties"
title_en = "Run-off of claims"
description = "Claim lines by month of the care and by how many months later they came in."
grain = ["source", "month_start", "delay_months"]

[columns]
source = { type = "VARCHAR", description = "Deliverer." }
month_start = { type = "DATE", description = "First day of the month in which the care began." }
delay_months = { type = "BIGINT", description = "Whole calendar months from that month to the month of coming in.", minimum = 0 }
lines = { type = "BIGINT", description = "Lines that still count.", minimum = 1 }
+++ */

select
    source,
    cast(date_trunc('month', start_date) as date) as month_start,
    (year(claim_date) - year(start_date)) * 12 + month(claim_date) - month(start_date) as delay_months,
    count(*) as lines
from int_claims
where claim_date is not null and link_rule <> 'not_counted'
group by all
