/* Outcomes of a care path that were chosen beforehand, by every estimator, with what could have been seen at all. */

select
    pub_harm.outcome,
    pub_outcomes.outcome_type,
    pub_outcomes.name,
    pub_outcomes.name_en,
    pub_outcomes.direction,
    pub_outcomes.reference,
    pub_harm.estimator,
    pub_harm.measure,
    pub_harm.estimate,
    pub_harm.lower,
    pub_harm.upper,
    pub_harm.e_value,
    pub_harm.e_value_limit,
    pub_harm.detectable,
    pub_harm.power,
    pub_harm.pretrend_p,
    pub_harm.is_corrected,
    pub_harm.regions,
    pub_harm.status
from pub_harm
inner join pub_outcomes
    on
        pub_harm.path_number = pub_outcomes.path_number
        and pub_harm.outcome = pub_outcomes.outcome
where pub_harm.path_number = $path_number
order by
    case pub_outcomes.outcome_type when 'harm' then 1 when 'positive_control' then 2 else 3 end asc,
    pub_harm.outcome asc,
    pub_harm.estimator asc
