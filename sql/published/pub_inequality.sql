/* +++
title = "Ongelijkheid van de daling"
title_en = "Inequality of the drop"
description = "How unequal a drop was from the first to the last group in order; each group has its own baseline, so what was there before cancels out."
grain = ["care_type", "dimension", "window_code"]

[columns]
care_type = { type = "VARCHAR", description = "Care type; see pub_care_types." }
dimension = { type = "VARCHAR", description = "age, or deprivation." }
window_code = { type = "VARCHAR", description = "Window; see pub_windows." }
relative_index = { type = "DOUBLE", description = "Share of expected at the last end of the order over that at the first (RII)." }
relative_low = { type = "DOUBLE", description = "Lower 95 % bound." }
relative_high = { type = "DOUBLE", description = "Upper 95 % bound." }
slope_index = { type = "DOUBLE", description = "Relative deficit at the last end minus that at the first (SII)." }
slope_low = { type = "DOUBLE", description = "Lower 95 % bound." }
slope_high = { type = "DOUBLE", description = "Upper 95 % bound." }
+++ */

select calc_inequality.*
from calc_inequality
