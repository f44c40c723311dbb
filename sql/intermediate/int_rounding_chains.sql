/* +++
title = "Afrondketens"
title_en = "Rounding chains"
description = "Every step, care path and part of a week in which confidential events are counted one after another; those an earlier build rounded are frozen."
grain = ["step", "path_number", "week_start", "month_start"]

[columns]
step = { type = "VARCHAR", description = "contacts, referral, visit, or treatment." }
path_number = { type = "BIGINT", description = "Care path." }
week_start = { type = "DATE", description = "Monday of the week." }
month_start = { type = "DATE", description = "First day of the month." }
is_frozen = { type = "BOOLEAN", description = "Rounded by an earlier build, for good." }
+++ */

with

chains as (

    select distinct
        step,
        path_number,
        week_start,
        month_start
    from int_countable_events

)

select
    chains.step,
    chains.path_number,
    chains.week_start,
    chains.month_start,
    stg_frozen__chains.step is not null as is_frozen
from chains
left join stg_frozen__chains
    on
        chains.step = stg_frozen__chains.step
        and chains.path_number = stg_frozen__chains.path_number
        and chains.week_start = stg_frozen__chains.week_start
        and chains.month_start = stg_frozen__chains.month_start
