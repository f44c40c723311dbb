/* +++
title = "Verwijzingen naar ouderenzorg en verpleeghuis"
title_en = "Referrals to elderly care and nursing homes"
description = "Referrals to elderly care and nursing homes, as a part of all referrals, by region of residence and month of sending."
why = "Laat zien of kwetsbare ouderen nog de weg vonden naar ouderenzorg en verpleeghuis. Of zij daar ook terechtkonden, is hier niet te zien."
why_en = "Shows whether frail older people still found their way to elderly care and nursing homes. Whether they got a place cannot be seen here."
author = "Verdampte Zorg"
checked_by = "Ontwikkelaar, aan een met de hand uitgerekend voorbeeld"
review_by = 2027-11-01
question = "V9"
grain = ["region_code", "month_start"]

[measure]
numerator = "elderly_care_referrals"
denominator = "referrals"
scale = 100
unit = "% van de verwijzingen"
unit_en = "% of referrals"
noun = ["verwijzing naar ouderenzorg", "verwijzingen naar ouderenzorg"]
noun_en = ["referral to elderly care", "referrals to elderly care"]

[columns]
region_code = { type = "VARCHAR", description = "Region where the patient lives." }
month_start = { type = "DATE", description = "First day of the month of sending." }
elderly_care_referrals = { type = "DOUBLE", description = "Referrals to elderly care and nursing homes.", minimum = 0 }
referrals = { type = "DOUBLE", description = "All referrals.", minimum = 0 }
+++ */

select
    region_code,
    month_start,
    exact_sum(case when care_type in ('referral_elderly_care', 'referral_nursing_home') then events else 0 end) as elderly_care_referrals,
    exact_sum(events) as referrals
from fct_stratified_volumes
where split_part(care_type, '_', 1) = 'referral'
group by all
