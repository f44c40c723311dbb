/* +++
title = "Alle verwijzingen van de huisarts"
title_en = "All referrals by GPs"
description = "Referrals by GPs to any kind of care, by region of residence and month of sending."
why = "Laat zien hoeveel verwijzingen er ontbreken over alle zorg samen: naar het ziekenhuis, de ggz, de ouderenzorg en de fysiotherapie."
why_en = "Shows how many referrals are missing over all care together: to hospitals, mental health care, elderly care and physiotherapy."
author = "Verdampte Zorg"
checked_by = "Ontwikkelaar, aan een met de hand uitgerekend voorbeeld"
review_by = 2027-11-01
question = "V1"
grain = ["region_code", "month_start"]

[measure]
numerator = "referrals"
unit = "verwijzingen"
unit_en = "referrals"
noun = ["verwijzing", "verwijzingen"]
noun_en = ["referral", "referrals"]

[columns]
region_code = { type = "VARCHAR", description = "Region where the patient lives." }
month_start = { type = "DATE", description = "First day of the month of sending." }
referrals = { type = "DOUBLE", description = "Referrals to any kind of care.", minimum = 0 }
+++ */

select
    region_code,
    month_start,
    exact_sum(events) as referrals
from fct_stratified_volumes
where split_part(care_type, '_', 1) = 'referral'
group by all
