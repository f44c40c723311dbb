/* +++
title = "Zorgsoorten"
title_en = "Care types"
description = "Names, countable nouns and unit of each care type."
grain = ["care_type"]

[columns]
care_type = { type = "VARCHAR", description = "Care type code." }
name = { type = "VARCHAR", description = "Dutch name." }
name_en = { type = "VARCHAR", description = "English name." }
noun_one = { type = "VARCHAR", description = "Dutch noun for one." }
noun_many = { type = "VARCHAR", description = "Dutch noun for more." }
noun_one_en = { type = "VARCHAR", description = "English noun for one." }
noun_many_en = { type = "VARCHAR", description = "English noun for more." }
unit = { type = "VARCHAR", description = "count, or eur_per_insured_year." }
sort_order = { type = "BIGINT", description = "Place in lists: the order of the table.", minimum = 1 }
+++ */

select
    care_type,
    name,
    name_en,
    noun_one,
    noun_many,
    noun_one_en,
    noun_many_en,
    unit,
    line_number as sort_order
from raw_care_types
