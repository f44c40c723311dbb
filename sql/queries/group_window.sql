/* The finding of one group of people in the nation, in the shape of that of a region. */

select
    'NL' as region_code,
    pub_regions.region_name,
    case pub_regions.region_code when 'NL' then 'The Netherlands' else pub_regions.region_name end as region_name_en,
    pub_groups.care_type,
    'month' as period_type,
    pub_groups.window_code,
    pub_groups.observed,
    pub_groups.expected,
    pub_groups.lower,
    pub_groups.upper,
    pub_groups.expected - pub_groups.observed as deficit,
    pub_groups.ratio,
    case
        when pub_groups.ratio is null then 'unknown'
        when pub_groups.observed < pub_groups.lower then 'clearly_fewer'
        when pub_groups.observed < pub_groups.lower_80 then 'probably_fewer'
        when pub_groups.observed > pub_groups.upper then 'clearly_more'
        when pub_groups.observed > pub_groups.upper_80 then 'probably_more'
        else 'as_expected'
    end as finding,
    pub_care_types.name as care_name,
    pub_care_types.name_en as care_name_en,
    pub_care_types.noun_many,
    pub_care_types.noun_many_en,
    pub_care_types.unit,
    cast(null as varchar) as break_reason
from pub_groups
inner join pub_regions
    on pub_regions.region_code = 'NL'
inner join pub_care_types
    on pub_groups.care_type = pub_care_types.care_type
where
    pub_groups.dimension || ':' || pub_groups.group_code = $group_code
    and pub_groups.care_type = $care_type
    and pub_groups.window_code = $window_code
