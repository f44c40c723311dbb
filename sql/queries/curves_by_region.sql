/* Small curves: observed as a share of expected per four weeks (or longer period), for all regions of a scheme. */

select
    pub_deficits.region_code,
    min(pub_deficits.period_start) as period_start,
    case
        when any_value(pub_deficits.unit) <> 'count' or sum(pub_deficits.expected) >= any_value(pub_care_types.smallest_base)
            then sum(coalesce(pub_deficits.observed, 0)) / nullif(sum(pub_deficits.expected), 0)
    end as ratio
from pub_deficits
inner join pub_regions
    on pub_deficits.region_code = pub_regions.region_code
inner join pub_care_types
    on pub_deficits.care_type = pub_care_types.care_type
where
    pub_regions.region_scheme = $region_scheme
    and pub_deficits.care_type = $care_type
    and pub_deficits.period_type = $period_type
    and pub_deficits.status in ('baseline', 'delivered', 'indicative', 'small')
    and pub_deficits.period_start >= $first_date
group by
    pub_deficits.region_code,
    case
        when $period_type = 'week' then date_diff('day', cast('2018-01-01' as date), pub_deficits.period_start) // 28
        else date_diff('day', cast('2018-01-01' as date), pub_deficits.period_start)
    end
order by pub_deficits.region_code, min(pub_deficits.period_start)
