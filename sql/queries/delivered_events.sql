/* Rows delivered by month of the event, by source and kind. */

select
    source,
    kind,
    month_start,
    events,
    set_aside
from pub_delivered_events
order by source, kind, month_start
