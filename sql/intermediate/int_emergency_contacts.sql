/* +++
title = "Eerste contacten via de spoed"
title_en = "First contacts by emergency"
description = "First hospital contacts that began as an emergency and count in what is published: all where all is public, otherwise the selected ones."
grain = ["contact_number"]

[columns]
contact_number = { type = "BIGINT", description = "First subtrajectory." }
path_number = { type = "BIGINT", description = "Care path." }
contact_date = { type = "DATE", description = "Day of opening." }
gm_code = { type = "VARCHAR", description = "Municipality of residence." }
weight = { type = "BIGINT", description = "How many contacts it stands for.", minimum = 1 }
+++ */

select
    int_first_contacts.contact_number,
    int_first_contacts.path_number,
    int_first_contacts.contact_date,
    int_first_contacts.gm_code,
    case when ref_disclosure.is_chain_protected then ref_disclosure.base else 1 end as weight
from int_first_contacts
cross join ref_disclosure
left join int_selected_events
    on
        int_selected_events.step = 'visit'
        and int_first_contacts.contact_number = int_selected_events.record_number
        and int_first_contacts.path_number = int_selected_events.path_number
        and cast(date_trunc('week', int_first_contacts.contact_date) as date) = int_selected_events.week_start
        and cast(date_trunc('month', int_first_contacts.contact_date) as date) = int_selected_events.month_start
where
    int_first_contacts.referrer_type = 'emergency'
    and int_first_contacts.path_number is not null
    and not int_first_contacts.is_shared_key
    and (not ref_disclosure.is_chain_protected or int_selected_events.record_number is not null)
