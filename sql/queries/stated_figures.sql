/* Figures that were stated, beside our own by every definition of what is counted. */

select
    figure,
    variant,
    variant_number,
    is_main,
    name,
    name_en,
    unit,
    stated,
    numerator,
    denominator,
    value,
    lower,
    upper,
    region_low,
    region_high,
    calendar_year,
    reference,
    status
from pub_stated_figures
order by figure, variant_number
