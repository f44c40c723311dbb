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
    pub_window_deficits.finding
from pub_regions
inner join pub_window_deficits
    on pub_regions.region_code = pub_window_deficits.region_code
where
    pub_regions.region_scheme = $region_scheme
    and pub_window_deficits.care_type = $care_type
    and pub_window_deficits.period_type = $period_type
    and pub_window_deficits.window_code = $window_code
order by pub_regions.region_name
