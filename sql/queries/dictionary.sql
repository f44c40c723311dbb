/* The data dictionary: every care type and indicator that has figures, with its unit, source and reach. */

select
    pub_care_types.care_type,
    pub_care_types.name,
    pub_care_types.name_en,
    pub_care_types.unit,
    pub_care_types.source,
    pub_care_types.period_type,
    pub_care_types.first_period,
    pub_care_types.last_period,
    pub_indicators.why,
    pub_indicators.why_en
from pub_care_types
left join pub_indicators
    on pub_care_types.care_type = pub_indicators.care_type
order by pub_care_types.sort_order, pub_care_types.care_type
