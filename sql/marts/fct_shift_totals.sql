/* +++
title = "Totalen van de verschuivingen"
title_en = "Totals of the shifts"
description = "What was observed and to be expected over named windows of months, as published for the care types: the categories of a shift add up to this."
grain = ["dimension", "region_code", "window_code"]

[columns]
dimension = { type = "VARCHAR", description = "mode, care_line, or place." }
region_code = { type = "VARCHAR", description = "Region." }
window_code = { type = "VARCHAR", description = "Window; see fct_windows." }
observed = { type = "DOUBLE", description = "Observed; null where a month is missing or broken.", nullable = true }
expected = { type = "DOUBLE", description = "To be expected.", nullable = true }
+++ */

with

-- A baseline of one year has one scenario.
windows as (

    select
        calc_window_expected.care_type,
        calc_window_expected.region_code,
        calc_window_expected.window_code,
        any_value(calc_window_expected.observed) as observed,
        coalesce(
            any_value(calc_window_expected.expected) filter (where calc_window_expected.scenario = 'primary'),
            any_value(calc_window_expected.expected) filter (where calc_window_expected.scenario = 'flat')
        ) as expected
    from calc_window_expected
    where calc_window_expected.period_type = 'month'
    group by all

)

select
    fct_shift_care_types.dimension,
    windows.region_code,
    windows.window_code,
    case when count(windows.observed) = count(*) then exact_sum(windows.observed) end as observed,
    case when count(windows.expected) = count(*) then exact_sum(windows.expected) end as expected
from windows
inner join fct_shift_care_types
    on windows.care_type = fct_shift_care_types.care_type
group by all
