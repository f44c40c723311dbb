/* Indicators that analysts added, the broken ones last, with what is wrong with them. */

select
    care_type,
    indicator,
    file,
    name,
    name_en,
    why,
    why_en,
    author,
    checked_by,
    review_by,
    question,
    chart,
    unit,
    unit_en,
    has_denominator,
    error,
    coalesce(review_by < current_date, false) as is_overdue
from pub_indicators
order by error is not null, place, care_type
