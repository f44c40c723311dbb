/* +++
title = "Zorgsoorten"
title_en = "Care types"
description = "Care types that have figures: their names, nouns, unit, finest period and source."
grain = ["care_type"]

[columns]
care_type = { type = "VARCHAR", description = "Care type code." }
name = { type = "VARCHAR", description = "Dutch name." }
name_en = { type = "VARCHAR", description = "English name." }
noun_one = { type = "VARCHAR", description = "Dutch noun for one." }
noun_many = { type = "VARCHAR", description = "Dutch noun for more." }
noun_one_en = { type = "VARCHAR", description = "English noun for one." }
noun_many_en = { type = "VARCHAR", description = "English noun for more." }
unit = { type = "VARCHAR", description = "count, or eur_per_insured_year." }
sort_order = { type = "BIGINT", description = "Place in lists.", minimum = 1 }
source = { type = "VARCHAR", description = "Source of the figures." }
period_type = { type = "VARCHAR", description = "Period of the figures: week, month, quarter or year." }
first_period = { type = "DATE", description = "First period with a figure." }
smallest_base = { type = "BIGINT", description = "No share is given of fewer expected.", minimum = 1 }
last_period = { type = "DATE", description = "Last period with a figure." }
+++ */

with

series as (

    select
        care_type,
        any_value(source) as source,
        arg_min(
            period_type, case period_type when 'week' then 1 when 'month' then 2 when 'quarter' then 3 else 4 end
        ) as period_type,
        any_value(smallest_base) as smallest_base,
        min(period_start) as first_period,
        max(period_start) as last_period
    from fct_care_volumes
    group by care_type

)

select
    ref_care_types.*,
    series.source,
    series.period_type,
    series.first_period,
    series.smallest_base,
    series.last_period
from ref_care_types
inner join series
    on ref_care_types.care_type = series.care_type
