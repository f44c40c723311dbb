/* +++
title = "Stappen van de keten per golf"
title_en = "Steps of the chain by wave"
description = "How many referrals of a wave went on to each next step, and which share would have at the chances of the baseline years for people of the same age, sex and urgency."
grain = ["region_code", "path_number", "window_code"]

[columns]
region_code = { type = "VARCHAR", description = "Region." }
path_number = { type = "BIGINT", description = "Care path; 300 is all specialisms together." }
window_code = { type = "VARCHAR", description = "Code of a wave." }
referrals = { type = "DOUBLE", description = "Referrals sent.", minimum = 0 }
seen = { type = "DOUBLE", description = "With a first contact within 180 days.", minimum = 0 }
treated = { type = "DOUBLE", description = "Of these: treated within 180 days.", minimum = 0 }
claimed = { type = "DOUBLE", description = "Of these: claimed within a year of the first contact.", minimum = 0 }
seen_a = { type = "DOUBLE", description = "With a first contact by links of class A only.", minimum = 0 }
expected_seen_share = { type = "DOUBLE", description = "Share of referrals that would be seen.", nullable = true, minimum = 0 }
expected_treated_share = { type = "DOUBLE", description = "Share of those seen that would be treated.", nullable = true, minimum = 0 }
expected_claimed_share = { type = "DOUBLE", description = "Share of those treated that would be claimed.", nullable = true, minimum = 0 }
past_referrals = { type = "DOUBLE", description = "Referrals in the baseline years.", minimum = 0 }
past_seen = { type = "DOUBLE", description = "Seen in the baseline years.", minimum = 0 }
past_treated = { type = "DOUBLE", description = "Treated in the baseline years.", minimum = 0 }
past_claimed = { type = "DOUBLE", description = "Claimed in the baseline years.", minimum = 0 }
wait_days = { type = "DOUBLE", description = "Mean days from referral to first contact.", nullable = true, minimum = 0 }
past_wait_days = { type = "DOUBLE", description = "The same in the baseline years.", nullable = true, minimum = 0 }
treatment_wait_days = { type = "DOUBLE", description = "Mean days from first contact to treatment.", nullable = true, minimum = 0 }
past_treatment_wait_days = { type = "DOUBLE", description = "The same in the baseline years.", nullable = true, minimum = 0 }
+++ */

with

past as (

    select *
    from fct_chain_cohorts
    where window_code = 'baseline'

),

-- Chances by age, sex and urgency are those of the nation; a region does better or worse by a factor per step.
nation as (

    select
        path_number,
        age_band,
        sex,
        urgency,
        seen / nullif(referrals, 0) as seen_share,
        treated / nullif(seen, 0) as treated_share,
        claimed / nullif(treated, 0) as claimed_share
    from past
    where region_code = 'NL'

),

local as (

    select
        past.region_code,
        past.path_number,
        exact_sum(past.referrals) as past_referrals,
        exact_sum(past.seen) as past_seen,
        exact_sum(past.treated) as past_treated,
        exact_sum(past.claimed) as past_claimed,
        exact_sum(past.wait_days) / nullif(exact_sum(past.seen), 0) as past_wait_days,
        exact_sum(past.treatment_wait_days) / nullif(exact_sum(past.treated), 0) as past_treatment_wait_days,
        exact_sum(past.seen) / nullif(exact_sum(past.referrals * nation.seen_share), 0) as seen_factor,
        exact_sum(past.treated) / nullif(exact_sum(past.seen * nation.treated_share), 0) as treated_factor,
        exact_sum(past.claimed) / nullif(exact_sum(past.treated * nation.claimed_share), 0) as claimed_factor
    from past
    inner join nation
        on
            past.path_number = nation.path_number
            and past.age_band = nation.age_band
            and past.sex = nation.sex
            and past.urgency = nation.urgency
    group by past.region_code, past.path_number

),

now as (

    select
        fct_chain_cohorts.region_code,
        fct_chain_cohorts.path_number,
        fct_chain_cohorts.window_code,
        exact_sum(fct_chain_cohorts.referrals) as referrals,
        exact_sum(fct_chain_cohorts.seen) as seen,
        exact_sum(fct_chain_cohorts.treated) as treated,
        exact_sum(fct_chain_cohorts.claimed) as claimed,
        exact_sum(fct_chain_cohorts.seen_a) as seen_a,
        exact_sum(fct_chain_cohorts.wait_days) as wait_days,
        exact_sum(fct_chain_cohorts.treatment_wait_days) as treatment_wait_days,
        exact_sum(fct_chain_cohorts.referrals * nation.seen_share) as seen_at_past_chances,
        exact_sum(fct_chain_cohorts.seen * nation.treated_share) as treated_at_past_chances,
        exact_sum(fct_chain_cohorts.treated * nation.claimed_share) as claimed_at_past_chances
    from fct_chain_cohorts
    left join nation
        on
            fct_chain_cohorts.path_number = nation.path_number
            and fct_chain_cohorts.age_band = nation.age_band
            and fct_chain_cohorts.sex = nation.sex
            and fct_chain_cohorts.urgency = nation.urgency
    where fct_chain_cohorts.window_code <> 'baseline'
    group by fct_chain_cohorts.region_code, fct_chain_cohorts.path_number, fct_chain_cohorts.window_code

)

select
    now.region_code,
    now.path_number,
    now.window_code,
    now.referrals,
    now.seen,
    now.treated,
    now.claimed,
    now.seen_a,
    least(1, local.seen_factor * now.seen_at_past_chances / nullif(now.referrals, 0)) as expected_seen_share,
    least(1, local.treated_factor * now.treated_at_past_chances / nullif(now.seen, 0)) as expected_treated_share,
    least(1, local.claimed_factor * now.claimed_at_past_chances / nullif(now.treated, 0)) as expected_claimed_share,
    local.past_referrals,
    local.past_seen,
    local.past_treated,
    local.past_claimed,
    now.wait_days / nullif(now.seen, 0) as wait_days,
    local.past_wait_days,
    now.treatment_wait_days / nullif(now.treated, 0) as treatment_wait_days,
    local.past_treatment_wait_days
from now
inner join local
    on
        now.region_code = local.region_code
        and now.path_number = local.path_number
