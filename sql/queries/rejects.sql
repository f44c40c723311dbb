/* Rejected rows by source, column and reason, most first. */

select
    source,
    column_name,
    reason,
    rows_rejected
from pub_rejects
order by rows_rejected desc, source asc, column_name asc, reason asc
