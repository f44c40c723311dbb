/* Observed against expected over time, for one region and care type. */

select
    period_start,
    observed,
    expected,
    lower,
    upper,
    ratio,
    deficit,
    status
from pub_deficits
where region_code = $region_code and care_type = $care_type and period_type = $period_type
order by period_start
