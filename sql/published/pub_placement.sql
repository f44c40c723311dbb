/* +++
title = "Zinnig of niet"
title_en = "Sensible or not"
description = "Where each care path stands: how much stays missing against what happened to people, in the whole country."
grain = ["path_number"]

[columns]
path_number = { type = "BIGINT", description = "Care path." }
deficit = { type = "DOUBLE", description = "Net deficit two years after the first wave, as part of a year.", nullable = true }
lower = { type = "DOUBLE", description = "Lower 95 % bound.", nullable = true }
upper = { type = "DOUBLE", description = "Upper 95 % bound.", nullable = true }
deficit_class = { type = "VARCHAR", description = "large, small, or undetermined." }
harm_class = { type = "VARCHAR", description = "signal, equivalent, or undetermined." }
placement = { type = "VARCHAR", description = "not_to_miss, candidate_less, to_find_out, late, recovered, recovered_unknown, or undetermined." }
detectable = { type = "DOUBLE", description = "Smallest relative change of an outcome that would be found with 80 % chance; the largest of its outcomes.", nullable = true }
status = { type = "VARCHAR", description = "shown, too_few, or no_data." }
+++ */

select
    path_number,
    deficit,
    lower,
    upper,
    deficit_class,
    harm_class,
    placement,
    detectable,
    status
from calc_placement
