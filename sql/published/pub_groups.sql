/* +++
title = "Groepen vergeleken"
title_en = "Groups compared"
description = "Observed against expected by age, sex, or deprivation of the neighbourhood, each group against its own baseline years."
grain = ["care_type", "dimension", "window_code", "group_code"]

[columns]
care_type = { type = "VARCHAR", description = "Care type; see pub_care_types." }
dimension = { type = "VARCHAR", description = "age, sex, or deprivation." }
window_code = { type = "VARCHAR", description = "Window; see pub_windows." }
group_code = { type = "VARCHAR", description = "Age band, sex, or fifth of deprivation (1 is least deprived)." }
observed = { type = "DOUBLE", description = "Events.", nullable = true }
expected = { type = "DOUBLE", description = "To be expected of this group.", nullable = true }
lower = { type = "DOUBLE", description = "Lower 95 % bound of expected.", nullable = true }
upper = { type = "DOUBLE", description = "Upper 95 % bound of expected.", nullable = true }
lower_80 = { type = "DOUBLE", description = "Lower 80 % bound.", nullable = true }
upper_80 = { type = "DOUBLE", description = "Upper 80 % bound.", nullable = true }
ratio = { type = "DOUBLE", description = "Observed as a share of expected; null where fewer were expected than may be told.", nullable = true }
+++ */

select
    calc_groups.care_type,
    calc_groups.dimension,
    calc_groups.window_code,
    calc_groups.group_code,
    shown_count(calc_groups.observed, ref_sources.is_protected) as observed,
    calc_groups.expected,
    calc_groups.lower,
    calc_groups.upper,
    calc_groups.lower_80,
    calc_groups.upper_80,
    share_of_expected(
        shown_count(calc_groups.observed, ref_sources.is_protected),
        calc_groups.expected,
        'count',
        ref_sources.smallest_base
    ) as ratio
from calc_groups
inner join ref_sources
    on ref_sources.source = 'chain'
