/* How well the model foretold a baseline year, at the level of a region or the nation, the longest window last. */

select
    window_length,
    windows,
    bias,
    mape,
    coverage_80,
    coverage_95,
    width,
    is_pooled,
    verdict,
    false_alarms,
    series
from pub_backtest
where
    region_scheme = $region_scheme
    and care_type = $care_type
    and period_type = $period_type
    and level = $level
order by window_length
