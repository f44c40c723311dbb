/* +++
title = "Zorgpad van een klacht"
title_en = "Care path of a complaint"
description = "The care path that each complaint GPs wrote down usually leads to: the longest match of its ICPC code counts."
grain = ["icpc"]

[columns]
icpc = { type = "VARCHAR", description = "ICPC-1 code as delivered." }
path_number = { type = "BIGINT", description = "Care path." }
+++ */

with

codes as (

    select distinct icpc
    from stg_gp__contacts
    where icpc is not null

)

select
    codes.icpc,
    ref_path_complaints.path_number
from codes
inner join ref_path_complaints
    on starts_with(codes.icpc, ref_path_complaints.icpc_prefix)
qualify row_number() over (
    partition by codes.icpc
    order by length(ref_path_complaints.icpc_prefix) desc
) = 1
