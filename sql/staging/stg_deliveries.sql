/* +++
title = "Leveringen"
title_en = "Deliveries"
description = "Every file that was read: rows in are rows accepted plus rows rejected."
grain = ["source", "file"]

[columns]
source = { type = "VARCHAR", description = "Source." }
kind = { type = "VARCHAR", description = "Kind of extract." }
file = { type = "VARCHAR", description = "Name of the file." }
file_year = { type = "BIGINT", description = "Year in the file's name, where the kind has one.", nullable = true }
sha256 = { type = "VARCHAR", description = "Hash of the file." }
rows_in = { type = "BIGINT", description = "Rows in the file.", minimum = 0 }
rows_accepted = { type = "BIGINT", description = "Rows kept.", minimum = 0 }
rows_rejected = { type = "BIGINT", description = "Rows in quarantine.", minimum = 0 }
verdict = { type = "VARCHAR", description = "accepted, accepted_with_rejects, or replaced." }
+++ */

select
    source,
    kind,
    file,
    file_year,
    sha256,
    rows_in,
    rows_accepted,
    rows_rejected,
    verdict
from raw_deliveries
