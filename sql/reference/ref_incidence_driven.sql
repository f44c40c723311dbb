/* +++
title = "Zorgpaden die letsel en infecties volgen"
title_en = "Care paths that follow injuries and infections"
description = "Care paths of which the need itself may have fallen in the covid years."
grain = ["path_number"]

[columns]
path_number = { type = "BIGINT", description = "Care path." }
reason = { type = "VARCHAR", description = "Dutch reason." }
reason_en = { type = "VARCHAR", description = "English reason." }
reference = { type = "VARCHAR", description = "Where this is documented." }
+++ */

select
    path_number,
    reason,
    reason_en,
    reference
from raw_incidence_driven
