/* All regions of a scheme in one window: observed as a share of expected, and the normal range of that share. */

select
    pub_regions.region_code,
    pub_regions.region_name,
    pub_regions.tile_column,
    pub_regions.tile_row,
    pub_window_deficits.observed,
    pub_window_deficits.expected,
    pub_window_deficits.ratio,
    pub_window_deficits.lower / nullif(pub_window_deficits.expected, 0) as normal_low,
    pub_window_deficits.upper / nullif(pub_window_deficits.expected, 0) as normal_high,
    pub_window_deficits.finding,
    pub_comparison.relative,
    pub_comparison.shrunken,
    pub_comparison.low_alarm,
    pub_comparison.low_warning,
    pub_comparison.high_warning,
    pub_comparison.high_alarm,
    pub_comparison.rank_low,
    pub_comparison.rank_high,
    pub_comparison.chance_of_worst,
    pub_recovery.recovery_class
from pub_regions
inner join pub_window_deficits
    on pub_regions.region_code = pub_window_deficits.region_code
left join pub_comparison
    on
        pub_window_deficits.region_code = pub_comparison.region_code
        and pub_window_deficits.care_type = pub_comparison.care_type
        and pub_window_deficits.period_type = pub_comparison.period_type
        and pub_window_deficits.window_code = pub_comparison.window_code
left join pub_recovery
    on
        pub_window_deficits.region_code = pub_recovery.region_code
        and pub_window_deficits.care_type = pub_recovery.care_type
        and pub_window_deficits.period_type = pub_recovery.period_type
where
    pub_regions.region_scheme = $region_scheme
    and pub_window_deficits.care_type = $care_type
    and pub_window_deficits.period_type = $period_type
    and pub_window_deficits.window_code = $window_code
order by pub_regions.region_name
