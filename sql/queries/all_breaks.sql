/* The break register, with the name of the care type where it has figures. */

select
    pub_breaks.source,
    coalesce(pub_care_types.name, pub_breaks.care_type) as care_name,
    pub_breaks.first_date,
    pub_breaks.last_date,
    pub_breaks.reason
from pub_breaks
left join pub_care_types
    on pub_breaks.care_type = pub_care_types.care_type
order by pub_breaks.source, pub_breaks.first_date
