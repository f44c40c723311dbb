/* Waves and policy dates named on the time axis. */

select
    event,
    event_type,
    first_date,
    last_date,
    name,
    name_en
from pub_events
order by first_date
