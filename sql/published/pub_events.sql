/* +++
title = "Golven en maatregelen"
title_en = "Waves and policy dates"
description = "Periods and dates named on the time axis, each with its source."
grain = ["event"]

[columns]
event = { type = "VARCHAR", description = "Code." }
event_type = { type = "VARCHAR", description = "wave or policy." }
first_date = { type = "DATE", description = "First day." }
last_date = { type = "DATE", description = "Last day." }
name = { type = "VARCHAR", description = "Dutch name." }
name_en = { type = "VARCHAR", description = "English name." }
reference = { type = "VARCHAR", description = "Where this is documented." }
+++ */

select ref_events.*
from ref_events
