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
ratio = { type = "DOUBLE", description = "Observed as a share of expected; null where fewer than five were expected.", nullable = true }
+++ */

select
    care_type,
    dimension,
    window_code,
    group_code,
    observed,
    expected,
    lower,
    upper,
    share_of_expected(observed, expected, 'count') as ratio
from calc_groups
