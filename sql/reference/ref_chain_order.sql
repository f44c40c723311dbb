/* +++
title = "Volgorde van gemeenten"
title_en = "Order of municipalities"
description = "The place of each municipality when counts are rounded one after another: regions of the first scheme stay together, so that their totals are off by less than the base."
grain = ["gm_code"]

[columns]
gm_code = { type = "VARCHAR", description = "Municipality, past or present." }
region_code = { type = "VARCHAR", description = "Region of the first scheme most of its people live in." }
place = { type = "BIGINT", description = "From 1.", minimum = 1 }
+++ */

with

homes as (

    select
        ref_municipality_regions.gm_code,
        arg_max(
            ref_municipality_regions.region_code, (ref_municipality_regions.share, ref_municipality_regions.region_code)
        ) as region_code
    from ref_municipality_regions
    inner join ref_disclosure
        on ref_municipality_regions.region_scheme = ref_disclosure.region_scheme
    group by ref_municipality_regions.gm_code

)

select
    gm_code,
    region_code,
    row_number() over (order by region_code, gm_code) as place
from homes
