/* +++
title = "Verwijzingen van kinderen naar de geestelijke gezondheidszorg"
title_en = "Referrals of children to mental health care"
description = "Referrals to mental health care of people who turn 17 or less in that year, as a part of all their referrals, by region of residence and month of sending."
why = "Laat zien of kinderen vaker of minder vaak voor psychische klachten verwezen werden, ook toen de scholen dicht waren."
why_en = "Shows whether children were referred for mental complaints more or less often, also while schools were closed."
author = "Verdampte Zorg"
checked_by = "Ontwikkelaar, aan een met de hand uitgerekend voorbeeld"
review_by = 2027-11-01
question = "V9"
grain = ["region_code", "month_start"]

[measure]
numerator = "child_mental_health_referrals"
denominator = "child_referrals"
scale = 100
unit = "% van de verwijzingen van kinderen"
unit_en = "% of children's referrals"
noun = ["verwijzing van een kind naar de ggz", "verwijzingen van kinderen naar de ggz"]
noun_en = ["referral of a child to mental health care", "referrals of children to mental health care"]

[columns]
region_code = { type = "VARCHAR", description = "Region where the patient lives." }
month_start = { type = "DATE", description = "First day of the month of sending." }
child_mental_health_referrals = { type = "DOUBLE", description = "Referrals to mental health care of people under 18.", minimum = 0 }
child_referrals = { type = "DOUBLE", description = "All referrals of people under 18.", minimum = 0 }
+++ */

select
    region_code,
    month_start,
    exact_sum(case when care_type = 'referral_mental_health' and age_band = '0-17' then events else 0 end) as child_mental_health_referrals,
    exact_sum(case when age_band = '0-17' then events else 0 end) as child_referrals
from fct_stratified_volumes
where split_part(care_type, '_', 1) = 'referral'
group by all
