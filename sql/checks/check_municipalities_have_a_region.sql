/* Municipalities of the newest division that a scheme has no region for. */

with

schemes as (

    select distinct region_scheme
    from raw_municipality_regions

)

select
    raw_regions.source_file,
    raw_regions.line_number,
    'municipality ' || raw_regions.gm_code || ' has no region in scheme '
    || schemes.region_scheme || '; fill in its code and name' as message
from raw_regions
cross join schemes
inner join ref_municipality_successors
    on
        raw_regions.gm_code = ref_municipality_successors.gm_code
        and raw_regions.gm_code = ref_municipality_successors.current_code
anti join raw_municipality_regions
    on
        raw_regions.gm_code = raw_municipality_regions.gm_code
        and schemes.region_scheme = raw_municipality_regions.region_scheme
