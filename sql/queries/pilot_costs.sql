/* What a pilot cost and saved for each enrolled person since its start, as running totals. */

select
    quarter_number,
    invested_eur,
    saved_eur,
    saved_lower,
    saved_upper
from pub_pilot_costs
where pilot = $pilot
order by quarter_number
