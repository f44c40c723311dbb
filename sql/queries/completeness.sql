/* How complete the claims of the newest months are. */

select
    source,
    month_start,
    lines,
    completeness,
    total,
    lower,
    upper,
    status,
    has_alarm
from pub_completeness
qualify row_number() over (partition by source order by month_start desc) <= 12
order by source asc, month_start desc
