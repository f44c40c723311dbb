/* The finding of one region, care type and window, with the reason when a break forbids one. */

select
    pub_window_deficits.*,
    pub_regions.region_name,
    case pub_regions.region_code when 'NL' then 'The Netherlands' else pub_regions.region_name end as region_name_en,
    pub_care_types.name as care_name,
    pub_care_types.name_en as care_name_en,
    pub_care_types.noun_many,
    pub_care_types.noun_many_en,
    pub_care_types.unit,
    pub_breaks.reason as break_reason,
    pub_breaks.reason_en as break_reason_en
from pub_window_deficits
inner join pub_regions
    on pub_window_deficits.region_code = pub_regions.region_code
inner join pub_care_types
    on pub_window_deficits.care_type = pub_care_types.care_type
inner join pub_windows
    on
        pub_window_deficits.period_type = pub_windows.period_type
        and pub_window_deficits.window_code = pub_windows.window_code
left join pub_breaks
    on
        pub_care_types.source = pub_breaks.source
        and pub_care_types.care_type = pub_breaks.care_type
        and pub_windows.last_date >= pub_breaks.first_date
        and pub_windows.first_date <= pub_breaks.last_date
where
    pub_window_deficits.region_code in ($region_code, 'NL')
    and pub_window_deficits.care_type = $care_type
    and pub_window_deficits.period_type = $period_type
    and pub_window_deficits.window_code = $window_code
order by pub_window_deficits.region_code = 'NL'
