/* Deliveries by source and kind: files, rows in, accepted and rejected. */

select
    source,
    kind,
    count(*) as files,
    sum(rows_in) as rows_in,
    sum(rows_accepted) as rows_accepted,
    sum(rows_rejected) as rows_rejected,
    count(*) filter (where verdict = 'replaced') as files_replaced
from pub_delivery_quality
group by source, kind
order by source, kind
