/* Observed against expected by month, for one group of people and care type in the nation. */

select
    month_start as period_start,
    observed,
    expected,
    lower,
    upper,
    ratio,
    expected - observed as deficit,
    status
from pub_group_months
where dimension || ':' || group_code = $group_code and care_type = $care_type
order by month_start
