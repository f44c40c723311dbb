/* +++
title = "Dagen van extractie"
title_en = "Days of extraction"
description = "The day up to which all extracts of a kind reach: the earliest of its sources."
grain = ["kind"]

[columns]
kind = { type = "VARCHAR", description = "Kind of extract." }
extraction_date = { type = "DATE", description = "Last day on which an event could be delivered." }
+++ */

select
    kind,
    min(extracted_on) as extraction_date
from raw_extractions
group by kind
