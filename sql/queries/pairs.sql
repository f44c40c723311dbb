/* Pairs of care of low and of high value: how far each recovered, and the ratio of the two. */

select
    pair,
    name,
    name_en,
    low_path,
    high_path,
    low_recovery,
    high_recovery,
    ratio,
    lower,
    upper,
    reference,
    status
from pub_pairs
order by pair
