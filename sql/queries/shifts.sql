/* Observed and expected contacts of a region by mode, line of care and place, in every window. */

select
    dimension,
    window_code,
    category,
    category_number,
    observed,
    expected,
    difference,
    lower,
    upper,
    observed_share,
    expected_share,
    quality,
    quality_before,
    status
from pub_shifts
where region_code = $region_code
order by window_code, dimension, category_number
