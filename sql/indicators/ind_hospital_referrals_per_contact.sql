/* +++
title = "Verwijzingen naar het ziekenhuis per huisartscontact"
title_en = "Hospital referrals per GP contact"
description = "Referrals to hospitals, and contacts with the GP in the same region and month; not every referral was made in one of these contacts."
why = "Laat zien of huisartsen minder vaak verwezen, of dat vooral patiënten wegbleven. Blijft dit gelijk terwijl de verwijzingen dalen, dan kwamen er minder patiënten."
why_en = "Shows whether GPs referred less often, or patients stayed away. If it stays the same while referrals fall, fewer patients came."
author = "Verdampte Zorg"
checked_by = "Ontwikkelaar, aan een met de hand uitgerekend voorbeeld"
review_by = 2027-11-01
question = "V2"
grain = ["region_code", "month_start"]

[measure]
numerator = "referrals"
denominator = "contacts"
scale = 100
unit = "per 100 huisartscontacten"
unit_en = "per 100 GP contacts"
noun = ["verwijzing", "verwijzingen"]
noun_en = ["referral", "referrals"]

[columns]
region_code = { type = "VARCHAR", description = "Region where the patient lives." }
month_start = { type = "DATE", description = "First day of the month of the contact and of sending." }
referrals = { type = "DOUBLE", description = "Referrals to hospitals.", minimum = 0 }
contacts = { type = "DOUBLE", description = "All contacts with the GP.", minimum = 0 }
+++ */

with

sent as (

    select
        fct_stratified_volumes.region_code,
        fct_stratified_volumes.month_start,
        exact_sum(fct_stratified_volumes.events) as referrals
    from fct_stratified_volumes
    inner join ref_care_paths
        on fct_stratified_volumes.care_type = concat('referral_', ref_care_paths.care_path)
    where ref_care_paths.destination = 'hospital'
    group by all

),

held as (

    select
        region_code,
        month_start,
        exact_sum(events) as contacts
    from fct_stratified_volumes
    where care_type = 'chain_contacts'
    group by all

)

-- A month of which one of the two steps was not delivered is left out: nothing is known of it, which is no zero.
select
    held.region_code,
    held.month_start,
    sent.referrals,
    held.contacts
from held
inner join sent
    on
        held.region_code = sent.region_code
        and held.month_start = sent.month_start
