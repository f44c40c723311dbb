/* +++
title = "Klachten en zorgpaden"
title_en = "Complaints and care paths"
description = "The care path that complaints lead to, by the first signs of their ICPC code; the longest match counts."
grain = ["icpc_prefix"]

[columns]
icpc_prefix = { type = "VARCHAR", description = "First signs of an ICPC-1 code." }
path_number = { type = "BIGINT", description = "Care path." }
reference = { type = "VARCHAR", description = "Who says so." }
+++ */

select
    icpc_prefix,
    path_number,
    reference
from raw_path_complaints
