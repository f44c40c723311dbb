/* +++
title = "Eerste contacten waaraan een uitkomst te zien is"
title_en = "First contacts that show an outcome"
description = "First hospital contacts by emergency or planned by the GP that count in what is published: all where all is public, otherwise the selected ones."
grain = ["contact_number"]

[columns]
event = { type = "VARCHAR", description = "emergency, or planned: sent by the GP." }
contact_number = { type = "BIGINT", description = "First subtrajectory." }
path_number = { type = "BIGINT", description = "Care path." }
contact_date = { type = "DATE", description = "Day of opening." }
gm_code = { type = "VARCHAR", description = "Municipality of residence." }
weight = { type = "BIGINT", description = "How many contacts it stands for.", minimum = 1 }
+++ */

select
    case int_first_contacts.referrer_type when 'emergency' then 'emergency' else 'planned' end as event,
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
    int_first_contacts.referrer_type in ('emergency', 'gp')
    and int_first_contacts.path_number is not null
    and not int_first_contacts.is_shared_key
    and (not ref_disclosure.is_chain_protected or int_selected_events.record_number is not null)
