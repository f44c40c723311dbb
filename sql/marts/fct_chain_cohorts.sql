/* +++
title = "De keten na een verwijzing"
title_en = "The chain after a referral"
description = "Referrals sent in a wave or in the baseline years, and how many went on: a first contact within 180 days, a treatment within 180 days of that, a claim within a year of it."
grain = ["region_code", "path_number", "window_code", "age_band", "sex", "urgency"]

[columns]
region_scheme = { type = "VARCHAR", description = "Scheme; land for the nation." }
region_code = { type = "VARCHAR", description = "Region." }
path_number = { type = "BIGINT", description = "Care path." }
window_code = { type = "VARCHAR", description = "Code of a wave, or baseline." }
age_band = { type = "VARCHAR", description = "Age in the year of the referral." }
sex = { type = "VARCHAR", description = "Sex." }
urgency = { type = "VARCHAR", description = "Urgency." }
referrals = { type = "DOUBLE", description = "Referrals, sent again not counted.", minimum = 0 }
seen = { type = "DOUBLE", description = "Of these: with a first contact within 180 days.", minimum = 0 }
treated = { type = "DOUBLE", description = "Of these: with a treatment within 180 days of that.", minimum = 0 }
claimed = { type = "DOUBLE", description = "Of these: with a claim within a year of the first contact.", minimum = 0 }
seen_a = { type = "DOUBLE", description = "With a first contact within 180 days, by links of class A only.", minimum = 0 }
wait_days = { type = "DOUBLE", description = "Days waited for the first contact, added up over those seen.", minimum = 0 }
treatment_wait_days = { type = "DOUBLE", description = "Days from first contact to treatment, added up over those treated.", minimum = 0 }
+++ */

with

windows as (

    select
        window_code,
        first_date,
        last_date
    from fct_windows
    where window_type = 'wave'

    union all

    select
        'baseline' as window_code,
        first_date,
        last_date
    from ref_baseline

),

followed as (

    select
        int_referral_outcomes.*,
        int_referral_outcomes.outcome = 'linked' and int_referral_outcomes.known_after_days <= 180 as is_seen,
        int_first_contacts.contact_date,
        int_treatments.treatment_date,
        int_treatments.claim_date,
        -- A week belongs to the window its Thursday lies in, as it does for volumes.
        cast(date_trunc('week', int_referral_outcomes.referral_date) + interval 3 day as date) as thursday
    from int_referral_outcomes
    left join int_first_contacts
        on int_referral_outcomes.contact_number = int_first_contacts.contact_number
    left join int_treatments
        on int_referral_outcomes.contact_number = int_treatments.contact_number
    where
        int_referral_outcomes.weight > 0
        and int_referral_outcomes.path_number is not null
        and int_referral_outcomes.outcome <> 'shared_key'

),

steps as (

    select
        *,
        coalesce(is_seen and date_diff('day', contact_date, treatment_date) between 0 and 180, false) as is_treated,
        coalesce(date_diff('day', contact_date, claim_date) <= 365, false) as is_claimed
    from followed

),

counted as (

    select
        steps.gm_code,
        steps.path_number,
        windows.window_code,
        steps.age_band,
        steps.sex,
        steps.urgency,
        sum(steps.weight) as referrals,
        coalesce(sum(steps.weight) filter (where steps.is_seen), 0) as seen,
        coalesce(sum(steps.weight) filter (where steps.is_treated), 0) as treated,
        coalesce(sum(steps.weight) filter (where steps.is_treated and steps.is_claimed), 0) as claimed,
        coalesce(sum(steps.weight) filter (where steps.is_seen and steps.link_class = 'A'), 0) as seen_a,
        sum(case when steps.is_seen then steps.weight * steps.known_after_days else 0 end) as wait_days,
        sum(
            case
                when steps.is_treated
                    then steps.weight * date_diff('day', steps.contact_date, steps.treatment_date)
                else 0
            end
        ) as treatment_wait_days
    from steps
    inner join windows
        on steps.thursday between windows.first_date and windows.last_date
    group by all

),

-- Path 300 is all specialisms together.
with_total as (

    select * from counted

    union all

    select counted.* replace (cast(300 as bigint) as path_number)
    from counted
    inner join ref_care_paths
        on counted.path_number = ref_care_paths.path_number
    where ref_care_paths.destination = 'hospital'

)

select
    ref_municipality_regions.region_scheme,
    ref_municipality_regions.region_code,
    with_total.path_number,
    with_total.window_code,
    with_total.age_band,
    with_total.sex,
    with_total.urgency,
    exact_sum(with_total.referrals * ref_municipality_regions.share) as referrals,
    exact_sum(with_total.seen * ref_municipality_regions.share) as seen,
    exact_sum(with_total.treated * ref_municipality_regions.share) as treated,
    exact_sum(with_total.claimed * ref_municipality_regions.share) as claimed,
    exact_sum(with_total.seen_a * ref_municipality_regions.share) as seen_a,
    exact_sum(with_total.wait_days * ref_municipality_regions.share) as wait_days,
    exact_sum(with_total.treatment_wait_days * ref_municipality_regions.share) as treatment_wait_days
from with_total
inner join ref_municipality_regions
    on with_total.gm_code = ref_municipality_regions.gm_code
group by all
