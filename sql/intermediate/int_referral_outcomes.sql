/* +++
title = "Wat er van een verwijzing werd"
title_en = "What became of a referral"
description = "Every referral that was not sent again: followed by a first contact, or why not, and after how many days that was known."
grain = ["referral_number"]
is_stored = false

[columns]
referral_number = { type = "BIGINT", description = "Referral." }
source = { type = "VARCHAR", description = "Deliverer." }
path_number = { type = "BIGINT", description = "Care path; null for a specialism that is not in the table.", nullable = true }
referral_date = { type = "DATE", description = "Day of sending." }
urgency = { type = "VARCHAR", description = "spoed, urgent or regulier." }
gm_code = { type = "VARCHAR", description = "Municipality of residence." }
age_band = { type = "VARCHAR", description = "Age in the year of the referral." }
sex = { type = "VARCHAR", description = "Sex." }
contact_number = { type = "BIGINT", description = "First contact that followed.", nullable = true }
link_class = { type = "VARCHAR", description = "A or B for a referral that was followed.", nullable = true }
outcome = { type = "VARCHAR", description = "linked, open, expired, died, moved, not_observable (no hospital), no_path, or shared_key." }
known_after_days = { type = "BIGINT", description = "Days from sending to the outcome, or to the last day that was delivered; null where nothing can be seen.", nullable = true, minimum = 0 }
weight = { type = "BIGINT", description = "How many referrals it stands for in published counts; 0 for a confidential one that was not selected.", minimum = 0 }
+++ */

with

hospital as (

    select last_date
    from int_extractions
    where kind = 'hospital_trajectories'

),

followed as (

    select
        int_followed_referrals.*,
        greatest(0, date_diff('day', int_followed_referrals.referral_date, hospital.last_date)) as seen_days
    from int_followed_referrals
    left join hospital
        on true

),

judged as (

    select
        *,
        case
            when not is_hospital then 'not_observable'
            when is_shared_key then 'shared_key'
            when path_number is null then 'no_path'
            when wait_days is not null then 'linked'
            when seen_days is null then 'not_observable'
            when exit_days <= least(window_days, seen_days) then exit_type
            when seen_days > window_days then 'expired'
            else 'open'
        end as outcome
    from followed

)

select
    judged.referral_number,
    judged.source,
    judged.path_number,
    judged.referral_date,
    judged.urgency,
    judged.gm_code,
    judged.age_band,
    judged.sex,
    judged.contact_number,
    judged.link_class,
    judged.outcome,
    case judged.outcome
        when 'linked' then judged.wait_days
        when 'died' then greatest(0, judged.exit_days)
        when 'moved' then greatest(0, judged.exit_days)
        when 'expired' then judged.window_days
        when 'open' then judged.seen_days
    end as known_after_days,
    case
        when not ref_disclosure.is_chain_protected then cast(1 as bigint)
        when int_selected_events.record_number is not null then ref_disclosure.base
        else cast(0 as bigint)
    end as weight
from judged
cross join ref_disclosure
left join int_selected_events
    on
        int_selected_events.step = 'referral'
        and judged.referral_number = int_selected_events.record_number
