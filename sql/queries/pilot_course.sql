/* The difference that a pilot made to an outcome in each quarter before and after its start. */

select
    quarter_number,
    quarters_together,
    estimate,
    lower,
    upper
from pub_pilot_course
where
    pilot = $pilot
    and outcome = $outcome
order by quarter_number
