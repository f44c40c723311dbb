/* +++
title = "De vragen en wat erover te zeggen is"
title_en = "The questions and what can be said"
description = "For every question of the doctors and every region whether these data answer it, and if not or not wholly, why; made from what the tables of the answers hold."
grain = ["question", "region_code"]

[columns]
question = { type = "VARCHAR", description = "V1 to V11." }
region_code = { type = "VARCHAR", description = "Region; see pub_regions." }
status = { type = "VARCHAR", description = "answered, partly, or cannot_say." }
reason = { type = "VARCHAR", description = "shown, nation_only, undetermined, no_deficit, failed_pretrend, too_young, too_few, no_baseline, no_outcomes, no_pilot, or no_delivery." }
+++ */

with

-- Some answers are about the nation: too little happens in one region, or groups and pilots lie across regions.
questions as (

    select
        listed.question,
        listed.is_national,
        listed.without_rows
    from (
        values
        ('V1', false, 'no_delivery'),
        ('V2', false, 'no_delivery'),
        ('V3', false, 'no_delivery'),
        ('V4', true, 'no_outcomes'),
        ('V5', true, 'no_delivery'),
        ('V6', false, 'no_delivery'),
        ('V7', true, 'no_delivery'),
        ('V8', false, 'no_delivery'),
        ('V9', false, 'no_delivery'),
        ('V10', true, 'no_pilot'),
        ('V11', true, 'no_delivery')
    ) as listed (question, is_national, without_rows)

),

-- The first reason that applies is the one that is told.
reasons as (

    select
        listed.reason,
        listed.place
    from (
        values
        ('shown', 0),
        ('undetermined', 1),
        ('no_deficit', 2),
        ('failed_pretrend', 3),
        ('too_young', 4),
        ('too_few', 5),
        ('no_baseline', 6),
        ('no_outcomes', 7),
        ('no_pilot', 8),
        ('no_delivery', 9)
    ) as listed (reason, place)

),

small as (

    select distinct region_code
    from pub_volumes
    where status = 'small'

),

-- V3: a wave of a care path of which no part can be told from none is a gap in the answer.
balances as (

    select
        region_code,
        path_number,
        window_code,
        any_value(status) as status,
        bool_or(part <> 'unexplained' and lower > 0) as is_determined
    from pub_balance
    group by all

),

-- V4: a signal, or a rate ratio that cannot be five per cent above one. Weeks since lockdown only check the others.
harms as (

    select
        pub_harm.status,
        coalesce(
            case pub_harm.measure
                when 'rate_ratio' then pub_harm.lower > 1 or pub_harm.upper < 1.05
                else pub_harm.lower > 0
            end,
            false
        ) as is_determined
    from pub_harm
    inner join pub_outcomes
        on
            pub_harm.outcome = pub_outcomes.outcome
            and pub_harm.path_number = pub_outcomes.path_number
    where pub_outcomes.outcome_type = 'harm' and pub_harm.estimator <> 'lockdown'

),

