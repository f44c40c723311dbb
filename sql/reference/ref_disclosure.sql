/* +++
title = "Bescherming"
title_en = "Protection"
description = "How counts of confidential extracts are protected, from the configuration: one row."
grain = ["base"]

[columns]
base = { type = "BIGINT", description = "Counts are multiples of this.", minimum = 1 }
is_chain_protected = { type = "BOOLEAN", description = "At least one patient-level extract is not public." }
region_scheme = { type = "VARCHAR", description = "Scheme in whose order regions stand in a chain: the first one." }
settled_gp_days = { type = "BIGINT", description = "Days after which counts of GPs, and counted care, no longer change.", minimum = 0 }
settled_hospital_days = { type = "BIGINT", description = "The same for hospitals and claims.", minimum = 0 }
+++ */

select
    base,
    is_chain_protected,
    region_scheme,
    settled_gp_days,
    settled_hospital_days
from raw_disclosure
