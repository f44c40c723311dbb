/* +++
title = "Verwijzingen naar de geestelijke gezondheidszorg"
title_en = "Referrals to mental health care"
description = "Referrals to mental health care, as a part of all referrals, by region of residence and month of sending."
why = "Laat zien of de vraag naar hulp bij psychische klachten anders liep dan andere verwijzingen. Of er daarna hulp kwam, is hier niet te zien."
why_en = "Shows whether the demand for help with mental complaints went another way than other referrals. Whether help followed cannot be seen here."
author = "Verdampte Zorg"
checked_by = "Ontwikkelaar, aan een met de hand uitgerekend voorbeeld"
review_by = 2027-11-01
question = "V9"
grain = ["region_code", "month_start"]

[measure]
numerator = "mental_health_referrals"
denominator = "referrals"
scale = 100
unit = "% van de verwijzingen"
unit_en = "% of referrals"
noun = ["verwijzing naar de ggz", "verwijzingen naar de ggz"]
noun_en = ["referral to mental health care", "referrals to mental health care"]

[columns]
region_code = { type = "VARCHAR", description = "Region where the patient lives." }
month_start = { type = "DATE", description = "First day of the month of sending." }
mental_health_referrals = { type = "DOUBLE", description = "Referrals to mental health care.", minimum = 0 }
referrals = { type = "DOUBLE", description = "All referrals.", minimum = 0 }
+++ */

select
    region_code,
    month_start,
    exact_sum(case when care_type = 'referral_mental_health' then events else 0 end) as mental_health_referrals,
    exact_sum(events) as referrals
from fct_stratified_volumes
where split_part(care_type, '_', 1) = 'referral'
group by all
