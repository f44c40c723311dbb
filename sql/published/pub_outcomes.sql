/* +++
title = "Vooraf vastgelegde uitkomsten"
title_en = "Outcomes registered beforehand"
description = "What would show that care could not be missed, and controls that should not move; registered before anything is computed."
grain = ["path_number", "outcome"]

[columns]
outcome = { type = "VARCHAR", description = "Code." }
path_number = { type = "BIGINT", description = "Care path that was missed." }
outcome_type = { type = "VARCHAR", description = "harm, negative_control, or positive_control." }
name = { type = "VARCHAR", description = "Dutch name." }
name_en = { type = "VARCHAR", description = "English name." }
first_month = { type = "BIGINT", description = "From so many months after the care was missed.", minimum = 0 }
last_month = { type = "BIGINT", description = "Until so many months after.", minimum = 0 }
direction = { type = "VARCHAR", description = "On which side harm lies: more or fewer." }
reference = { type = "VARCHAR", description = "Who says so." }
+++ */

select
    outcome,
    path_number,
    outcome_type,
    name,
    name_en,
    first_month,
    last_month,
    direction,
    reference
from ref_outcomes
