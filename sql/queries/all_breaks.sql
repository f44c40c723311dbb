/* The break register. */

select
    source,
    coalesce(care_name, care_type) as care_name,
    first_date,
    last_date,
    reason
from pub_breaks
order by source, first_date
