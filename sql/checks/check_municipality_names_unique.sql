/* Two municipalities under one name: costs would be counted twice. */

select
    max(raw_regions.source_file) as source_file,
    max(raw_regions.line_number) as line_number,
    'municipality name ' || ref_municipalities.name_key
    || ' stands for two codes; give one of them another `alias`' as message
from ref_municipalities
inner join raw_regions
    on ref_municipalities.gm_code = raw_regions.gm_code
group by ref_municipalities.name_key
having count(*) > 1
