/* +++
title = "Balans van het tekort"
title_en = "The balance of the deficit"
description = "The referrals missing in a wave: six parts that add up to the deficit, each with bounds. A part is not a verdict: what left no trace was not shown to be without need."
grain = ["region_code", "path_number", "window_code", "part"]

[columns]
region_code = { type = "VARCHAR", description = "Region; see pub_regions." }
path_number = { type = "BIGINT", description = "Care path; 300 is all specialisms together." }
window_code = { type = "VARCHAR", description = "A wave; sinds-2020-03 is all waves together." }
part = { type = "VARCHAR", description = "need_fell, caught_up, substituted, harm, evaporated, or unexplained." }
part_number = { type = "BIGINT", description = "Place in the balance, from 1.", minimum = 1 }
share = { type = "DOUBLE", description = "Part of the referrals that were missing; the six add up to 1. Null where not shown.", nullable = true }
lower = { type = "DOUBLE", description = "Lower 95 % bound of that share.", nullable = true }
upper = { type = "DOUBLE", description = "Upper 95 % bound.", nullable = true }
referrals = { type = "DOUBLE", description = "The same in referrals; the six add up to the deficit of the window.", nullable = true }
referrals_lower = { type = "DOUBLE", description = "Lower 95 % bound.", nullable = true }
referrals_upper = { type = "DOUBLE", description = "Upper 95 % bound.", nullable = true }
status = { type = "VARCHAR", description = "shown, too_few, no_deficit, or no_data." }
+++ */

select
    region_code,
    path_number,
    window_code,
    part,
    part_number,
    share,
    lower,
    upper,
    referrals,
    referrals_lower,
    referrals_upper,
    status
from calc_balance
