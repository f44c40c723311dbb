/* The break register. */

select
    pub_breaks.source,
    coalesce(pub_breaks.care_name, pub_breaks.care_type) as care_name,
    coalesce(pub_care_types.name_en, pub_breaks.care_name, pub_breaks.care_type) as care_name_en,
    pub_breaks.first_date,
    pub_breaks.last_date,
    pub_breaks.reason,
    pub_breaks.reason_en
from pub_breaks
left join pub_care_types
    on pub_breaks.care_type = pub_care_types.care_type
order by pub_breaks.source, pub_breaks.first_date
