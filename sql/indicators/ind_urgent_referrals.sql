/* +++
title = "Spoedverwijzingen"
title_en = "Urgent referrals"
description = "Referrals with urgency spoed or urgent, as a part of all referrals, by region of residence and month of sending."
why = "Laat zien of ernstige klachten bleven komen toen gewone verwijzingen wegvielen."
why_en = "Shows whether serious complaints kept coming when ordinary referrals fell away."
author = "Verdampte Zorg"
checked_by = "Ontwikkelaar, aan een met de hand uitgerekend voorbeeld"
review_by = 2027-11-01
question = "V9"
grain = ["region_code", "month_start"]

[measure]
numerator = "urgent_referrals"
denominator = "referrals"
scale = 100
unit = "% van de verwijzingen"
unit_en = "% of referrals"
noun = ["spoedverwijzing", "spoedverwijzingen"]
noun_en = ["urgent referral", "urgent referrals"]

[columns]
region_code = { type = "VARCHAR", description = "Region where the patient lives." }
month_start = { type = "DATE", description = "First day of the month of sending." }
urgent_referrals = { type = "DOUBLE", description = "Referrals with urgency spoed or urgent.", minimum = 0 }
referrals = { type = "DOUBLE", description = "All referrals.", minimum = 0 }
+++ */

select
    region_code,
    month_start,
    exact_sum(case when urgency in ('spoed', 'urgent') then events else 0 end) as urgent_referrals,
    exact_sum(events) as referrals
from fct_stratified_volumes
where split_part(care_type, '_', 1) = 'referral'
group by all
