/* +++
title = "Contacten die een volgend contact kregen"
title_en = "Contacts followed by another"
description = "Contacts with the GP by mode and month, and how many were followed within 30 days by another for the same chapter of ICPC; only those of which these days are known."
grain = ["region_code", "mode", "month_start"]

[columns]
region_code = { type = "VARCHAR", description = "Region." }
mode = { type = "VARCHAR", description = "How the contact went." }
month_start = { type = "DATE", description = "First day of the month." }
contacts = { type = "DOUBLE", description = "Contacts with a complaint or diagnosis written down.", minimum = 0 }
repeated = { type = "DOUBLE", description = "Of these: followed by another within 30 days.", minimum = 0 }
+++ */

with

delivered as (

    select last_date
    from int_extractions
    where kind = 'gp_contacts'

)

select
    ref_municipality_regions.region_code,
    int_contact_outcomes.mode,
    cast(date_trunc('month', int_contact_outcomes.contact_date) as date) as month_start,
    exact_sum(int_contact_outcomes.weight * ref_municipality_regions.share) as contacts,
    exact_sum(
        case when int_contact_outcomes.repeat_days <= 30 then int_contact_outcomes.weight else 0 end
        * ref_municipality_regions.share
    ) as repeated
from int_contact_outcomes
inner join delivered
    on int_contact_outcomes.contact_date + 30 <= delivered.last_date
inner join ref_municipality_regions
    on int_contact_outcomes.gm_code = ref_municipality_regions.gm_code
where int_contact_outcomes.has_chapter
group by all
