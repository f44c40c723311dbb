/* The parts of a deficit and their bounds, for a region and care path, in every window. */

select
    window_code,
    part,
    part_number,
    share,
    lower,
    upper,
    referrals,
    referrals_lower,
    referrals_upper,
    status
from pub_balance
where
    region_code = $region_code
    and path_number = $path_number
order by window_code, part_number
