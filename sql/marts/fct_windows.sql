/* +++
title = "Periodes met een naam"
title_en = "Named windows"
description = "The windows a reader can choose: each year after the baseline, for series finer than a year all since March 2020, and for weeks every wave."
grain = ["period_type", "window_code"]

[columns]
period_type = { type = "VARCHAR", description = "week, month, quarter or year." }
window_code = { type = "VARCHAR", description = "A year, sinds-2020-03, or the code of a wave." }
window_type = { type = "VARCHAR", description = "year, since, or wave." }
first_date = { type = "DATE", description = "First day; a period belongs to the window its middle lies in." }
last_date = { type = "DATE", description = "Last day." }
+++ */

with

years as (

    -- The Thursday decides the year of a week; no other period straddles a year.
    select distinct
        fct_care_volumes.period_type,
        year(cast(fct_care_volumes.period_start + interval 3 day as date)) as calendar_year
    from fct_care_volumes
    cross join ref_baseline
    where fct_care_volumes.period_start > ref_baseline.last_date

)

select
    period_type,
    cast(calendar_year as varchar) as window_code,
    'year' as window_type,
    make_date(calendar_year, 1, 1) as first_date,
    make_date(calendar_year, 12, 31) as last_date
from years

union all

select
    period_type,
    'sinds-2020-03' as window_code,
    'since' as window_type,
    make_date(2020, 3, 9) as first_date,
    make_date(max(calendar_year), 12, 31) as last_date
from years
where period_type <> 'year'
group by period_type
having max(calendar_year) >= 2020

union all

-- Waves begin and end within a month or a quarter: only weeks are fine enough for them.
select
    'week' as period_type,
    event as window_code,
    'wave' as window_type,
    first_date,
    last_date
from ref_events
where event_type = 'wave'
