/* +++
title = "Groepen per maand"
title_en = "Groups by month"
description = "Observed against expected by month in the nation, by age, sex, or deprivation of the neighbourhood."
grain = ["care_type", "dimension", "group_code", "month_start"]

[columns]
care_type = { type = "VARCHAR", description = "Care type; see pub_care_types." }
dimension = { type = "VARCHAR", description = "age, sex, or deprivation." }
group_code = { type = "VARCHAR", description = "Age band, sex, or fifth of deprivation (1 is least deprived)." }
month_start = { type = "DATE", description = "First day of the month." }
observed = { type = "DOUBLE", description = "Events; null when small.", nullable = true }
expected = { type = "DOUBLE", description = "To be expected of this group.", nullable = true }
lower = { type = "DOUBLE", description = "Lower 95 % bound of expected.", nullable = true }
upper = { type = "DOUBLE", description = "Upper 95 % bound of expected.", nullable = true }
ratio = { type = "DOUBLE", description = "Observed as a share of expected; null where fewer were expected than may be told.", nullable = true }
status = { type = "VARCHAR", description = "baseline, delivered, small (fewer than ten, or none), or no_baseline." }
+++ */

select
    fct_group_volumes.care_type,
    fct_group_volumes.dimension,
    fct_group_volumes.group_code,
    fct_group_volumes.month_start,
    shown_count(fct_group_volumes.events, ref_sources.is_protected) as observed,
    calc_group_expected.expected,
    calc_group_expected.lower,
    calc_group_expected.upper,
    share_of_expected(
        shown_count(fct_group_volumes.events, ref_sources.is_protected),
        calc_group_expected.expected,
        'count',
        ref_sources.smallest_base
    ) as ratio,
    case
        when ref_sources.is_protected and fct_group_volumes.events = 0 then 'small'
        when calc_group_expected.expected is null then 'no_baseline'
        when fct_group_volumes.month_start <= ref_baseline.last_date then 'baseline'
        else 'delivered'
    end as status
from fct_group_volumes
cross join ref_baseline
inner join ref_sources
    on ref_sources.source = 'chain'
left join calc_group_expected
    on
        fct_group_volumes.care_type = calc_group_expected.care_type
        and fct_group_volumes.group_code = calc_group_expected.group_code
        and fct_group_volumes.month_start = calc_group_expected.month_start
