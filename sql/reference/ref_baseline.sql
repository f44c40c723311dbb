/* +++
title = "Basisjaren"
title_en = "Baseline years"
description = "First and last day of the years in which care went its normal way, from the configuration."
grain = ["first_date"]

[columns]
first_date = { type = "DATE", description = "First day." }
last_date = { type = "DATE", description = "Last day." }
+++ */

select
    first_date,
    last_date
from raw_baseline
