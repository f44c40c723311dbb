/* +++
title = "Ziekenhuisverwijzingen uit buurten met de meeste achterstand"
title_en = "Hospital referrals from the most deprived neighbourhoods"
description = "Referrals to hospitals of people in the most deprived fifth of neighbourhoods, as a part of those of which the neighbourhood's fifth is known."
why = "Laat zien of mensen in buurten met de meeste achterstand naar verhouding meer verwijzingen naar het ziekenhuis verloren dan anderen."
why_en = "Shows whether people in the most deprived neighbourhoods lost relatively more referrals to hospitals than others."
author = "Verdampte Zorg"
checked_by = "Ontwikkelaar, aan een met de hand uitgerekend voorbeeld"
review_by = 2027-11-01
question = "V7"
grain = ["region_code", "month_start"]

[measure]
numerator = "deprived_referrals"
denominator = "known_referrals"
scale = 100
unit = "% van de verwijzingen"
unit_en = "% of referrals"
noun = ["verwijzing", "verwijzingen"]
noun_en = ["referral", "referrals"]

[columns]
region_code = { type = "VARCHAR", description = "Region where the patient lives." }
month_start = { type = "DATE", description = "First day of the month of sending." }
deprived_referrals = { type = "DOUBLE", description = "Referrals of people in the most deprived fifth.", minimum = 0 }
known_referrals = { type = "DOUBLE", description = "Referrals of people of whom the fifth is known.", minimum = 0 }
+++ */

select
    fct_stratified_volumes.region_code,
    fct_stratified_volumes.month_start,
    exact_sum(case when fct_stratified_volumes.deprivation_fifth = 5 then fct_stratified_volumes.events else 0 end) as deprived_referrals,
    exact_sum(case when fct_stratified_volumes.deprivation_fifth > 0 then fct_stratified_volumes.events else 0 end) as known_referrals
from fct_stratified_volumes
inner join ref_care_paths
    on fct_stratified_volumes.care_type = concat('referral_', ref_care_paths.care_path)
where ref_care_paths.destination = 'hospital'
group by all
