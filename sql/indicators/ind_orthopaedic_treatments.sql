/* +++
title = "Behandelingen bij de orthopeed per eerste contact"
title_en = "Orthopaedic treatments per first contact"
description = "Treatments that began at orthopaedics, and first contacts there in the same region and month; many treatments follow a first contact of an earlier month."
why = "Behandelingen van heup, knie en rug kunnen vaak wachten en werden veel uitgesteld. Laat zien of zij na het eerste contact achterbleven."
why_en = "Treatments of hips, knees and backs can often wait and were put off a lot. Shows whether they lagged behind first contacts."
author = "Verdampte Zorg"
checked_by = "Ontwikkelaar, aan een met de hand uitgerekend voorbeeld"
review_by = 2027-11-01
question = "V2"
grain = ["region_code", "month_start"]

[measure]
numerator = "orthopaedic_treatments"
denominator = "orthopaedic_contacts"
scale = 100
unit = "per 100 eerste contacten"
unit_en = "per 100 first contacts"
noun = ["behandeling", "behandelingen"]
noun_en = ["treatment", "treatments"]

[columns]
region_code = { type = "VARCHAR", description = "Region where the patient lives." }
month_start = { type = "DATE", description = "First day of the month of the first contact and of the treatment." }
orthopaedic_treatments = { type = "DOUBLE", description = "Treatments that began at orthopaedics.", minimum = 0 }
orthopaedic_contacts = { type = "DOUBLE", description = "First contacts at orthopaedics.", minimum = 0 }
+++ */

with

seen as (

    select
        region_code,
        month_start,
        exact_sum(events) as orthopaedic_contacts
    from fct_stratified_volumes
    where care_type = 'visit_orthopaedics'
    group by all

),

treated as (

    select
        region_code,
        month_start,
        exact_sum(events) as orthopaedic_treatments
    from fct_stratified_volumes
    where care_type = 'treatment_orthopaedics'
    group by all

)

-- A month of which one of the two steps was not delivered is left out: nothing is known of it, which is no zero.
select
    seen.region_code,
    seen.month_start,
    treated.orthopaedic_treatments,
    seen.orthopaedic_contacts
from seen
inner join treated
    on
        seen.region_code = treated.region_code
        and seen.month_start = treated.month_start
