/* Care paths of the chain, all specialisms together first. */

select
    path_number,
    care_path,
    name,
    name_en,
    is_hospital
from pub_care_paths
order by path_number
