/* +++
title = "Bronnen van reeksen"
title_en = "Sources of series"
description = "Whether the figures of a source are protected, and the fewest expected of which a share is given."
grain = ["source"]

[columns]
source = { type = "VARCHAR", description = "Source of a series; chain for the linked records, indicators for what analysts count in them." }
is_protected = { type = "BOOLEAN", description = "Counts are multiples of the base." }
extraction_date = { type = "DATE", description = "Day of the extraction, the earliest of its files; null for the chain.", nullable = true }
smallest_base = { type = "BIGINT", description = "No share is given of fewer.", minimum = 1 }
+++ */

with

sources as (

    select
        source,
        not bool_and(is_public) as is_protected,
        min(extracted_on) as extraction_date
    from raw_extractions
    where kind in ('volumes', 'vektis_open')
    group by source

    union all

    -- Indicators count the events of the chain.
    select
        series.source,
        ref_disclosure.is_chain_protected as is_protected,
        cast(null as date) as extraction_date
    from ref_disclosure
    cross join (values ('chain'), ('indicators')) as series (source)

)

select
    source,
    is_protected,
    extraction_date,
    cast(case when is_protected then 100 else 5 end as bigint) as smallest_base
from sources
