/* +++
title = "Gewone verwijzingen naar het ziekenhuis"
title_en = "Ordinary referrals to hospitals"
description = "Referrals to hospitals without haste (urgency regulier), by region of residence and month of sending."
why = "Gewone verwijzingen kunnen wachten en werden daarom vaak uitgesteld. Laat zien hoeveel er ontbreken en of ze later terugkwamen."
why_en = "Ordinary referrals can wait and so were often put off. Shows how many are missing and whether they came back later."
author = "Verdampte Zorg"
checked_by = "Ontwikkelaar, aan een met de hand uitgerekend voorbeeld"
review_by = 2027-11-01
question = "V1"
grain = ["region_code", "month_start"]

[measure]
numerator = "regular_referrals"
unit = "verwijzingen"
unit_en = "referrals"
noun = ["gewone verwijzing", "gewone verwijzingen"]
noun_en = ["ordinary referral", "ordinary referrals"]

[columns]
region_code = { type = "VARCHAR", description = "Region where the patient lives." }
month_start = { type = "DATE", description = "First day of the month of sending." }
regular_referrals = { type = "DOUBLE", description = "Referrals to hospitals without haste.", minimum = 0 }
+++ */

select
    fct_stratified_volumes.region_code,
    fct_stratified_volumes.month_start,
    exact_sum(case when fct_stratified_volumes.urgency = 'regulier' then fct_stratified_volumes.events else 0 end) as regular_referrals
from fct_stratified_volumes
inner join ref_care_paths
    on fct_stratified_volumes.care_type = concat('referral_', ref_care_paths.care_path)
where ref_care_paths.destination = 'hospital'
group by all
