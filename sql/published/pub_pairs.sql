/* +++
title = "Lage naast hoge waarde"
title_en = "Low beside high value"
description = "Care of low value beside comparable care of high value: which of the two came back further. The value is that of the source named, no verdict of these figures."
grain = ["pair"]

[columns]
pair = { type = "VARCHAR", description = "Code." }
low_path = { type = "BIGINT", description = "Care path of low value." }
high_path = { type = "BIGINT", description = "Care path of high value." }
name = { type = "VARCHAR", description = "Dutch name." }
name_en = { type = "VARCHAR", description = "English name." }
low_recovery = { type = "DOUBLE", description = "Referrals in the half year after the last wave as a share of expected, low value.", nullable = true }
high_recovery = { type = "DOUBLE", description = "The same, high value.", nullable = true }
ratio = { type = "DOUBLE", description = "The first over the second; below 1 low-value care came back less.", nullable = true }
lower = { type = "DOUBLE", description = "Lower 95 % bound.", nullable = true }
upper = { type = "DOUBLE", description = "Upper 95 % bound.", nullable = true }
reference = { type = "VARCHAR", description = "Who says so." }
status = { type = "VARCHAR", description = "shown, too_few, or no_data." }
+++ */

select
    calc_pairs.pair,
    calc_pairs.low_path,
    calc_pairs.high_path,
    ref_value_pairs.name,
    ref_value_pairs.name_en,
    calc_pairs.low_recovery,
    calc_pairs.high_recovery,
    calc_pairs.ratio,
    calc_pairs.lower,
    calc_pairs.upper,
    ref_value_pairs.reference,
    calc_pairs.status
from calc_pairs
inner join ref_value_pairs
    on calc_pairs.pair = ref_value_pairs.pair
