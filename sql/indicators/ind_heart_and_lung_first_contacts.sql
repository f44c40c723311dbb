/* +++
title = "Eerste contacten voor hart en longen"
title_en = "First contacts for heart and lungs"
description = "First hospital contacts at cardiology and lung medicine, by region of residence and month in which the care began."
why = "Klachten van hart en longen kunnen meestal niet lang wachten. Laat zien hoeveel eerste contacten er ontbreken en of ze terugkwamen."
why_en = "Complaints of the heart and lungs can seldom wait long. Shows how many first contacts are missing and whether they came back."
author = "Verdampte Zorg"
checked_by = "Ontwikkelaar, aan een met de hand uitgerekend voorbeeld"
review_by = 2027-11-01
question = "V1"
grain = ["region_code", "month_start"]

[measure]
numerator = "heart_and_lung_contacts"
unit = "eerste contacten"
unit_en = "first contacts"
noun = ["eerste contact", "eerste contacten"]
noun_en = ["first contact", "first contacts"]

[columns]
region_code = { type = "VARCHAR", description = "Region where the patient lives." }
month_start = { type = "DATE", description = "First day of the month of the first contact." }
heart_and_lung_contacts = { type = "DOUBLE", description = "First contacts at cardiology and lung medicine.", minimum = 0 }
+++ */

select
    region_code,
    month_start,
    exact_sum(case when care_type in ('visit_cardiology', 'visit_lung') then events else 0 end) as heart_and_lung_contacts
from fct_stratified_volumes
where split_part(care_type, '_', 1) = 'visit'
group by all
