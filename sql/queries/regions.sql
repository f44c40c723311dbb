/* Regions a reader can choose, the nation first. */

select
    region_scheme,
    region_code,
    region_name,
    case region_code when 'NL' then 'The Netherlands' else region_name end as region_name_en,
    tile_column,
    tile_row
from pub_regions
order by region_code <> 'NL', region_name
