/* +++
title = "Behandelingen per eerste contact"
title_en = "Treatments per first contact"
description = "Treatments that began, and first hospital contacts in the same region and month; many treatments follow a first contact of an earlier month."
why = "Laat zien of de zorg na het eerste contact in het ziekenhuis verder ging, of daar bleef steken."
why_en = "Shows whether care went on after the first contact in the hospital, or got stuck there."
author = "Verdampte Zorg"
checked_by = "Ontwikkelaar, aan een met de hand uitgerekend voorbeeld"
review_by = 2027-11-01
question = "V2"
grain = ["region_code", "month_start"]

[measure]
numerator = "treatments"
denominator = "first_contacts"
scale = 100
unit = "per 100 eerste contacten"
unit_en = "per 100 first contacts"
noun = ["behandeling", "behandelingen"]
noun_en = ["treatment", "treatments"]

[columns]
region_code = { type = "VARCHAR", description = "Region where the patient lives." }
month_start = { type = "DATE", description = "First day of the month of the first contact and of the treatment." }
treatments = { type = "DOUBLE", description = "Treatments that began.", minimum = 0 }
first_contacts = { type = "DOUBLE", description = "First hospital contacts.", minimum = 0 }
+++ */

with

seen as (

    select
        region_code,
        month_start,
        exact_sum(events) as first_contacts
    from fct_stratified_volumes
    where split_part(care_type, '_', 1) = 'visit'
    group by all

),

treated as (

    select
        region_code,
        month_start,
        exact_sum(events) as treatments
    from fct_stratified_volumes
    where split_part(care_type, '_', 1) = 'treatment'
    group by all

)

-- A month of which one of the two steps was not delivered is left out: nothing is known of it, which is no zero.
select
    seen.region_code,
    seen.month_start,
    treated.treatments,
    seen.first_contacts
from seen
inner join treated
    on
        seen.region_code = treated.region_code
        and seen.month_start = treated.month_start
