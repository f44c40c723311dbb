/* How much of what was expected each group got in a window, and how unequal the drop was over groups in order. */

select
    pub_groups.dimension,
    pub_groups.group_code,
    pub_groups.observed,
    pub_groups.expected,
    pub_groups.lower,
    pub_groups.upper,
    pub_groups.ratio,
    pub_inequality.slope_index,
    pub_inequality.slope_low,
    pub_inequality.slope_high
from pub_groups
left join pub_inequality
    on
        pub_groups.care_type = pub_inequality.care_type
        and pub_groups.dimension = pub_inequality.dimension
        and pub_groups.window_code = pub_inequality.window_code
where
    pub_groups.care_type = $care_type
    and pub_groups.window_code = $window_code
order by
    case pub_groups.dimension when 'deprivation' then 1 when 'age' then 2 else 3 end asc,
    pub_groups.group_code asc
