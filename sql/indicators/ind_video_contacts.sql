/* +++
title = "Beeldcontacten met de huisarts"
title_en = "Video contacts with the GP"
description = "Contacts with the GP by video, as a part of all contacts, by region of residence and month."
why = "Laat zien of beeldbellen bij de huisarts gewoon werd of weer verdween."
why_en = "Shows whether video calls with the GP became usual or went away again."
author = "Verdampte Zorg"
checked_by = "Ontwikkelaar, aan een met de hand uitgerekend voorbeeld"
review_by = 2027-11-01
question = "V8"
grain = ["region_code", "month_start"]

[measure]
numerator = "video_contacts"
denominator = "contacts"
scale = 100
unit = "% van de huisartscontacten"
unit_en = "% of GP contacts"
noun = ["beeldcontact", "beeldcontacten"]
noun_en = ["video contact", "video contacts"]

[columns]
region_code = { type = "VARCHAR", description = "Region where the patient lives." }
month_start = { type = "DATE", description = "First day of the month of the contact." }
video_contacts = { type = "DOUBLE", description = "Contacts with the GP by video.", minimum = 0 }
contacts = { type = "DOUBLE", description = "All contacts with the GP.", minimum = 0 }
+++ */

select
    region_code,
    month_start,
    exact_sum(case when mode = 'video' then events else 0 end) as video_contacts,
    exact_sum(events) as contacts
from fct_stratified_volumes
where care_type = 'chain_contacts'
group by all
