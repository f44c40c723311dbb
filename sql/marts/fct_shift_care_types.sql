/* +++
title = "Zorgsoorten van de verschuivingen"
title_en = "Care types of the shifts"
description = "What the categories of a shift add up to: contacts with the GP by mode, referrals by line of care, treatments by place. Only care types of which a total was to be expected."
grain = ["dimension", "care_type"]
is_stored = false

[columns]
dimension = { type = "VARCHAR", description = "mode, care_line, or place." }
care_type = { type = "VARCHAR", description = "Care type." }
+++ */

with

expected as (

    select distinct care_type
    from calc_window_expected
    where period_type = 'month'

),

counted as (

    select distinct care_type
    from fct_stratified_volumes

),

named as (

    select
        'mode' as dimension,
        'chain_contacts' as care_type

    union all

    select
        'place' as dimension,
        'treatment_hospital' as care_type

    union all

    -- Each path once: all specialisms together would count them twice.
    select
        'care_line' as dimension,
        care_type
    from counted
    where starts_with(care_type, 'referral_')

)

select
    named.dimension,
    named.care_type
from named
semi join expected
    on named.care_type = expected.care_type
