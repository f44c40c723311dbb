/* +++
title = "Tot wanneer elke stap bekend is"
title_en = "Until when each step is known"
description = "The last day of each step of the chain that is published: the last one delivered, for confidential extracts the last one that no longer changes."
grain = ["step"]

[columns]
step = { type = "VARCHAR", description = "contacts, referral, visit, or treatment." }
last_date = { type = "DATE", description = "Last day." }
+++ */

select
    case int_extractions.kind
        when 'gp_contacts' then 'contacts'
        when 'gp_referrals' then 'referral'
        when 'hospital_trajectories' then 'visit'
        when 'hospital_activities' then 'treatment'
    end as step,
    int_extractions.last_date - cast(
        case
            when not ref_disclosure.is_chain_protected then 0
            when int_extractions.kind in ('gp_contacts', 'gp_referrals') then ref_disclosure.settled_gp_days
            else ref_disclosure.settled_hospital_days
        end as integer
    ) as last_date
from int_extractions
cross join ref_disclosure
where int_extractions.kind <> 'insurer_claims'
