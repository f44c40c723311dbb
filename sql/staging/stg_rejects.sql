/* +++
title = "Afgekeurde regels"
title_en = "Rejected rows"
description = "Rows in quarantine: where they stand and why, never what they hold."
grain = ["source", "file", "line_number", "column_name", "reason"]

[columns]
source = { type = "VARCHAR", description = "Deliverer." }
file = { type = "VARCHAR", description = "Path of the file." }
line_number = { type = "BIGINT", description = "Line in the file.", minimum = 1 }
column_name = { type = "VARCHAR", description = "Column; blank when the whole line is wrong." }
value_class = { type = "VARCHAR", description = "What the value looks like: its shape or its length." }
reason = { type = "VARCHAR", description = "Why the row was rejected." }
+++ */

select
    extract_source as source,
    source_file as file,
    line_number,
    column_name,
    value_class,
    reason
from raw_quarantine
