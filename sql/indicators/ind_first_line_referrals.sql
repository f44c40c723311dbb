/* +++
title = "Verwijzingen binnen de eerste lijn"
title_en = "Referrals within primary care"
description = "Referrals by GPs to the first line of care, as a part of all referrals, by region of residence and month of sending."
why = "Laat zien of huisartsen vaker dichtbij verwezen, zoals naar de fysiotherapeut, toen het ziekenhuis minder open was."
why_en = "Shows whether GPs referred nearby more often, such as to a physiotherapist, when hospitals were less open."
author = "Verdampte Zorg"
checked_by = "Ontwikkelaar, aan een met de hand uitgerekend voorbeeld"
review_by = 2027-11-01
question = "V8"
grain = ["region_code", "month_start"]

[measure]
numerator = "first_line_referrals"
denominator = "referrals"
scale = 100
unit = "% van de verwijzingen"
unit_en = "% of referrals"
noun = ["verwijzing binnen de eerste lijn", "verwijzingen binnen de eerste lijn"]
noun_en = ["referral within primary care", "referrals within primary care"]

[columns]
region_code = { type = "VARCHAR", description = "Region where the patient lives." }
month_start = { type = "DATE", description = "First day of the month of sending." }
first_line_referrals = { type = "DOUBLE", description = "Referrals to the first line of care.", minimum = 0 }
referrals = { type = "DOUBLE", description = "All referrals.", minimum = 0 }
+++ */

select
    region_code,
    month_start,
    exact_sum(case when care_line = '1' then events else 0 end) as first_line_referrals,
    exact_sum(events) as referrals
from fct_stratified_volumes
where split_part(care_type, '_', 1) = 'referral'
group by all
