/* +++
title = "Behandelingen bij specialismen die opereren"
title_en = "Treatments by specialisms that operate"
description = "Treatments that began at surgery, plastic surgery, orthopaedics, ENT, ophthalmology, urology, gynaecology, neurosurgery and heart surgery, operations or not."
why = "Operatiekamers en bedden waren schaars. Laat zien hoeveel behandelingen er ontbreken bij specialismen die veel opereren, en of ze werden ingehaald."
why_en = "Theatres and beds were scarce. Shows how many treatments are missing at specialisms that operate a lot, and whether they were caught up with."
author = "Verdampte Zorg"
checked_by = "Ontwikkelaar, aan een met de hand uitgerekend voorbeeld"
review_by = 2027-11-01
question = "V1"
grain = ["region_code", "month_start"]

[measure]
numerator = "surgical_treatments"
unit = "behandelingen"
unit_en = "treatments"
noun = ["behandeling", "behandelingen"]
noun_en = ["treatment", "treatments"]

[columns]
region_code = { type = "VARCHAR", description = "Region where the patient lives." }
month_start = { type = "DATE", description = "First day of the month of the treatment." }
surgical_treatments = { type = "DOUBLE", description = "First treatments at specialisms that operate.", minimum = 0 }
+++ */

with

treatments as (

    select
        region_code,
        month_start,
        events,
        care_type in (
            'treatment_surgery',
            'treatment_plastic_surgery',
            'treatment_orthopaedics',
            'treatment_ent',
            'treatment_ophthalmology',
            'treatment_urology',
            'treatment_gynaecology',
            'treatment_neurosurgery',
            'treatment_cardiothoracic'
        ) as is_surgical
    from fct_stratified_volumes
    where split_part(care_type, '_', 1) = 'treatment'

)

select
    region_code,
    month_start,
    exact_sum(case when is_surgical then events else 0 end) as surgical_treatments
from treatments
group by all
