/* +++
title = "Waargenomen en verwacht per periode met een naam"
title_en = "Observed and expected by named window"
description = "Observed against expected over a whole window, in three scenarios of the trend, and what that says in words."
grain = ["region_code", "care_type", "period_type", "window_code"]

[columns]
region_code = { type = "VARCHAR", description = "Region; see pub_regions." }
care_type = { type = "VARCHAR", description = "Care type; see pub_care_types." }
period_type = { type = "VARCHAR", description = "week, month, quarter or year." }
window_code = { type = "VARCHAR", description = "Window; see pub_windows, or a wave in pub_events." }
observed = { type = "DOUBLE", description = "Total over the window; null when a period is missing or broken, or when it is small.", nullable = true }
expected = { type = "DOUBLE", description = "Expected total.", nullable = true }
lower = { type = "DOUBLE", description = "Lower 95 % bound of the expected total; null on a baseline of one year.", nullable = true }
upper = { type = "DOUBLE", description = "Upper 95 % bound of the expected total.", nullable = true }
deficit = { type = "DOUBLE", description = "Expected minus observed.", nullable = true }
ratio = { type = "DOUBLE", description = "Observed as a share of expected; null where fewer were expected than may be told.", nullable = true }
finding = { type = "VARCHAR", description = "clearly_fewer, probably_fewer, as_expected, probably_more, clearly_more, indicative, or unknown." }
expected_flat = { type = "DOUBLE", description = "Expected total without a trend: by demography only.", nullable = true }
lower_flat = { type = "DOUBLE", description = "Its lower 95 % bound.", nullable = true }
upper_flat = { type = "DOUBLE", description = "Its upper 95 % bound.", nullable = true }
expected_full = { type = "DOUBLE", description = "Expected total with the trend of the baseline in full.", nullable = true }
lower_full = { type = "DOUBLE", description = "Its lower 95 % bound.", nullable = true }
upper_full = { type = "DOUBLE", description = "Its upper 95 % bound.", nullable = true }
holds = { type = "BOOLEAN", description = "All three scenarios say fewer, or all say more, beyond their 95 % bounds." }
+++ */

with

scenarios as (

    select
        region_code,
        care_type,
        period_type,
        window_code,
        any_value(observed) as observed,
        any_value(expected) filter (where scenario = 'primary') as expected,
        any_value(lower) filter (where scenario = 'primary') as lower,
        any_value(upper) filter (where scenario = 'primary') as upper,
        any_value(lower_80) filter (where scenario = 'primary') as lower_80,
        any_value(upper_80) filter (where scenario = 'primary') as upper_80,
        any_value(expected) filter (where scenario = 'flat') as expected_flat,
        any_value(lower) filter (where scenario = 'flat') as lower_flat,
        any_value(upper) filter (where scenario = 'flat') as upper_flat,
        any_value(expected) filter (where scenario = 'full') as expected_full,
        any_value(lower) filter (where scenario = 'full') as lower_full,
        any_value(upper) filter (where scenario = 'full') as upper_full,
        count(*) = 3 and (bool_and(observed < lower) or bool_and(observed > upper)) as holds
    from calc_window_expected
    group by all

),

sources as (

    select distinct
        care_type,
        unit,
        is_protected,
        smallest_base
    from fct_care_volumes

),

-- A baseline of one year has one scenario: demography only.
judged as (

    select
        scenarios.* replace (
            coalesce(scenarios.expected, scenarios.expected_flat) as expected,
            shown_count(scenarios.observed, sources.is_protected) as observed
        ),
        sources.unit,
        sources.smallest_base
    from scenarios
    inner join sources
        on scenarios.care_type = sources.care_type

)

select
    region_code,
    care_type,
    period_type,
    window_code,
    observed,
    expected,
    lower,
    upper,
    expected - observed as deficit,
    share_of_expected(observed, expected, unit, smallest_base) as ratio,
    case
        when observed is null then 'unknown'
        when lower is null then 'indicative'
        when observed < lower then 'clearly_fewer'
        when observed < lower_80 then 'probably_fewer'
        when observed > upper then 'clearly_more'
        when observed > upper_80 then 'probably_more'
        else 'as_expected'
    end as finding,
    expected_flat,
    lower_flat,
    upper_flat,
    expected_full,
    lower_full,
    upper_full,
    observed is not null and coalesce(holds, false) as holds
from judged
