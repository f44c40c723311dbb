/* Deliveries by source and kind: files, rows in, accepted and rejected; the row without a kind is the total. */

select
    source,
    kind,
    count(*) as files,
    count(distinct source) as sources,
    cast(sum(rows_in) as bigint) as rows_in,
    cast(sum(rows_accepted) as bigint) as rows_accepted,
    cast(sum(rows_rejected) as bigint) as rows_rejected
from pub_delivery_quality
group by grouping sets ((source, kind), ())
order by source nulls last, kind
