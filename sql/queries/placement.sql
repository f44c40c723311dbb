/* Where every care path lies by its lasting deficit and by what was seen of harm. */

select
    path_number,
    deficit,
    lower,
    upper,
    deficit_class,
    harm_class,
    placement,
    detectable,
    status
from pub_placement
order by path_number
