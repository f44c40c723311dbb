/* +++
title = "Gestandaardiseerde cijfers"
title_en = "Standardised rates"
description = "Events per 1,000 people a region would have with the nation's ages and sexes of the last baseline year."
grain = ["region_code", "care_type", "calendar_year"]

[columns]
region_code = { type = "VARCHAR", description = "Region; see pub_regions." }
care_type = { type = "VARCHAR", description = "Care type; see pub_care_types." }
calendar_year = { type = "BIGINT", description = "Year." }
rate = { type = "DOUBLE", description = "Per 1,000 people.", minimum = 0 }
lower = { type = "DOUBLE", description = "Lower 95 % bound (Fay and Feuer).", minimum = 0 }
upper = { type = "DOUBLE", description = "Upper 95 % bound.", minimum = 0 }
+++ */

select calc_rates.*
from calc_rates
