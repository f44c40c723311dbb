/* +++
title = "Breuken in de registratie"
title_en = "Breaks in registration"
description = "From the first to the last day a series is not compared with its past and counted in no deficit."
grain = ["source", "care_type", "first_date"]

[columns]
source = { type = "VARCHAR", description = "Source of the series." }
care_type = { type = "VARCHAR", description = "Care type code." }
care_name = { type = "VARCHAR", description = "Dutch name of the care type.", nullable = true }
first_date = { type = "DATE", description = "First day that is not comparable." }
last_date = { type = "DATE", description = "Last day that is not comparable." }
reason = { type = "VARCHAR", description = "Dutch reason." }
reason_en = { type = "VARCHAR", description = "English reason." }
reference = { type = "VARCHAR", description = "Where this is documented." }
+++ */

select
    ref_breaks.*,
    ref_care_types.name as care_name
from ref_breaks
left join ref_care_types
    on ref_breaks.care_type = ref_care_types.care_type
