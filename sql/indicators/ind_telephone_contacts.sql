/* +++
title = "Telefonische contacten met de huisarts"
title_en = "Telephone contacts with the GP"
description = "Contacts with the GP by telephone, as a part of all contacts, by region of residence and month."
why = "Laat zien hoeveel contacten naar de telefoon verschoven en of dat zo bleef. Een verschuiving is geen verlies van zorg."
why_en = "Shows how many contacts moved to the telephone and whether that lasted. A shift is no loss of care."
author = "Verdampte Zorg"
checked_by = "Ontwikkelaar, aan een met de hand uitgerekend voorbeeld"
review_by = 2027-11-01
question = "V8"
grain = ["region_code", "month_start"]

[measure]
numerator = "telephone_contacts"
denominator = "contacts"
scale = 100
unit = "% van de huisartscontacten"
unit_en = "% of GP contacts"
noun = ["telefonisch contact", "telefonische contacten"]
noun_en = ["telephone contact", "telephone contacts"]

[columns]
region_code = { type = "VARCHAR", description = "Region where the patient lives." }
month_start = { type = "DATE", description = "First day of the month of the contact." }
telephone_contacts = { type = "DOUBLE", description = "Contacts with the GP by telephone.", minimum = 0 }
contacts = { type = "DOUBLE", description = "All contacts with the GP.", minimum = 0 }
+++ */

select
    region_code,
    month_start,
    exact_sum(case when mode = 'telephone' then events else 0 end) as telephone_contacts,
    exact_sum(events) as contacts
from fct_stratified_volumes
where care_type = 'chain_contacts'
group by all
