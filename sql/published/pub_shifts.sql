/* +++
title = "Verschuivingen"
title_en = "Shifts"
description = "Modes of contact with the GP, lines of care referred to and places of treatment: each category against its own baseline, all of a shift adding up to the published total."
grain = ["region_code", "dimension", "window_code", "category"]

[columns]
region_code = { type = "VARCHAR", description = "Region; see pub_regions." }
dimension = { type = "VARCHAR", description = "mode (of contacts with the GP), care_line (of referrals), or place (of treatments in hospitals)." }
window_code = { type = "VARCHAR", description = "Window of months; see pub_windows." }
category = { type = "VARCHAR", description = "Mode, line of care 0 to 3, or setting." }
category_number = { type = "BIGINT", description = "Place in lists, from 1.", minimum = 1 }
observed = { type = "DOUBLE", description = "Observed; null when small or not shown.", nullable = true }
expected = { type = "DOUBLE", description = "To be expected from the category's own baseline, scaled so that all categories add up to the total.", nullable = true }
difference = { type = "DOUBLE", description = "Observed minus expected: above zero is more than expected.", nullable = true }
lower = { type = "DOUBLE", description = "Lower 95 % bound of the difference.", nullable = true }
upper = { type = "DOUBLE", description = "Upper 95 % bound of the difference.", nullable = true }
observed_share = { type = "DOUBLE", description = "Part of all that was observed.", nullable = true, minimum = 0 }
expected_share = { type = "DOUBLE", description = "Part of all that was to be expected.", nullable = true, minimum = 0 }
quality = { type = "DOUBLE", description = "Share of contacts followed within 30 days by another for the same ICPC chapter; null of fewer than a hundred seen.", nullable = true, minimum = 0 }
quality_before = { type = "DOUBLE", description = "The same in the baseline.", nullable = true, minimum = 0 }
status = { type = "VARCHAR", description = "shown, or too_few (less to be expected of all categories than may be told)." }
+++ */

with

names as (

    select
        listed.dimension,
        listed.category,
        listed.category_number
    from (
        values
        ('mode', 'consult', 1),
        ('mode', 'visit', 2),
        ('mode', 'telephone', 3),
        ('mode', 'video', 4),
        ('mode', 'e_consult', 5),
        ('mode', 'digital_triage', 6),
        ('care_line', '0', 1),
        ('care_line', '1', 2),
        ('care_line', '2', 3),
        ('care_line', '3', 4),
        ('place', 'outpatient', 1),
        ('place', 'day_case', 2),
        ('place', 'inpatient', 3)
    ) as listed (dimension, category, category_number)

),

-- A month belongs to the window its middle lies in.
windows as (

    select
        window_code,
        first_date,
        last_date
    from fct_windows
    where period_type = 'month'

    union all

    select
        'baseline' as window_code,
        first_date,
        last_date
    from ref_baseline

),

repeats as (

    select
        fct_contact_repeats.region_code,
        fct_contact_repeats.mode,
        windows.window_code,
        exact_sum(fct_contact_repeats.contacts) as contacts,
        exact_sum(fct_contact_repeats.repeated) as repeated
    from fct_contact_repeats
    inner join windows
        on fct_contact_repeats.month_start + 15 between windows.first_date and windows.last_date
    group by all

),

shares as (

    select
        repeats.region_code,
        'mode' as dimension,
        repeats.mode as category,
        repeats.window_code,
        repeats.repeated / repeats.contacts as quality
    from repeats
    cross join ref_disclosure
    -- A share without a margin needs a hundred that were seen; a protected count is made of one in so many.
    where repeats.contacts >= 100 * case when ref_disclosure.is_chain_protected then ref_disclosure.base else 1 end

),

judged as (

    select
        calc_shifts.*,
        sum(calc_shifts.observed) over whole as all_observed,
        sum(calc_shifts.expected) over whole as all_expected,
        sum(calc_shifts.expected) over whole >= ref_sources.smallest_base as is_shown,
        sum(calc_shifts.observed) over whole >= ref_sources.smallest_base as has_share,
        ref_sources.is_protected
    from calc_shifts
    inner join ref_sources
        on ref_sources.source = 'chain'
    window whole as (partition by calc_shifts.region_code, calc_shifts.dimension, calc_shifts.window_code)

),

shown as (

    select
        region_code,
        dimension,
        window_code,
        category,
        is_shown,
        case when is_shown then shown_count(observed, is_protected) end as observed,
        case when is_shown then expected end as expected,
        case when is_shown then lower end as expected_lower,
        case when is_shown then upper end as expected_upper,
        case when is_shown and has_share then all_observed end as all_observed,
        all_expected
    from judged

)

select
    shown.region_code,
    shown.dimension,
    shown.window_code,
    shown.category,
    cast(coalesce(names.category_number, 9) as bigint) as category_number,
    shown.observed,
    shown.expected,
    shown.observed - shown.expected as difference,
    shown.observed - shown.expected_upper as lower,
    shown.observed - shown.expected_lower as upper,
    shown.observed / shown.all_observed as observed_share,
    shown.expected / nullif(shown.all_expected, 0) as expected_share,
    case when shown.is_shown then shares.quality end as quality,
    case when shown.is_shown then past_shares.quality end as quality_before,
    case when shown.is_shown then 'shown' else 'too_few' end as status
from shown
left join names
    on
        shown.dimension = names.dimension
        and shown.category = names.category
left join shares
    on
        shown.region_code = shares.region_code
        and shown.dimension = shares.dimension
        and shown.category = shares.category
        and shown.window_code = shares.window_code
left join shares as past_shares
    on
        shown.region_code = past_shares.region_code
        and shown.dimension = past_shares.dimension
        and shown.category = past_shares.category
        and past_shares.window_code = 'baseline'
