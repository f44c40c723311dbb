/* Municipality names in cost files that the region table does not have. */

select
    stg_vektis__insured.source_file,
    stg_vektis__insured.line_number,
    'municipality ' || stg_vektis__insured.name_key
    || ' is in no region; add it, or its name under `alias`, to the region table' as message
from stg_vektis__insured
anti join ref_municipalities
    on stg_vektis__insured.name_key = ref_municipalities.name_key
where stg_vektis__insured.name_key is not null
