/* +++
title = "Eerste contacten bij interne geneeskunde en maag, darm en lever per verwijzing"
title_en = "First contacts at internal medicine and gastroenterology per referral"
description = "First contacts at internal medicine and gastroenterology together, which see each other's patients, and referrals to them in the same region and month."
why = "Een internist ziet ook patiënten die naar de maag-darm-leverarts verwezen zijn en omgekeerd. Samen laten zij zien of verwezen patiënten ook gezien werden."
why_en = "Internal medicine sees patients who were referred to gastroenterology, and the other way round. Together they show whether referred patients were seen."
author = "Verdampte Zorg"
checked_by = "Ontwikkelaar, aan een met de hand uitgerekend voorbeeld"
review_by = 2027-11-01
question = "V2"
grain = ["region_code", "month_start"]

[measure]
numerator = "internal_contacts"
denominator = "internal_referrals"
scale = 100
unit = "per 100 verwijzingen"
unit_en = "per 100 referrals"
noun = ["eerste contact", "eerste contacten"]
noun_en = ["first contact", "first contacts"]

[columns]
region_code = { type = "VARCHAR", description = "Region where the patient lives." }
month_start = { type = "DATE", description = "First day of the month of sending and of the first contact." }
internal_contacts = { type = "DOUBLE", description = "First contacts at internal medicine and gastroenterology.", minimum = 0 }
internal_referrals = { type = "DOUBLE", description = "Referrals to internal medicine and gastroenterology.", minimum = 0 }
+++ */

with

sent as (

    select
        region_code,
        month_start,
        exact_sum(events) as internal_referrals
    from fct_stratified_volumes
    where care_type in ('referral_internal', 'referral_gastroenterology')
    group by all

),

seen as (

    select
        region_code,
        month_start,
        exact_sum(events) as internal_contacts
    from fct_stratified_volumes
    where care_type in ('visit_internal', 'visit_gastroenterology')
    group by all

)

-- A month of which one of the two steps was not delivered is left out: nothing is known of it, which is no zero.
select
    sent.region_code,
    sent.month_start,
    seen.internal_contacts,
    sent.internal_referrals
from sent
inner join seen
    on
        sent.region_code = seen.region_code
        and sent.month_start = seen.month_start
