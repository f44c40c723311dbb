/* The rate of an indicator by year, in a region and in the nation, with its bounds. */

select
    pub_indicator_rates.region_code,
    pub_indicator_rates.calendar_year,
    cast(make_date(cast(pub_indicator_rates.calendar_year as integer), 1, 1) as date) as period_start,
    pub_indicator_rates.numerator,
    pub_indicator_rates.denominator,
    pub_indicator_rates.rate,
    pub_indicator_rates.lower,
    pub_indicator_rates.upper
from pub_indicator_rates
where
    pub_indicator_rates.care_type = $care_type
    and pub_indicator_rates.region_code in ($region_code, 'NL')
order by pub_indicator_rates.region_code = 'NL', pub_indicator_rates.calendar_year
