/* +++
title = "Uitgesproken cijfers"
title_en = "Stated figures"
description = "Figures that are said about care, with ways to define them."
grain = ["figure", "variant_number"]

[columns]
figure = { type = "VARCHAR", description = "Figure." }
variant_number = { type = "BIGINT", description = "Number of the variant; 1 is the main one.", minimum = 1 }
variant = { type = "VARCHAR", description = "Code of the variant." }
name = { type = "VARCHAR", description = "Dutch name of the variant." }
name_en = { type = "VARCHAR", description = "English name." }
unit = { type = "VARCHAR", description = "share, eur_per_month, or per_year." }
stated = { type = "DOUBLE", description = "What is said; a share from 0 to 1.", minimum = 0 }
measure = { type = "VARCHAR", description = "What is counted." }
destination = { type = "VARCHAR", description = "Referrals to where: all, or hospital; blank where it does not matter." }
days = { type = "BIGINT", description = "Within how many days something counts; 0 where it does not matter.", minimum = 0 }
care_types = { type = "VARCHAR", description = "Care types in euros that are added up, with + before, between and after; blank where there are none." }
reference = { type = "VARCHAR", description = "Who says so, and where." }
+++ */

select
    figure,
    variant_number,
    variant,
    name,
    name_en,
    unit,
    stated,
    measure,
    coalesce(destination, '') as destination,
    coalesce(days, 0) as days,
    case when care_types is null then '' else concat('+', care_types, '+') end as care_types,
    reference
from raw_stated_figures
