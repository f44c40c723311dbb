/* +++
title = "Gekozen gebeurtenissen"
title_en = "Selected events"
description = "Systematic rounding of confidential counts: along a chain one event in so many is chosen, from a secret start, and stands for all of them."
grain = ["step", "record_number"]

[columns]
step = { type = "VARCHAR", description = "contacts, referral, visit, or treatment." }
record_number = { type = "BIGINT", description = "The record of this step." }
path_number = { type = "BIGINT", description = "Care path." }
week_start = { type = "DATE", description = "Monday of the week." }
month_start = { type = "DATE", description = "First day of the month." }
+++ */

with

placed as (

    select
        int_countable_events.step,
        int_countable_events.path_number,
        int_countable_events.week_start,
        int_countable_events.month_start,
        int_countable_events.record_number,
        int_countable_events.patient_id,
        int_countable_events.gm_code,
        int_countable_events.age_band,
        int_countable_events.sex,
        int_countable_events.deprivation_fifth,
        calc_chain_starts.chain_start,
        ref_chain_order.place,
        ref_chain_order.region_code
    from int_countable_events
    inner join calc_chain_starts
        on
            int_countable_events.step = calc_chain_starts.step
            and int_countable_events.path_number = calc_chain_starts.path_number
            and int_countable_events.week_start = calc_chain_starts.week_start
            and int_countable_events.month_start = calc_chain_starts.month_start
    inner join ref_chain_order
        on int_countable_events.gm_code = ref_chain_order.gm_code
    -- What was chosen for good is not chosen again where a correction has put it.
    anti join stg_frozen__events
        on
            int_countable_events.step = stg_frozen__events.step
            and int_countable_events.record_number = stg_frozen__events.record_number

),

-- Ten events of fewer than ten people would say that somebody had many: at most nine of them count.
crowded as (

    select
        step,
        path_number,
        week_start,
        month_start,
        region_code
    from placed
    group by step, path_number, week_start, month_start, region_code
    having count(*) >= 10 and count(distinct patient_id) < 10

),

ranked as (

    select
        placed.*,
        crowded.step is not null as is_crowded,
        row_number() over (
            partition by placed.step, placed.path_number, placed.week_start, placed.month_start, placed.region_code
            order by placed.record_number
        ) as place_in_region
    from placed
    left join crowded
        on
            placed.step = crowded.step
            and placed.path_number = crowded.path_number
            and placed.week_start = crowded.week_start
            and placed.month_start = crowded.month_start
            and placed.region_code = crowded.region_code

),

positioned as (

    select
        step,
        record_number,
        path_number,
        week_start,
        month_start,
        chain_start,
        row_number() over (
            partition by step, path_number, week_start, month_start
            order by place, age_band, sex, deprivation_fifth, record_number
        ) as place_in_chain
    from ranked
    where not is_crowded or place_in_region <= 9

)

select
    positioned.step,
    positioned.record_number,
    positioned.path_number,
    positioned.week_start,
    positioned.month_start
from positioned
cross join ref_disclosure
where (positioned.place_in_chain + positioned.chain_start) % ref_disclosure.base = 0

union all

select
    step,
    record_number,
    path_number,
    week_start,
    month_start
from stg_frozen__events
