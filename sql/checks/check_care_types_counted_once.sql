/* A care type delivered by two sources, or for overlapping areas, would be counted twice. */

select
    max(raw_volumes.source_file) as source_file,
    arg_max(raw_volumes.line_number, raw_volumes.source_file) as line_number,
    'this care_type comes from two sources or for two kinds of areas; deliver it once, or under two names' as message
from raw_volumes
left join ref_regions
    on raw_volumes.region_code = ref_regions.region_code
left join ref_municipalities
    on raw_volumes.region_code = ref_municipalities.gm_code
-- Unknown areas have a check of their own.
where ref_regions.region_code is not null or ref_municipalities.gm_code is not null
group by raw_volumes.care_type
having
    count(distinct raw_volumes.extract_source) > 1
    or count(distinct coalesce(ref_regions.region_scheme, 'gemeente')) > 1
