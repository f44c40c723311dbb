/* +++
title = "Gekoppeld en niet gekoppeld"
title_en = "Linked and not linked"
description = "What became of every record on both sides of each link, by source, month and region."
grain = ["side", "source", "month_start", "region_code", "status", "link_class"]

[columns]
side = { type = "VARCHAR", description = "referral, contact, or claim." }
source = { type = "VARCHAR", description = "Deliverer." }
month_start = { type = "DATE", description = "First day of the month of the record." }
region_code = { type = "VARCHAR", description = "Region; see pub_regions." }
status = { type = "VARCHAR", description = "linked, or why not." }
link_class = { type = "VARCHAR", description = "A or B; blank for what is not linked." }
records = { type = "DOUBLE", description = "Records.", minimum = 0 }
+++ */

select
    side,
    source,
    month_start,
    region_code,
    status,
    link_class,
    records
from fct_link_quality
