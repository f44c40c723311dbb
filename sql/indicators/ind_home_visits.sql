/* +++
title = "Huisbezoeken van de huisarts"
title_en = "Home visits by the GP"
description = "Home visits by the GP, as a part of all contacts, by region of residence and month."
why = "Huisbezoeken zijn er vooral voor kwetsbare ouderen. Laat zien of die bezoeken wegvielen."
why_en = "Home visits are mostly for frail older people. Shows whether those visits fell away."
author = "Verdampte Zorg"
checked_by = "Ontwikkelaar, aan een met de hand uitgerekend voorbeeld"
review_by = 2027-11-01
question = "V8"
grain = ["region_code", "month_start"]

[measure]
numerator = "home_visits"
denominator = "contacts"
scale = 100
unit = "% van de huisartscontacten"
unit_en = "% of GP contacts"
noun = ["huisbezoek", "huisbezoeken"]
noun_en = ["home visit", "home visits"]

[columns]
region_code = { type = "VARCHAR", description = "Region where the patient lives." }
month_start = { type = "DATE", description = "First day of the month of the contact." }
home_visits = { type = "DOUBLE", description = "Home visits by the GP.", minimum = 0 }
contacts = { type = "DOUBLE", description = "All contacts with the GP.", minimum = 0 }
+++ */

select
    region_code,
    month_start,
    exact_sum(case when mode = 'visit' then events else 0 end) as home_visits,
    exact_sum(events) as contacts
from fct_stratified_volumes
where care_type = 'chain_contacts'
group by all
