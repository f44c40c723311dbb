/* What was observed and expected at each step of the chain in a wave, and what each step lost. */

select
    step,
    step_number,
    observed,
    expected,
    lost,
    lower,
    upper,
    status,
    observed_a,
    wait_days,
    past_wait_days
from pub_chain
where
    region_code = $region_code
    and path_number = $path_number
    and window_code = $window_code
order by step_number
