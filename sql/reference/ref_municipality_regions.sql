/* +++
title = "Gemeenten en regio's"
title_en = "Municipalities and regions"
description = "Every municipality, past or present, and the share of it in each region of each scheme, the nation included."
grain = ["region_scheme", "gm_code", "region_code"]

[columns]
region_scheme = { type = "VARCHAR", description = "Scheme, such as ggd or province; land for the nation." }
gm_code = { type = "VARCHAR", description = "Municipality code, past or present." }
region_code = { type = "VARCHAR", description = "Region." }
share = { type = "DOUBLE", description = "Share of its people in the region, 0 to 1.", minimum = 0 }
+++ */

with

memberships as (

    select
        region_scheme,
        gm_code,
        region_code
    from raw_municipality_regions

    union all

    select distinct
        'land' as region_scheme,
        gm_code,
        'NL' as region_code
    from raw_municipality_regions

)

select
    memberships.region_scheme,
    ref_municipality_successors.gm_code,
    memberships.region_code,
    sum(ref_municipality_successors.share) as share
from ref_municipality_successors
inner join memberships
    on ref_municipality_successors.current_code = memberships.gm_code
group by all
