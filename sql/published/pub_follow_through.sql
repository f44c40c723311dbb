/* +++
title = "Opvolging van verwijzingen"
title_en = "Follow-through of referrals"
description = "Share of referrals to hospitals followed by a first contact within so many days (Aalen-Johansen; death and expiry compete); no row where too young or too few."
grain = ["region_code", "path_number", "urgency", "month_start", "horizon_days"]

[columns]
region_code = { type = "VARCHAR", description = "Region; see pub_regions." }
path_number = { type = "BIGINT", description = "Care path; 300 is all specialisms together." }
urgency = { type = "VARCHAR", description = "spoed, urgent, regulier, or all." }
month_start = { type = "DATE", description = "First day of the month of sending." }
horizon_days = { type = "BIGINT", description = "30, 90, 180 or 365." }
referrals = { type = "DOUBLE", description = "Referrals sent.", minimum = 0 }
share = { type = "DOUBLE", description = "Share followed up.", minimum = 0 }
lower = { type = "DOUBLE", description = "Lower 95 % bound.", minimum = 0 }
upper = { type = "DOUBLE", description = "Upper 95 % bound.", minimum = 0 }
+++ */

select calc_follow_through.*
from calc_follow_through
inner join ref_sources
    on
        ref_sources.source = 'chain'
        and (not ref_sources.is_protected or calc_follow_through.referrals >= ref_sources.smallest_base)
