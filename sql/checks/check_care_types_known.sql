/* Care types in counted care that have no name and noun. */

select
    raw_volumes.source_file,
    raw_volumes.line_number,
    'this care_type is not in the table of care types; add a row for it' as message
from raw_volumes
anti join ref_care_types
    on raw_volumes.care_type = ref_care_types.care_type
