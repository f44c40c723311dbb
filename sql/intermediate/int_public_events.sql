/* +++
title = "Gebeurtenissen om te publiceren"
title_en = "Events to publish"
description = "What all published counts of the chain are made of: every event where all is public, otherwise the selected ones, each standing for as many as the base."
grain = ["step", "path_number", "patient_id", "event_date"]
is_stored = false

[columns]
step = { type = "VARCHAR", description = "contacts, referral, visit, or treatment." }
path_number = { type = "BIGINT", description = "Care path; 0 for contacts with the GP and specialisms that are not in the table." }
record_number = { type = "BIGINT", description = "The record of this step." }
patient_id = { type = "BIGINT", description = "Patient." }
event_date = { type = "DATE", description = "Day." }
gm_code = { type = "VARCHAR", description = "Municipality of residence." }
age_band = { type = "VARCHAR", description = "Age in the year of the event." }
sex = { type = "VARCHAR", description = "Sex." }
deprivation_fifth = { type = "BIGINT", description = "Fifth of deprivation; 0 where not delivered." }
mode = { type = "VARCHAR", description = "How a contact with the GP went; blank for other steps." }
urgency = { type = "VARCHAR", description = "Urgency of a referral; blank for other steps." }
care_line = { type = "VARCHAR", description = "Line of care referred to; blank for other steps." }
weight = { type = "BIGINT", description = "How many events it stands for.", minimum = 1 }
+++ */

select
    int_chain_events.*,
    cast(1 as bigint) as weight
from int_chain_events
cross join ref_disclosure
where not ref_disclosure.is_chain_protected

union all

select
    int_chain_events.*,
    ref_disclosure.base as weight
from int_chain_events
inner join int_selected_events
    on
        int_chain_events.step = int_selected_events.step
        and int_chain_events.record_number = int_selected_events.record_number
        and int_chain_events.path_number = int_selected_events.path_number
        and cast(date_trunc('week', int_chain_events.event_date) as date) = int_selected_events.week_start
        and cast(date_trunc('month', int_chain_events.event_date) as date) = int_selected_events.month_start
cross join ref_disclosure
where ref_disclosure.is_chain_protected
