/* +++
title = "Eerste contacten per verwijzing"
title_en = "First contacts per referral"
description = "First hospital contacts, and referrals to hospitals in the same region and month; many contacts follow a referral of an earlier month, and some follow none."
why = "Laat zien of ziekenhuizen minder patiënten zagen dan er verwezen werden. Een daling met later een stijging wijst op wachten, een daling zonder stijging op zorg die niet kwam."
why_en = "Shows whether hospitals saw fewer patients than were referred. A fall and a later rise point to waiting, a fall without a rise to care that did not come."
author = "Verdampte Zorg"
checked_by = "Ontwikkelaar, aan een met de hand uitgerekend voorbeeld"
review_by = 2027-11-01
question = "V2"
grain = ["region_code", "month_start"]

[measure]
numerator = "first_contacts"
denominator = "referrals"
scale = 100
unit = "per 100 verwijzingen"
unit_en = "per 100 referrals"
noun = ["eerste contact", "eerste contacten"]
noun_en = ["first contact", "first contacts"]

[columns]
region_code = { type = "VARCHAR", description = "Region where the patient lives." }
month_start = { type = "DATE", description = "First day of the month of sending and of the first contact." }
first_contacts = { type = "DOUBLE", description = "First hospital contacts.", minimum = 0 }
referrals = { type = "DOUBLE", description = "All referrals to hospitals.", minimum = 0 }
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

seen as (

    select
        fct_stratified_volumes.region_code,
        fct_stratified_volumes.month_start,
        exact_sum(fct_stratified_volumes.events) as first_contacts
    from fct_stratified_volumes
    inner join ref_care_paths
        on fct_stratified_volumes.care_type = concat('visit_', ref_care_paths.care_path)
    where ref_care_paths.destination = 'hospital'
    group by all

)

-- A month of which one of the two steps was not delivered is left out: nothing is known of it, which is no zero.
select
    sent.region_code,
    sent.month_start,
    seen.first_contacts,
    sent.referrals
from sent
inner join seen
    on
        sent.region_code = seen.region_code
        and sent.month_start = seen.month_start
