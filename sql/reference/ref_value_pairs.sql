/* +++
title = "Zorg van lage naast zorg van hoge waarde"
title_en = "Low-value beside high-value care"
description = "Pairs of care paths of which the recovery is compared."
grain = ["pair"]

[columns]
pair = { type = "VARCHAR", description = "Code." }
low_path = { type = "BIGINT", description = "Care path of low value." }
high_path = { type = "BIGINT", description = "Care path of high value." }
name = { type = "VARCHAR", description = "Dutch name." }
name_en = { type = "VARCHAR", description = "English name." }
reference = { type = "VARCHAR", description = "Who says so." }
+++ */

select
    pair,
    low_path,
    high_path,
    name,
    name_en,
    reference
from raw_value_pairs
