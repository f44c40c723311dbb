/* +++
title = "Opvolgers van gemeenten"
title_en = "Successors of municipalities"
description = "Every municipality, past or present, and the municipalities of the newest division it lies in now."
grain = ["gm_code", "current_code"]

[columns]
gm_code = { type = "VARCHAR", description = "Municipality code, past or present." }
current_code = { type = "VARCHAR", description = "Municipality of the newest division." }
share = { type = "DOUBLE", description = "Share of its people that lives there, adding up to 1.", minimum = 0 }
+++ */

with recursive

-- Recode backwards: a change may be followed by another, so each path is walked to its end.
steps as (

    select
        gm_code,
        gm_code as current_code,
        cast(1 as double) as share
    from raw_regions

    union all

    select
        steps.gm_code,
        raw_municipality_changes.new_code as current_code,
        steps.share * raw_municipality_changes.share as share
    from steps
    inner join raw_municipality_changes
        on steps.current_code = raw_municipality_changes.old_code

),

ended as (

    select distinct old_code
    from raw_municipality_changes

)

select
    steps.gm_code,
    steps.current_code,
    sum(steps.share) as share
from steps
left join ended
    on steps.current_code = ended.old_code
where ended.old_code is null
group by all
