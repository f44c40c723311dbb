/* +++
title = "Proeftuinen"
title_en = "Pilots"
description = "Pilots of practices and what they cost; which practices take part stands elsewhere and is never published."
grain = ["pilot"]

[columns]
pilot = { type = "VARCHAR", description = "Code." }
name = { type = "VARCHAR", description = "Dutch name." }
name_en = { type = "VARCHAR", description = "English name." }
first_date = { type = "DATE", description = "First day of the pilot." }
cost_eur = { type = "DOUBLE", description = "Euros spent on an enrolled person in a quarter.", nullable = true, minimum = 0 }
avoided_eur = { type = "DOUBLE", description = "Euros that a referral not sent saves.", nullable = true, minimum = 0 }
reference = { type = "VARCHAR", description = "Source of both amounts." }
+++ */

select
    pilot,
    name,
    name_en,
    first as first_date,
    cost_eur,
    avoided_eur,
    reference
from raw_pilots
