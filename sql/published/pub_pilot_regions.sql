/* +++
title = "Proeftuinen per regio"
title_en = "Pilots by region"
description = "What a pilot changed in each region in its first outcome; regions with fewer than ten practices, or none, are all alike: too_few."
grain = ["pilot", "region_code"]

[columns]
pilot = { type = "VARCHAR", description = "Pilot; see pub_pilots." }
region_scheme = { type = "VARCHAR", description = "Scheme of regions." }
region_code = { type = "VARCHAR", description = "Region." }
estimate = { type = "DOUBLE", description = "Relative change by did2s: -0.09 is 9 % fewer; null where not shown.", nullable = true }
lower = { type = "DOUBLE", description = "Lower 95 % bound.", nullable = true }
upper = { type = "DOUBLE", description = "Upper 95 % bound.", nullable = true }
pretrend_p = { type = "DOUBLE", description = "Chance of differences so large before the start where there are none.", nullable = true }
detectable = { type = "DOUBLE", description = "Smallest change, fewer, that is found with 80 % power; known before the result.", nullable = true, minimum = 0 }
size_class = { type = "VARCHAR", description = "Practices that take part: 10-19, 20-49 or 50+; null below that.", nullable = true }
status = { type = "VARCHAR", description = "shown, failed_pretrend, or too_few." }
+++ */

-- A region without a practice looks like one with nine.
select
    ref_pilots.pilot,
    ref_regions.region_scheme,
    ref_regions.region_code,
    calc_pilot_regions.estimate,
    calc_pilot_regions.lower,
    calc_pilot_regions.upper,
    calc_pilot_regions.pretrend_p,
    calc_pilot_regions.detectable,
    calc_pilot_regions.size_class,
    coalesce(calc_pilot_regions.status, 'too_few') as status
from ref_pilots
cross join ref_disclosure
inner join ref_regions
    on ref_disclosure.region_scheme = ref_regions.region_scheme
left join calc_pilot_regions
    on
        ref_pilots.pilot = calc_pilot_regions.pilot
        and ref_regions.region_code = calc_pilot_regions.region_code
        and calc_pilot_regions.size_class is not null
