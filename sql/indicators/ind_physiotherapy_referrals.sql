/* +++
title = "Fysiotherapie of orthopedie"
title_en = "Physiotherapy or orthopaedics"
description = "Referrals to physiotherapy, as a part of those to physiotherapy and orthopaedics together, by region of residence and month of sending."
why = "Voor veel klachten van spieren en gewrichten kan een huisarts naar beide verwijzen. Laat zien of de fysiotherapeut zorg van de orthopeed overnam."
why_en = "For many complaints of muscles and joints a GP can refer to either. Shows whether physiotherapists took over care from orthopaedics."
author = "Verdampte Zorg"
checked_by = "Ontwikkelaar, aan een met de hand uitgerekend voorbeeld"
review_by = 2027-11-01
question = "V8"
grain = ["region_code", "month_start"]

[measure]
numerator = "physiotherapy_referrals"
denominator = "referrals"
scale = 100
unit = "% van de verwijzingen naar fysiotherapie en orthopedie"
unit_en = "% of referrals to physiotherapy and orthopaedics"
noun = ["verwijzing naar fysiotherapie", "verwijzingen naar fysiotherapie"]
noun_en = ["referral to physiotherapy", "referrals to physiotherapy"]

[columns]
region_code = { type = "VARCHAR", description = "Region where the patient lives." }
month_start = { type = "DATE", description = "First day of the month of sending." }
physiotherapy_referrals = { type = "DOUBLE", description = "Referrals to physiotherapy.", minimum = 0 }
referrals = { type = "DOUBLE", description = "Referrals to physiotherapy and orthopaedics.", minimum = 0 }
+++ */

select
    region_code,
    month_start,
    exact_sum(case when care_type = 'referral_physiotherapy' then events else 0 end) as physiotherapy_referrals,
    exact_sum(case when care_type in ('referral_physiotherapy', 'referral_orthopaedics') then events else 0 end) as referrals
from fct_stratified_volumes
where split_part(care_type, '_', 1) = 'referral'
group by all
