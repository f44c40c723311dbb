/* +++
title = "Regio's"
title_en = "Regions"
description = "Regions that have figures, and the nation, with their place on the tile map."
grain = ["region_code"]

[columns]
region_scheme = { type = "VARCHAR", description = "Scheme, such as ggd or province; land for the nation." }
region_code = { type = "VARCHAR", description = "Region; unique over all schemes." }
region_name = { type = "VARCHAR", description = "Name." }
tile_column = { type = "BIGINT", description = "Column on the tile map; null without a place.", nullable = true }
tile_row = { type = "BIGINT", description = "Row on the tile map; null without a place.", nullable = true }
+++ */

select ref_regions.*
from ref_regions
semi join fct_care_volumes
    on ref_regions.region_code = fct_care_volumes.region_code
