/* Breaks in the series of one care type. */

select
    pub_breaks.first_date,
    pub_breaks.last_date,
    pub_breaks.reason,
    pub_breaks.reason_en
from pub_breaks
inner join pub_care_types
    on
        pub_breaks.source = pub_care_types.source
        and pub_breaks.care_type = pub_care_types.care_type
where pub_care_types.care_type = $care_type
order by pub_breaks.first_date
