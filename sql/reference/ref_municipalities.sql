/* +++
title = "Gemeenten"
title_en = "Municipalities"
description = "Municipalities that exist or existed, with the name that publishers without codes write."
grain = ["gm_code"]

[columns]
gm_code = { type = "VARCHAR", description = "Municipality code." }
gm_name = { type = "VARCHAR", description = "Name." }
name_key = { type = "VARCHAR", description = "Name in capitals, as in files without codes." }
valid_from = { type = "DATE", description = "First day; null when long ago.", nullable = true }
valid_to = { type = "DATE", description = "Day it ended; null when still there.", nullable = true }
+++ */

select
    gm_code,
    gm_name,
    coalesce(alias, upper(gm_name)) as name_key,
    valid_from,
    valid_to
from raw_regions
