/* +++
title = "Huisartscontacten van kinderen"
title_en = "GP contacts of children"
description = "Contacts with the GP of people who turn 17 or less in the year of the contact, as a part of all contacts, by region of residence and month."
why = "Laat zien of kinderen naar verhouding meer contacten verloren dan volwassenen. Minder infecties kunnen daar een deel van zijn."
why_en = "Shows whether children lost relatively more contacts than adults. Fewer infections may be a part of that."
author = "Verdampte Zorg"
checked_by = "Ontwikkelaar, aan een met de hand uitgerekend voorbeeld"
review_by = 2027-11-01
question = "V7"
grain = ["region_code", "month_start"]

[measure]
numerator = "child_contacts"
denominator = "contacts"
scale = 100
unit = "% van de huisartscontacten"
unit_en = "% of GP contacts"
noun = ["contact van een kind", "contacten van kinderen"]
noun_en = ["contact of a child", "contacts of children"]

[columns]
region_code = { type = "VARCHAR", description = "Region where the patient lives." }
month_start = { type = "DATE", description = "First day of the month of the contact." }
child_contacts = { type = "DOUBLE", description = "Contacts of people under 18.", minimum = 0 }
contacts = { type = "DOUBLE", description = "All contacts with the GP.", minimum = 0 }
+++ */

select
    region_code,
    month_start,
    exact_sum(case when age_band = '0-17' then events else 0 end) as child_contacts,
    exact_sum(events) as contacts
from fct_stratified_volumes
where care_type = 'chain_contacts'
group by all
