/* Share of referrals followed up within so many days, by month of sending. */

select
    month_start,
    horizon_days,
    referrals,
    share,
    lower,
    upper
from pub_follow_through
where
    region_code = $region_code
    and path_number = $path_number
    and urgency = $urgency
order by horizon_days, month_start
