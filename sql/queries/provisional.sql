/* Months of a source that are not complete yet. */

select month_start
from pub_completeness
where source = $source and status = 'provisional'
order by month_start
