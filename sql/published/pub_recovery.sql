/* +++
title = "Daling en herstel"
title_en = "Drop and recovery"
description = "By region and care type when care fell, how deep, when it was back, what is left of the deficit, and the class that follows."
grain = ["region_code", "care_type", "period_type"]

[columns]
region_code = { type = "VARCHAR", description = "Region; see pub_regions." }
care_type = { type = "VARCHAR", description = "Care type; see pub_care_types." }
period_type = { type = "VARCHAR", description = "week, month, quarter or year." }
onset = { type = "DATE", description = "First period of the drop; null where none was found or the series is too small.", nullable = true }
onset_first = { type = "DATE", description = "Earliest beginning in the 95 % set.", nullable = true }
onset_last = { type = "DATE", description = "Latest beginning in the 95 % set.", nullable = true }
onset_is_inherited = { type = "BOOLEAN", description = "Too small for a beginning of its own: that of the nation." }
trough_start = { type = "DATE", description = "Lowest period of the first wave.", nullable = true }
trough_ratio = { type = "DOUBLE", description = "Share of expected there, drawn towards the nation by chance.", nullable = true }
trough_lower = { type = "DOUBLE", description = "Lower 95 % bound.", nullable = true }
trough_upper = { type = "DOUBLE", description = "Upper 95 % bound.", nullable = true }
recovered_at_90 = { type = "DATE", description = "Month (small series: quarter) from which 90 % of expected was held; null while not.", nullable = true }
recovered_at_95 = { type = "DATE", description = "The same for 95 %.", nullable = true }
recovered_at_95_first = { type = "DATE", description = "Earliest month that may be.", nullable = true }
recovered_at_95_last = { type = "DATE", description = "Latest month that may be; null: perhaps not yet.", nullable = true }
recovered_at_100 = { type = "DATE", description = "The same for 100 %.", nullable = true }
net_deficit = { type = "DOUBLE", description = "Expected minus observed since the first wave.", nullable = true }
lower = { type = "DOUBLE", description = "Lower 95 % bound.", nullable = true }
upper = { type = "DOUBLE", description = "Upper 95 % bound.", nullable = true }
share_of_expected = { type = "DOUBLE", description = "Net deficit as a share of expected.", nullable = true }
recent_start = { type = "DATE", description = "First period of the most recent half year." }
recent_ratio = { type = "DOUBLE", description = "Share of expected in that half year.", nullable = true }
rebound = { type = "DOUBLE", description = "Above expected in quarters after recovery that lie above it as a whole.", nullable = true }
caught_up_share = { type = "DOUBLE", description = "Share of the first wave's deficit that came back before the second; null where volumes cannot say.", nullable = true }
caught_up_lower = { type = "DOUBLE", description = "Lower 95 % bound.", nullable = true }
caught_up_upper = { type = "DOUBLE", description = "Upper 95 % bound.", nullable = true }
lasting = { type = "VARCHAR", description = "evaporated, caught_up or undecided; evaporated only where all three scenarios say so." }
detail = { type = "VARCHAR", description = "What this size allows: all, inherited_onset, quarters, or totals." }
is_indicative = { type = "BOOLEAN", description = "Baseline of one year: no interval." }
recovery_class = { type = "VARCHAR", description = "recovered, partly_recovered, not_recovered, above_expected, not_dropped, too_little_data, or break." }
+++ */

select
    region_code,
    care_type,
    period_type,
    onset,
    onset_first,
    onset_last,
    onset_is_inherited,
    trough_start,
    trough_ratio,
    trough_lower,
    trough_upper,
    recovered_at_90,
    recovered_at_95,
    recovered_at_95_first,
    recovered_at_95_last,
    recovered_at_100,
    net_deficit,
    lower,
    upper,
    share_of_expected,
    recent_start,
    recent_ratio,
    rebound,
    caught_up_share,
    caught_up_lower,
    caught_up_upper,
    lasting,
    detail,
    is_indicative,
    recovery_class
from calc_recovery