-- What each answer rests on; a gap leaves the answer partial even where other rows have one.
evidence as (

    select
        'V1' as question,
        pub_window_deficits.region_code,
        case
            when pub_window_deficits.finding not in ('unknown', 'indicative') then 'shown'
            when pub_window_deficits.finding = 'indicative' or pub_window_deficits.expected is null then 'no_baseline'
            when small.region_code is not null then 'too_few'
            else 'no_delivery'
        end as reason,
        false as is_gap,
        pub_window_deficits.finding = 'indicative' as is_indicative
    from pub_window_deficits
    left join small
        on pub_window_deficits.region_code = small.region_code

    union all

    select
        'V2' as question,
        region_code,
        status as reason,
        false as is_gap,
        false as is_indicative
    from pub_chain

    union all

    select
        'V3' as question,
        region_code,
        case
            when status = 'no_data' then 'no_delivery'
            when status = 'shown' and not coalesce(is_determined, false) then 'undetermined'
            else status
        end as reason,
        status = 'shown' and not coalesce(is_determined, false) as is_gap,
        false as is_indicative
    from balances

    union all

    select
        'V4' as question,
        'NL' as region_code,
        case
            when status = 'no_data' then 'no_delivery'
            when status = 'shown' and not is_determined then 'undetermined'
            else status
        end as reason,
        status = 'shown' and not is_determined as is_gap,
        false as is_indicative
    from harms

    union all

    select
        'V5' as question,
        'NL' as region_code,
        case
            when status = 'no_data' then 'no_delivery'
            when status = 'shown' and placement in ('undetermined', 'to_find_out', 'recovered_unknown') then 'undetermined'
            else status
        end as reason,
        status = 'shown' and placement in ('undetermined', 'to_find_out', 'recovered_unknown') as is_gap,
        false as is_indicative
    from pub_placement

    union all

    select
        'V6' as question,
        region_code,
        case status when 'no_data' then 'no_delivery' else status end as reason,
        false as is_gap,
        false as is_indicative
    from pub_levels

    union all

    select
        'V7' as question,
        'NL' as region_code,
        'shown' as reason,
        false as is_gap,
        false as is_indicative
    from pub_inequality

    union all

    select
        'V7' as question,
        'NL' as region_code,
        'too_few' as reason,
        false as is_gap,
        false as is_indicative
    from pub_groups

    union all

    select
        'V8' as question,
        region_code,
        status as reason,
        false as is_gap,
        false as is_indicative
    from pub_shifts

    union all

    select
        'V9' as question,
        region_code,
        'shown' as reason,
        false as is_gap,
        false as is_indicative
    from pub_follow_through

    union all

    select
        'V9' as question,
        region_code,
        'too_few' as reason,
        false as is_gap,
        false as is_indicative
    from pub_chain

    union all

    select
        'V10' as question,
        'NL' as region_code,
        case
            when status = 'no_data' then 'no_pilot'
            else status
        end as reason,
        status = 'failed_pretrend' as is_gap,
        false as is_indicative
    from pub_pilots

    union all

    select
        'V11' as question,
        'NL' as region_code,
        case status when 'no_data' then 'no_delivery' else status end as reason,
        status <> 'shown' as is_gap,
        false as is_indicative
    from pub_stated_figures
    where is_main

),

judged as (

    select
        evidence.question,
        evidence.region_code,
        bool_or(evidence.reason = 'shown') as is_shown,
        bool_or(evidence.is_indicative) as is_indicative,
        arg_min(evidence.reason, reasons.place) as reason,
        arg_min(evidence.reason, reasons.place) filter (where evidence.is_gap) as gap
    from evidence
    inner join reasons
        on evidence.reason = reasons.reason
    group by evidence.question, evidence.region_code

),

asked as (

    select
        questions.question,
        pub_regions.region_code,
        questions.is_national and pub_regions.region_code <> 'NL' as is_elsewhere,
        case when questions.is_national then 'NL' else pub_regions.region_code end as answer_code,
        -- With outcomes registered, what is missing is the care they are counted in.
        case
            when questions.question = 'V4' and (select count(*) from pub_outcomes) > 0 then 'no_delivery'
            else questions.without_rows
        end as without_rows
    from questions
    cross join pub_regions

)

select
    asked.question,
    asked.region_code,
    case
        when judged.is_shown and judged.gap is null and not asked.is_elsewhere then 'answered'
        when judged.is_shown or judged.is_indicative then 'partly'
        else 'cannot_say'
    end as status,
    case
        when judged.is_shown then coalesce(judged.gap, case when asked.is_elsewhere then 'nation_only' end, 'shown')
        when judged.is_indicative then 'no_baseline'
        else coalesce(judged.reason, asked.without_rows)
    end as reason
from asked
left join judged
    on
        asked.question = judged.question
        and asked.answer_code = judged.region_code
