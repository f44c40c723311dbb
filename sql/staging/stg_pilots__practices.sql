/* +++
title = "Praktijken in proeftuinen"
title_en = "Practices in pilots"
description = "Practices that take part in a pilot, and the quarter in which each began."
grain = ["pilot", "practice_key"]

[columns]
pilot = { type = "VARCHAR", description = "Pilot." }
practice_key = { type = "VARCHAR", description = "Pseudonym of the practice; stays on the secure side." }
start_quarter = { type = "BIGINT", description = "Quarter in which it began: 4 x year + quarter - 1." }
+++ */

select
    pilot,
    practice_key,
    cast(year(first) * 4 + quarter(first) - 1 as bigint) as start_quarter
from raw_pilot_practices
