/* +++
title = "Grenzen van regio's"
title_en = "Region boundaries"
description = "Simplified boundary of each region, where the configuration names a geometry."
grain = ["region_code"]

[columns]
region_scheme = { type = "VARCHAR", description = "Scheme." }
region_code = { type = "VARCHAR", description = "Region." }
geometry = { type = "VARCHAR", description = "GeoJSON geometry, outer rings clockwise." }
+++ */

select
    region_scheme,
    region_code,
    geometry
from calc_geometry
