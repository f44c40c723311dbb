/* +++
title = "Stappen van de keten, waargenomen en verwacht"
title_en = "Steps of the chain, observed and expected"
description = "For each wave what was observed at every step of the chain, and what was to be expected of the entrance and of going on."
grain = ["region_code", "path_number", "window_code"]

[columns]
region_code = { type = "VARCHAR", description = "Region." }
path_number = { type = "BIGINT", description = "Care path; 300 is all specialisms together." }
window_code = { type = "VARCHAR", description = "Code of a wave." }
window_end = { type = "DATE", description = "Last day of the wave." }
is_hospital = { type = "BOOLEAN", description = "A first contact is delivered for this path." }
contacts_observed = { type = "DOUBLE", description = "Contacts with the GP.", nullable = true }
contacts_expected = { type = "DOUBLE", description = "Expected contacts." }
contacts_lower = { type = "DOUBLE", description = "Lower 95 % bound." }
contacts_upper = { type = "DOUBLE", description = "Upper 95 % bound." }
referrals_observed = { type = "DOUBLE", description = "Referrals sent.", nullable = true }
referrals_expected = { type = "DOUBLE", description = "Expected referrals." }
referrals_lower = { type = "DOUBLE", description = "Lower 95 % bound." }
referrals_upper = { type = "DOUBLE", description = "Upper 95 % bound." }
seen_observed = { type = "DOUBLE", description = "With a first contact within 180 days." }
treated_observed = { type = "DOUBLE", description = "Treated within 180 days of that." }
claimed_observed = { type = "DOUBLE", description = "Claimed within a year of the first contact." }
expected_seen_share = { type = "DOUBLE", description = "Share of referrals that would be seen.", nullable = true }
expected_treated_share = { type = "DOUBLE", description = "Share of those seen that would be treated.", nullable = true }
expected_claimed_share = { type = "DOUBLE", description = "Share of those treated that would be claimed.", nullable = true }
past_referrals = { type = "DOUBLE", description = "Referrals in the baseline years." }
past_seen = { type = "DOUBLE", description = "Seen in the baseline years." }
past_treated = { type = "DOUBLE", description = "Treated in the baseline years." }
past_claimed = { type = "DOUBLE", description = "Claimed in the baseline years." }
+++ */

select
    fct_chain_steps.region_code,
    fct_chain_steps.path_number,
    fct_chain_steps.window_code,
    fct_windows.last_date as window_end,
    ref_care_paths.destination = 'hospital' as is_hospital,
    contacts.observed as contacts_observed,
    contacts.expected as contacts_expected,
    contacts.lower as contacts_lower,
    contacts.upper as contacts_upper,
    fct_chain_steps.referrals as referrals_observed,
    referred.expected as referrals_expected,
    referred.lower as referrals_lower,
    referred.upper as referrals_upper,
    fct_chain_steps.seen as seen_observed,
    fct_chain_steps.treated as treated_observed,
    fct_chain_steps.claimed as claimed_observed,
    fct_chain_steps.expected_seen_share,
    fct_chain_steps.expected_treated_share,
    fct_chain_steps.expected_claimed_share,
    fct_chain_steps.past_referrals,
    fct_chain_steps.past_seen,
    fct_chain_steps.past_treated,
    fct_chain_steps.past_claimed
from fct_chain_steps
inner join ref_care_paths
    on fct_chain_steps.path_number = ref_care_paths.path_number
inner join fct_windows
    on
        fct_chain_steps.window_code = fct_windows.window_code
        and fct_windows.window_type = 'wave'
inner join calc_window_expected as contacts
    on
        fct_chain_steps.region_code = contacts.region_code
        and fct_chain_steps.window_code = contacts.window_code
        and contacts.period_type = 'week'
        and contacts.care_type = 'chain_contacts'
        and contacts.scenario = 'primary'
inner join calc_window_expected as referred
    on
        fct_chain_steps.region_code = referred.region_code
        and fct_chain_steps.window_code = referred.window_code
        and referred.period_type = 'week'
        and referred.care_type = concat('referral_', ref_care_paths.care_path)
        and referred.scenario = 'primary'
