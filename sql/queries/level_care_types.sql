/* Care types of which levels before 2020 are known. */

select distinct
    pub_levels.care_type,
    pub_care_types.sort_order
from pub_levels
inner join pub_care_types
    on pub_levels.care_type = pub_care_types.care_type
order by pub_care_types.sort_order
