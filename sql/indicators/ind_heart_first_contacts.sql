/* +++
title = "Eerste contacten bij de cardioloog per verwijzing"
title_en = "First cardiology contacts per referral"
description = "First hospital contacts at cardiology, and referrals to cardiology in the same region and month; some contacts follow a referral of an earlier month, or none."
why = "Laat zien of mensen met hartklachten na een verwijzing ook gezien werden."
why_en = "Shows whether people with complaints of the heart were also seen after a referral."
author = "Verdampte Zorg"
checked_by = "Ontwikkelaar, aan een met de hand uitgerekend voorbeeld"
review_by = 2027-11-01
question = "V2"
grain = ["region_code", "month_start"]

[measure]
numerator = "heart_contacts"
denominator = "heart_referrals"
scale = 100
unit = "per 100 verwijzingen"
unit_en = "per 100 referrals"
noun = ["eerste contact", "eerste contacten"]
noun_en = ["first contact", "first contacts"]

[columns]
region_code = { type = "VARCHAR", description = "Region where the patient lives." }
month_start = { type = "DATE", description = "First day of the month of sending and of the first contact." }
heart_contacts = { type = "DOUBLE", description = "First contacts at cardiology.", minimum = 0 }
heart_referrals = { type = "DOUBLE", description = "Referrals to cardiology.", minimum = 0 }
+++ */

with

sent as (

    select
        region_code,
        month_start,
        exact_sum(events) as heart_referrals
    from fct_stratified_volumes
    where care_type = 'referral_cardiology'
    group by all

),

seen as (

    select
        region_code,
        month_start,
        exact_sum(events) as heart_contacts
    from fct_stratified_volumes
    where care_type = 'visit_cardiology'
    group by all

)

-- A month of which one of the two steps was not delivered is left out: nothing is known of it, which is no zero.
select
    sent.region_code,
    sent.month_start,
    seen.heart_contacts,
    sent.heart_referrals
from sent
inner join seen
    on
        sent.region_code = seen.region_code
        and sent.month_start = seen.month_start
