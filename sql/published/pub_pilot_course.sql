/* +++
title = "Verloop van proeftuinen"
title_en = "Course of pilots"
description = "Relative change by quarter, half year or year since each practice began, in whole percents; quarters before it should show none."
grain = ["pilot", "outcome", "quarter_number"]

[columns]
pilot = { type = "VARCHAR", description = "Pilot; see pub_pilots." }
outcome = { type = "VARCHAR", description = "Outcome." }
quarter_number = { type = "BIGINT", description = "Quarters since the start: -8 is two years before; -1 is left out. Of several together the first." }
quarters_together = { type = "BIGINT", description = "Quarters taken together: 1, or 2 or 4 where single ones are too small.", minimum = 1 }
estimate = { type = "DOUBLE", description = "Relative change.", nullable = true }
lower = { type = "DOUBLE", description = "Lower 95 % bound.", nullable = true }
upper = { type = "DOUBLE", description = "Upper 95 % bound.", nullable = true }
+++ */

select
    calc_pilot_course.pilot,
    calc_pilot_course.outcome,
    calc_pilot_course.quarter_number,
    calc_pilot_course.quarters_together,
    calc_pilot_course.estimate,
    calc_pilot_course.lower,
    calc_pilot_course.upper
from calc_pilot_course
inner join calc_pilots
    on
        calc_pilot_course.pilot = calc_pilots.pilot
        and calc_pilot_course.outcome = calc_pilots.outcome
where calc_pilots.estimator = 'did2s' and calc_pilots.size_class is not null
