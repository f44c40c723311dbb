/* What pilots did to their outcomes, by every estimator; the outcomes that guard against harm come last. */

select
    pilot,
    name,
    name_en,
    outcome,
    is_guard_rail,
    estimator,
    estimate,
    lower,
    upper,
    pretrend_p,
    detectable,
    lowest_without_one,
    highest_without_one,
    alike_p,
    size_class,
    quarters,
    status
from pub_pilots
order by pilot, is_guard_rail, outcome, estimator
