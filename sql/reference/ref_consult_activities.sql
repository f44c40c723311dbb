/* +++
title = "Consulten"
title_en = "Consultations"
description = "Care activities that are consultations; all others count as treatment or diagnostics."
grain = ["activity_code"]

[columns]
activity_code = { type = "VARCHAR", description = "Care activity code." }
+++ */

select activity_code
from raw_consult_activities
