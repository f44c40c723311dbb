/* +++
title = "Bevroren keuze van gebeurtenissen"
title_en = "Frozen selection of events"
description = "Events that an earlier build chose for good."
grain = ["step", "record_number"]

[columns]
step = { type = "VARCHAR", description = "contacts, referral, visit, or treatment." }
record_number = { type = "BIGINT", description = "The record of this step." }
path_number = { type = "BIGINT", description = "Care path." }
week_start = { type = "DATE", description = "Monday of the week." }
month_start = { type = "DATE", description = "First day of the month." }
+++ */

select
    step,
    record_number,
    path_number,
    week_start,
    month_start
from raw_frozen_events
