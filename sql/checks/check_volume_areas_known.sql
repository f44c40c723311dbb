/* Areas in counted care that are neither a municipality nor a region. */

select
    raw_volumes.source_file,
    raw_volumes.line_number,
    'this region_code is neither a municipality nor a region of the region table; add it there' as message
from raw_volumes
anti join ref_municipalities
    on raw_volumes.region_code = ref_municipalities.gm_code
anti join ref_regions
    on raw_volumes.region_code = ref_regions.region_code
