/* +++
title = "Afgekeurde regels per reden"
title_en = "Rejected rows by reason"
description = "How many rows of each source were rejected, by column and reason."
grain = ["source", "column_name", "reason"]

[columns]
source = { type = "VARCHAR", description = "Deliverer." }
column_name = { type = "VARCHAR", description = "Column; blank when the whole line is wrong." }
reason = { type = "VARCHAR", description = "Why the rows were rejected." }
rows_rejected = { type = "BIGINT", description = "Rows.", minimum = 1 }
+++ */

select
    source,
    column_name,
    reason,
    count(*) as rows_rejected
from stg_rejects
group by all
