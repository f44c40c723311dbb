/* +++
title = "Bevroren ketens"
title_en = "Frozen chains"
description = "Chains that an earlier build rounded for good."
grain = ["step", "path_number", "week_start", "month_start"]

[columns]
step = { type = "VARCHAR", description = "contacts, referral, visit, or treatment." }
path_number = { type = "BIGINT", description = "Care path." }
week_start = { type = "DATE", description = "Monday of the week." }
month_start = { type = "DATE", description = "First day of the month." }
+++ */

select
    step,
    path_number,
    week_start,
    month_start
from raw_frozen_chains
