/* +++
title = "Leveringen"
title_en = "Deliveries"
description = "Every file that was read: rows in are rows accepted plus rows rejected; and, for yearly cost files, its totals."
grain = ["source", "file"]

[columns]
source = { type = "VARCHAR", description = "Source." }
kind = { type = "VARCHAR", description = "Kind of extract." }
file = { type = "VARCHAR", description = "Name of the file." }
rows_in = { type = "BIGINT", description = "Rows in the file.", minimum = 0 }
rows_accepted = { type = "BIGINT", description = "Rows kept.", minimum = 0 }
rows_rejected = { type = "BIGINT", description = "Rows in quarantine.", minimum = 0 }
verdict = { type = "VARCHAR", description = "accepted, accepted_with_rejects, or replaced by a later delivery; a refused file stops the build." }
calendar_year = { type = "BIGINT", description = "Year of a yearly file.", nullable = true }
insured_years = { type = "DECIMAL(18,2)", description = "Insured years in a yearly cost file, the rest row included.", nullable = true }
cost_eur = { type = "DECIMAL(18,2)", description = "Euros in a yearly cost file, the rest row included.", nullable = true }
+++ */

with

costs as (

    select
        source,
        calendar_year,
        cast(sum(cost_eur) as decimal(18, 2)) as cost_eur
    from stg_vektis__costs
    group by all

),

insured as (

    select
        source,
        calendar_year,
        cast(sum(insured_years) as decimal(18, 2)) as insured_years
    from stg_vektis__insured
    group by all

)

select
    stg_deliveries.source,
    stg_deliveries.kind,
    stg_deliveries.file,
    stg_deliveries.rows_in,
    stg_deliveries.rows_accepted,
    stg_deliveries.rows_rejected,
    stg_deliveries.verdict,
    stg_deliveries.file_year as calendar_year,
    insured.insured_years,
    costs.cost_eur
from stg_deliveries
left join costs
    on
        stg_deliveries.source = costs.source
        and stg_deliveries.file_year = costs.calendar_year
left join insured
    on
        stg_deliveries.source = insured.source
        and stg_deliveries.file_year = insured.calendar_year
