/* +++
title = "De keten per golf"
title_en = "The chain by wave"
description = "What was observed and expected at every step of the chain in a wave, and how much of the deficit at its end each step explains; the parts add up to it."
grain = ["region_code", "path_number", "window_code", "step"]

[columns]
region_code = { type = "VARCHAR", description = "Region; see pub_regions." }
path_number = { type = "BIGINT", description = "Care path; see pub_care_paths." }
window_code = { type = "VARCHAR", description = "Wave; see pub_events." }
step = { type = "VARCHAR", description = "contacts, referrals, seen, treated, or claimed." }
step_number = { type = "BIGINT", description = "Place in the chain, from 1.", minimum = 1 }
observed = { type = "DOUBLE", description = "Observed; null where it is not shown.", nullable = true }
expected = { type = "DOUBLE", description = "To be expected.", nullable = true }
lost = { type = "DOUBLE", description = "Part of the deficit at the end of the chain that this step explains, in the unit of the last step.", nullable = true }
lower = { type = "DOUBLE", description = "Lower 95 % bound of that part.", nullable = true }
upper = { type = "DOUBLE", description = "Upper 95 % bound.", nullable = true }
status = { type = "VARCHAR", description = "shown, too_few, or too_young." }
observed_a = { type = "DOUBLE", description = "First contacts by links of class A only.", nullable = true }
wait_days = { type = "DOUBLE", description = "Mean days waited since the step before; for first contacts and treatments.", nullable = true }
past_wait_days = { type = "DOUBLE", description = "The same in the baseline years.", nullable = true }
+++ */

with

-- A mean of few protected people would say too much of each.
steps as (

    select
        fct_chain_steps.region_code,
        fct_chain_steps.path_number,
        fct_chain_steps.window_code,
        fct_chain_steps.seen_a,
        fct_chain_steps.wait_days,
        fct_chain_steps.past_wait_days,
        fct_chain_steps.treatment_wait_days,
        fct_chain_steps.past_treatment_wait_days,
        not ref_sources.is_protected
        or least(fct_chain_steps.treated, fct_chain_steps.past_treated) >= ref_sources.smallest_base as has_waits
    from fct_chain_steps
    inner join ref_sources
        on ref_sources.source = 'chain'

)

select
    calc_funnel.*,
    case
        when calc_funnel.status = 'shown' and calc_funnel.step = 'seen' then steps.seen_a
    end as observed_a,
    case
        when calc_funnel.status <> 'shown' or not steps.has_waits then null
        when calc_funnel.step = 'seen' then steps.wait_days
        when calc_funnel.step = 'treated' then steps.treatment_wait_days
    end as wait_days,
    case
        when calc_funnel.status <> 'shown' or not steps.has_waits then null
        when calc_funnel.step = 'seen' then steps.past_wait_days
        when calc_funnel.step = 'treated' then steps.past_treatment_wait_days
    end as past_wait_days
from calc_funnel
inner join steps
    on
        calc_funnel.region_code = steps.region_code
        and calc_funnel.path_number = steps.path_number
        and calc_funnel.window_code = steps.window_code
