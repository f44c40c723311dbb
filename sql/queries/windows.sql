/* Windows a reader can choose, by kind of period. */

select
    period_type,
    window_code,
    first_date,
    last_date
from pub_windows
order by period_type, window_code
