/* +++
title = "Eerste ziekenhuiscontacten van mensen van 80 jaar en ouder"
title_en = "First hospital contacts of people aged 80 and over"
description = "First hospital contacts of people who turn 80 or more in that year, as a part of all first contacts, by region of residence and month in which the care began."
why = "Laat zien of de oudste mensen naar verhouding meer eerste contacten in het ziekenhuis verloren dan anderen."
why_en = "Shows whether the oldest people lost relatively more first contacts in hospitals than others."
author = "Verdampte Zorg"
checked_by = "Ontwikkelaar, aan een met de hand uitgerekend voorbeeld"
review_by = 2027-11-01
question = "V7"
grain = ["region_code", "month_start"]

[measure]
numerator = "oldest_contacts"
denominator = "first_contacts"
scale = 100
unit = "% van de eerste contacten"
unit_en = "% of first contacts"
noun = ["eerste contact van een 80-plusser", "eerste contacten van 80-plussers"]
noun_en = ["first contact of somebody aged 80 or over", "first contacts of people aged 80 and over"]

[columns]
region_code = { type = "VARCHAR", description = "Region where the patient lives." }
month_start = { type = "DATE", description = "First day of the month of the first contact." }
oldest_contacts = { type = "DOUBLE", description = "First contacts of people aged 80 and over.", minimum = 0 }
first_contacts = { type = "DOUBLE", description = "All first hospital contacts.", minimum = 0 }
+++ */

select
    region_code,
    month_start,
    exact_sum(case when age_band = '80+' then events else 0 end) as oldest_contacts,
    exact_sum(events) as first_contacts
from fct_stratified_volumes
where split_part(care_type, '_', 1) = 'visit'
group by all
