/* +++
title = "Waargenomen en verwacht per periode met een naam"
title_en = "Observed and expected by named window"
description = "Observed against expected over a whole window, and what that says in words."
grain = ["region_code", "care_type", "period_type", "window_code"]

[columns]
region_code = { type = "VARCHAR", description = "Region; see pub_regions." }
care_type = { type = "VARCHAR", description = "Care type; see pub_care_types." }
period_type = { type = "VARCHAR", description = "week, month, quarter or year." }
window_code = { type = "VARCHAR", description = "Window; see pub_windows." }
observed = { type = "DOUBLE", description = "Total over the window; null when a period is missing or broken.", nullable = true }
expected = { type = "DOUBLE", description = "Expected total.", nullable = true }
lower = { type = "DOUBLE", description = "Lower 95 % bound of the expected total.", nullable = true }
upper = { type = "DOUBLE", description = "Upper 95 % bound of the expected total.", nullable = true }
deficit = { type = "DOUBLE", description = "Expected minus observed.", nullable = true }
ratio = { type = "DOUBLE", description = "Observed as a share of expected.", nullable = true }
finding = { type = "VARCHAR", description = "clearly_fewer, probably_fewer, as_expected, probably_more, clearly_more, or unknown." }
+++ */

select
    region_code,
    care_type,
    period_type,
    window_code,
    observed,
    expected,
    lower,
    upper,
    expected - observed as deficit,
    observed / nullif(expected, 0) as ratio,
    case
        when observed is null then 'unknown'
        when observed < lower then 'clearly_fewer'
        when observed < lower_80 then 'probably_fewer'
        when observed > upper then 'clearly_more'
        when observed > upper_80 then 'probably_more'
        else 'as_expected'
    end as finding
from calc_window_expected
