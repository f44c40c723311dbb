/* Care types a reader can choose, in the order of the editable table. */

select *
from pub_care_types
order by sort_order
