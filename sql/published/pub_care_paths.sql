/* +++
title = "Zorgpaden"
title_en = "Care paths"
description = "Care paths that occur in the chain, with their names."
grain = ["path_number"]

[columns]
path_number = { type = "BIGINT", description = "Care path; 300 is all specialisms together." }
care_path = { type = "VARCHAR", description = "Code." }
name = { type = "VARCHAR", description = "Dutch name." }
name_en = { type = "VARCHAR", description = "English name." }
is_hospital = { type = "BOOLEAN", description = "A first contact is delivered for this path." }
+++ */

with

occurring as (

    select distinct path_number
    from fct_chain_cohorts

)

select
    ref_care_paths.path_number,
    ref_care_paths.care_path,
    ref_care_paths.name,
    ref_care_paths.name_en,
    ref_care_paths.destination = 'hospital' as is_hospital
from ref_care_paths
semi join occurring
    on ref_care_paths.path_number = occurring.path_number
