/* +++
title = "Geleverde gebeurtenissen per maand"
title_en = "Delivered events by month"
description = "How many rows of each kind a source delivered by month of the event; a jump is a fault in the data before it is care."
grain = ["source", "kind", "month_start"]

[columns]
source = { type = "VARCHAR", description = "Deliverer." }
kind = { type = "VARCHAR", description = "Kind of extract." }
month_start = { type = "DATE", description = "First day of the month of the event." }
events = { type = "BIGINT", description = "Rows accepted.", minimum = 0 }
set_aside = { type = "BIGINT", description = "Of these: duplicates, or claims taken back.", minimum = 0 }
+++ */

select fct_delivered_events.*
from fct_delivered_events
