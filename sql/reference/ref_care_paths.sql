/* +++
title = "Zorgpaden"
title_en = "Care paths"
description = "Kinds of care somebody can be referred to."
grain = ["path_number"]

[columns]
path_number = { type = "BIGINT", description = "Number of the path." }
destination = { type = "VARCHAR", description = "Destination of the referral." }
specialism_code = { type = "VARCHAR", description = "Specialism, for hospitals only.", nullable = true }
care_path = { type = "VARCHAR", description = "Care path code." }
name = { type = "VARCHAR", description = "Dutch name." }
name_en = { type = "VARCHAR", description = "English name." }
+++ */

select
    path_number,
    destination,
    specialism_code,
    care_path,
    name,
    name_en
from raw_care_paths
