/* +++
title = "Waargenomen en verwacht"
title_en = "Observed and expected"
description = "What was observed against what was to be expected, by region, care type and period, with 95 and 80 % bounds."
grain = ["region_code", "care_type", "period_type", "period_start"]

[columns]
region_code = { type = "VARCHAR", description = "Region; see pub_regions." }
care_type = { type = "VARCHAR", description = "Care type; see pub_care_types." }
period_type = { type = "VARCHAR", description = "week, month, quarter or year." }
period_start = { type = "DATE", description = "First day of the period." }
observed = { type = "DOUBLE", description = "In the unit of the care type; null when not delivered, or small.", nullable = true }
expected = { type = "DOUBLE", description = "Without the pandemic; null in a break or without a baseline.", nullable = true }
lower = { type = "DOUBLE", description = "Lower 95 % bound of what was to be expected.", nullable = true }
upper = { type = "DOUBLE", description = "Upper 95 % bound of what was to be expected.", nullable = true }
deficit = { type = "DOUBLE", description = "Expected minus observed.", nullable = true }
ratio = { type = "DOUBLE", description = "Observed as a share of expected; null where fewer were expected than may be told.", nullable = true }
status = { type = "VARCHAR", description = "baseline, delivered, indicative (baseline of one year), small (fewer than ten, or none), break, no_baseline, or no_delivery." }
lower_80 = { type = "DOUBLE", description = "Lower 80 % bound.", nullable = true }
upper_80 = { type = "DOUBLE", description = "Upper 80 % bound.", nullable = true }
unit = { type = "VARCHAR", description = "count, or eur_per_insured_year." }
expected_flat = { type = "DOUBLE", description = "Expected without a trend: by demography only.", nullable = true }
expected_full = { type = "DOUBLE", description = "Expected with the trend of the baseline in full.", nullable = true }
+++ */

with

judged as (

    select
        fct_care_volumes.*,
        calc_expected.expected,
        calc_expected.lower,
        calc_expected.upper,
        calc_expected.lower_80,
        calc_expected.upper_80,
        calc_expected.expected_flat,
        calc_expected.expected_full,
        case
            when fct_care_volumes.status <> 'delivered' then fct_care_volumes.status
            when fct_care_volumes.is_protected and fct_care_volumes.observed = 0 then 'small'
            when calc_expected.expected is null then 'no_baseline'
            when fct_care_volumes.period_start <= ref_baseline.last_date then 'baseline'
            when calc_expected.lower is null then 'indicative'
            else 'delivered'
        end as judged_status
    from fct_care_volumes
    cross join ref_baseline
    left join calc_expected
        on
            fct_care_volumes.region_code = calc_expected.region_code
            and fct_care_volumes.care_type = calc_expected.care_type
            and fct_care_volumes.period_type = calc_expected.period_type
            and fct_care_volumes.period_start = calc_expected.period_start
            and fct_care_volumes.status <> 'break'

)

select
    region_code,
    care_type,
    period_type,
    period_start,
    shown_count(observed, is_protected) as observed,
    expected,
    lower,
    upper,
    expected - shown_count(observed, is_protected) as deficit,
    share_of_expected(shown_count(observed, is_protected), expected, unit, smallest_base) as ratio,
    judged_status as status,
    lower_80,
    upper_80,
    unit,
    expected_flat,
    expected_full
from judged
