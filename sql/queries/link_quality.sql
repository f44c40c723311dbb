/* What became of the records on both sides of each link in a region, over all months. */

select
    side,
    status,
    link_class,
    sum(records) as records,
    sum(records) / sum(sum(records)) over (partition by side) as share
from pub_link_quality
where region_code = $region_code
group by side, status, link_class
order by
    case side when 'referral' then 1 when 'contact' then 2 else 3 end asc,
    records desc,
    link_class asc
