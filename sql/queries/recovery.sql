/* When care of one type fell in a region, how deep, and when it was back; with its names and nouns. */

select
    pub_recovery.*,
    pub_regions.region_name,
    case pub_regions.region_code when 'NL' then 'The Netherlands' else pub_regions.region_name end as region_name_en,
    pub_care_types.name as care_name,
    pub_care_types.name_en as care_name_en,
    pub_care_types.noun_many,
    pub_care_types.noun_many_en,
    pub_care_types.unit
from pub_recovery
inner join pub_regions
    on pub_recovery.region_code = pub_regions.region_code
inner join pub_care_types
    on pub_recovery.care_type = pub_care_types.care_type
where
    pub_recovery.region_code = $region_code
    and pub_recovery.care_type = $care_type
    and pub_recovery.period_type = $period_type
