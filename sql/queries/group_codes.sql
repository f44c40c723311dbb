/* Groups of people that figures are known of, by care type; a group is named by its dimension and its code. */

select distinct
    care_type,
    dimension || ':' || group_code as group_code
from pub_groups
where ratio is not null
order by care_type, group_code
