/* +++
title = "Huisartscontacten van mensen van 65 jaar en ouder"
title_en = "GP contacts of people aged 65 and over"
description = "Contacts with the GP of people who turn 65 or more in the year of the contact, as a part of all contacts, by region of residence and month."
why = "Laat zien of ouderen vaker wegbleven bij de huisarts dan anderen. Daalt het aandeel, dan verloren zij naar verhouding meer contacten."
why_en = "Shows whether older people stayed away from the GP more than others. If the share falls, they lost relatively more contacts."
author = "Verdampte Zorg"
checked_by = "Ontwikkelaar, aan een met de hand uitgerekend voorbeeld"
review_by = 2027-11-01
question = "V7"
grain = ["region_code", "month_start"]

[measure]
numerator = "older_contacts"
denominator = "contacts"
scale = 100
unit = "% van de huisartscontacten"
unit_en = "% of GP contacts"
noun = ["contact van een oudere", "contacten van ouderen"]
noun_en = ["contact of an older person", "contacts of older people"]

[columns]
region_code = { type = "VARCHAR", description = "Region where the patient lives." }
month_start = { type = "DATE", description = "First day of the month of the contact." }
older_contacts = { type = "DOUBLE", description = "Contacts of people aged 65 and over.", minimum = 0 }
contacts = { type = "DOUBLE", description = "All contacts with the GP.", minimum = 0 }
+++ */

select
    region_code,
    month_start,
    exact_sum(case when age_band in ('65-79', '80+') then events else 0 end) as older_contacts,
    exact_sum(events) as contacts
from fct_stratified_volumes
where care_type = 'chain_contacts'
group by all
