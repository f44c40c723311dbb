/* +++
title = "Huisartscontacten in buurten met de meeste achterstand"
title_en = "GP contacts in the most deprived neighbourhoods"
description = "Contacts with the GP of people in the most deprived fifth of neighbourhoods, as a part of the contacts of which the neighbourhood's fifth is known."
why = "Laat zien of mensen in buurten met de meeste achterstand vaker wegbleven bij de huisarts. Daalt het aandeel, dan verloren zij naar verhouding meer contacten."
why_en = "Shows whether people in the most deprived neighbourhoods stayed away from the GP more. If the share falls, they lost relatively more contacts."
author = "Verdampte Zorg"
checked_by = "Ontwikkelaar, aan een met de hand uitgerekend voorbeeld"
review_by = 2027-11-01
question = "V7"
grain = ["region_code", "month_start"]

[measure]
numerator = "deprived_contacts"
denominator = "known_contacts"
scale = 100
unit = "% van de huisartscontacten"
unit_en = "% of GP contacts"
noun = ["contact", "contacten"]
noun_en = ["contact", "contacts"]

[columns]
region_code = { type = "VARCHAR", description = "Region where the patient lives." }
month_start = { type = "DATE", description = "First day of the month of the contact." }
deprived_contacts = { type = "DOUBLE", description = "Contacts of people in the most deprived fifth.", minimum = 0 }
known_contacts = { type = "DOUBLE", description = "Contacts of people of whom the fifth is known.", minimum = 0 }
+++ */

select
    region_code,
    month_start,
    exact_sum(case when deprivation_fifth = 5 then events else 0 end) as deprived_contacts,
    exact_sum(case when deprivation_fifth > 0 then events else 0 end) as known_contacts
from fct_stratified_volumes
where care_type = 'chain_contacts'
group by all
