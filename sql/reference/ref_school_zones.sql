/* +++
title = "Vakantieregio's"
title_en = "School holiday zones"
description = "The share of each region's people that lives in each zone of school holidays; regions of which no zone is known have no row."
grain = ["region_code", "school_zone"]

[columns]
region_code = { type = "VARCHAR", description = "Region." }
school_zone = { type = "VARCHAR", description = "Noord, Midden or Zuid." }
share = { type = "DOUBLE", description = "Share of the region's people, 0 to 1.", minimum = 0 }
+++ */

with

people as (

    select
        ref_municipality_regions.region_code,
        raw_school_zones.school_zone,
        exact_sum(raw_school_zones.inhabitants * ref_municipality_regions.share) as inhabitants
    from raw_school_zones
    inner join ref_municipality_regions
        on raw_school_zones.gm_code = ref_municipality_regions.gm_code
    group by all

)

select
    region_code,
    school_zone,
    inhabitants / exact_sum(inhabitants) over (partition by region_code) as share
from people
