/* +++
title = "Vooraf vastgelegde uitkomsten"
title_en = "Outcomes registered beforehand"
description = "What would show that care could not be missed, registered before anything is computed."
grain = ["path_number", "outcome"]

[columns]
path_number = { type = "BIGINT", description = "Care path that was missed." }
outcome = { type = "VARCHAR", description = "Code." }
outcome_type = { type = "VARCHAR", description = "harm, negative_control, or positive_control." }
measured_path = { type = "BIGINT", description = "Care path it is counted on." }
event = { type = "VARCHAR", description = "emergency, urgent_referral, planned, or death." }
name = { type = "VARCHAR", description = "Dutch name." }
name_en = { type = "VARCHAR", description = "English name." }
first_month = { type = "BIGINT", description = "From so many months after the care was missed." }
last_month = { type = "BIGINT", description = "Until so many months after." }
direction = { type = "VARCHAR", description = "On which side harm lies: more or fewer." }
reference = { type = "VARCHAR", description = "Who says so." }
+++ */

select
    path_number,
    outcome,
    outcome_type,
    measured_path,
    event,
    name,
    name_en,
    first_month,
    last_month,
    direction,
    reference
from raw_outcomes
