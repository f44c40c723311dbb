/* +++
title = "Regio's"
title_en = "Regions"
description = "Regions of every scheme and the nation, with their place on the tile map."
grain = ["region_code"]

[columns]
region_scheme = { type = "VARCHAR", description = "Scheme, such as ggd or province; land for the nation." }
region_code = { type = "VARCHAR", description = "Region; unique over all schemes." }
region_name = { type = "VARCHAR", description = "Name." }
tile_column = { type = "BIGINT", description = "Column on the tile map; null without a place.", nullable = true }
tile_row = { type = "BIGINT", description = "Row on the tile map; null without a place.", nullable = true }
+++ */

with

named as (

    select
        region_scheme,
        region_code,
        any_value(region_name) as region_name
    from raw_municipality_regions
    group by all

    union all

    select
        'land' as region_scheme,
        'NL' as region_code,
        'Nederland' as region_name

)

select
    named.region_scheme,
    named.region_code,
    named.region_name,
    raw_tiles.tile_column,
    raw_tiles.tile_row
from named
left join raw_tiles
    on named.region_code = raw_tiles.region_code
