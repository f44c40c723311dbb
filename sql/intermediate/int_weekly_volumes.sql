/* +++
title = "Zorg per gemeente en week"
title_en = "Care by municipality and week"
description = "Events of every step of the chain by week and municipality; combinations that did not occur are absent."
grain = ["step", "path_number", "gm_code", "week_start"]

[columns]
step = { type = "VARCHAR", description = "contacts, referral, visit, or treatment." }
path_number = { type = "BIGINT", description = "Care path; 0 for contacts with the GP and specialisms that are not in the table." }
gm_code = { type = "VARCHAR", description = "Municipality of residence." }
week_start = { type = "DATE", description = "Monday of the week." }
events = { type = "BIGINT", description = "Events.", minimum = 1 }
+++ */

select
    step,
    path_number,
    gm_code,
    cast(date_trunc('week', event_date) as date) as week_start,
    cast(sum(weight) as bigint) as events
from int_public_events
group by all
