/* +++
title = "Huisartscontacten op afstand"
title_en = "GP contacts at a distance"
description = "Contacts with the GP by telephone, by video, in writing or by digital triage, as a part of all contacts, by region of residence and month."
why = "Laat zien welk deel van de zorg van de huisarts zonder ontmoeting ging, en of mensen elkaar later weer zagen."
why_en = "Shows which part of the GP's care went without meeting, and whether people met again later."
author = "Verdampte Zorg"
checked_by = "Ontwikkelaar, aan een met de hand uitgerekend voorbeeld"
review_by = 2027-11-01
question = "V8"
grain = ["region_code", "month_start"]

[measure]
numerator = "remote_contacts"
denominator = "contacts"
scale = 100
unit = "% van de huisartscontacten"
unit_en = "% of GP contacts"
noun = ["contact op afstand", "contacten op afstand"]
noun_en = ["contact at a distance", "contacts at a distance"]

[columns]
region_code = { type = "VARCHAR", description = "Region where the patient lives." }
month_start = { type = "DATE", description = "First day of the month of the contact." }
remote_contacts = { type = "DOUBLE", description = "Contacts with the GP by telephone, by video, in writing or by digital triage.", minimum = 0 }
contacts = { type = "DOUBLE", description = "All contacts with the GP.", minimum = 0 }
+++ */

select
    region_code,
    month_start,
    exact_sum(case when mode in ('telephone', 'video', 'e_consult', 'digital_triage') then events else 0 end) as remote_contacts,
    exact_sum(events) as contacts
from fct_stratified_volumes
where care_type = 'chain_contacts'
group by all
