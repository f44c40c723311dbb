/* +++
title = "E-consulten bij de huisarts"
title_en = "E-consults with the GP"
description = "Contacts with the GP in writing (e-consults), as a part of all contacts, by region of residence and month."
why = "Laat zien hoeveel contacten schriftelijk werden en of dat zo bleef. Een e-consult kan een bezoek vervangen."
why_en = "Shows how many contacts went into writing and whether that lasted. An e-consult can take the place of a visit."
author = "Verdampte Zorg"
checked_by = "Ontwikkelaar, aan een met de hand uitgerekend voorbeeld"
review_by = 2027-11-01
question = "V8"
grain = ["region_code", "month_start"]

[measure]
numerator = "e_consults"
denominator = "contacts"
scale = 100
unit = "% van de huisartscontacten"
unit_en = "% of GP contacts"
noun = ["e-consult", "e-consulten"]
noun_en = ["e-consult", "e-consults"]

[columns]
region_code = { type = "VARCHAR", description = "Region where the patient lives." }
month_start = { type = "DATE", description = "First day of the month of the contact." }
e_consults = { type = "DOUBLE", description = "Contacts with the GP in writing (e-consults).", minimum = 0 }
contacts = { type = "DOUBLE", description = "All contacts with the GP.", minimum = 0 }
+++ */

select
    region_code,
    month_start,
    exact_sum(case when mode = 'e_consult' then events else 0 end) as e_consults,
    exact_sum(events) as contacts
from fct_stratified_volumes
where care_type = 'chain_contacts'
group by all
