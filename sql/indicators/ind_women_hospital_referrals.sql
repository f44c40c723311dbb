/* +++
title = "Ziekenhuisverwijzingen van vrouwen"
title_en = "Hospital referrals of women"
description = "Referrals to hospitals of women and girls, as a part of all referrals to hospitals, by region of residence and month of sending."
why = "Laat zien of vrouwen meer of minder verwijzingen verloren dan mannen. Blijft het aandeel gelijk, dan verloren beiden naar verhouding evenveel."
why_en = "Shows whether women lost more or fewer referrals than men. If the share stays the same, both lost relatively as much."
author = "Verdampte Zorg"
checked_by = "Ontwikkelaar, aan een met de hand uitgerekend voorbeeld"
review_by = 2027-11-01
question = "V7"
grain = ["region_code", "month_start"]

[measure]
numerator = "women_referrals"
denominator = "referrals"
scale = 100
unit = "% van de verwijzingen"
unit_en = "% of referrals"
noun = ["verwijzing van een vrouw", "verwijzingen van vrouwen"]
noun_en = ["referral of a woman", "referrals of women"]

[columns]
region_code = { type = "VARCHAR", description = "Region where the patient lives." }
month_start = { type = "DATE", description = "First day of the month of sending." }
women_referrals = { type = "DOUBLE", description = "Referrals of women and girls.", minimum = 0 }
referrals = { type = "DOUBLE", description = "All referrals to hospitals.", minimum = 0 }
+++ */

select
    fct_stratified_volumes.region_code,
    fct_stratified_volumes.month_start,
    exact_sum(case when fct_stratified_volumes.sex = 'V' then fct_stratified_volumes.events else 0 end) as women_referrals,
    exact_sum(fct_stratified_volumes.events) as referrals
from fct_stratified_volumes
inner join ref_care_paths
    on fct_stratified_volumes.care_type = concat('referral_', ref_care_paths.care_path)
where ref_care_paths.destination = 'hospital'
group by all
