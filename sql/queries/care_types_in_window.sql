/* All care types of a region in one window, those of the longest series first, with the normal range and their recovery. */

select
    pub_care_types.care_type,
    pub_care_types.name as care_name,
    pub_care_types.name_en as care_name_en,
    pub_care_types.unit,
    pub_window_deficits.observed,
    pub_window_deficits.expected,
    pub_window_deficits.ratio,
    pub_window_deficits.lower / nullif(pub_window_deficits.expected, 0) as normal_low,
    pub_window_deficits.upper / nullif(pub_window_deficits.expected, 0) as normal_high,
    pub_window_deficits.finding,
    pub_recovery.recovery_class,
    pub_recovery.net_deficit
from pub_care_types
inner join pub_window_deficits
    on
        pub_care_types.care_type = pub_window_deficits.care_type
        and pub_care_types.period_type = pub_window_deficits.period_type
left join pub_recovery
    on
        pub_window_deficits.region_code = pub_recovery.region_code
        and pub_window_deficits.care_type = pub_recovery.care_type
        and pub_window_deficits.period_type = pub_recovery.period_type
where
    pub_window_deficits.region_code = $region_code
    and pub_window_deficits.window_code = $window_code
order by pub_care_types.sort_order
