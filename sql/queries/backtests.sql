/* How well the model foretold a baseline year, for every care type of a scheme, at one level, the longest window. */

select
    pub_backtest.care_type,
    pub_backtest.bias,
    pub_backtest.mape,
    pub_backtest.coverage_80,
    pub_backtest.coverage_95,
    pub_backtest.verdict
from pub_backtest
inner join pub_care_types
    on
        pub_backtest.care_type = pub_care_types.care_type
        and pub_backtest.period_type = pub_care_types.period_type
where pub_backtest.region_scheme = $region_scheme and pub_backtest.level = $level
qualify pub_backtest.window_length = max(pub_backtest.window_length) over (partition by pub_backtest.care_type)
order by pub_care_types.sort_order
