/* +++
title = "Periodes met een naam"
title_en = "Named windows"
description = "The windows a reader can choose."
grain = ["period_type", "window_code"]

[columns]
period_type = { type = "VARCHAR", description = "week, month, quarter or year." }
window_code = { type = "VARCHAR", description = "A year, or sinds-2020-03." }
first_date = { type = "DATE", description = "First day." }
last_date = { type = "DATE", description = "Last day." }
+++ */

select
    period_type,
    window_code,
    first_date,
    last_date
from fct_windows
where window_type <> 'wave'
