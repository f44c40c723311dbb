/* Observed, expected and variance of any selection of regions, care types and periods; the bounds follow from the last two. Source: methods.md 1.3. */

with

cells as (

    select
        pub_deficits.region_code,
        pub_deficits.care_type,
        case pub_deficits.status when 'small' then 0 else pub_deficits.observed end as observed,
        pub_deficits.expected,
        pub_time.years_after,
        pub_time.sine,
        pub_time.cosine,
        pub_time.horizon
    from pub_deficits
    inner join pub_time
        on
            pub_deficits.period_type = pub_time.period_type
            and pub_deficits.period_start = pub_time.period_start
    where
        list_contains($region_codes, pub_deficits.region_code)
        and list_contains($care_types, pub_deficits.care_type)
        and pub_deficits.period_type = $period_type
        and pub_deficits.period_start between $first_date and $last_date
        and pub_deficits.expected is not null

),

series as (

    select
        region_code,
        care_type,
        case when count(observed) = count(*) then sum(observed) end as observed,
        sum(expected) as expected,
        sum(expected * years_after) as x1,
        sum(expected * sine) as x2,
        sum(expected * cosine) as x3,
        avg(horizon) as horizon,
        count(*) as periods
    from cells
    group by all

),

-- Shock variances at the length of the selection, between the two lengths they were learned at.
lengths as (

    select distinct
        pub_shocks.source,
        pub_shocks.baseline_years,
        pub_shocks.unit,
        pub_shocks.window_length,
        pub_shocks.regional,
        pub_shocks.national,
        pub_shocks.correlation
    from pub_shocks
    where
        pub_shocks.region_scheme = $region_scheme
        and pub_shocks.period_type = $period_type

),

bracketed as (

    select
        source,
        baseline_years,
        unit,
        window_length,
        regional,
        national,
        correlation,
        lead(window_length) over upward as next_length,
        lead(regional) over upward as next_regional,
        lead(national) over upward as next_national,
        lead(correlation) over upward as next_correlation
    from lengths
    window upward as (partition by source, baseline_years, unit order by window_length)

),

asked as (

    select distinct periods
    from series

),

shocks as (

    select
        bracketed.source,
        bracketed.baseline_years,
        bracketed.unit,
        asked.periods,
        case
            when bracketed.next_length is null then 0
            else ln(asked.periods / bracketed.window_length) / ln(bracketed.next_length / bracketed.window_length)
        end as part,
        bracketed.regional + part * (coalesce(bracketed.next_regional, 0) - bracketed.regional) as regional,
        bracketed.national + part * (coalesce(bracketed.next_national, 0) - bracketed.national) as national,
        bracketed.correlation
        + part * (coalesce(bracketed.next_correlation, 0) - bracketed.correlation) as correlation
    from bracketed
    inner join asked
        on
            bracketed.window_length <= asked.periods
            and (bracketed.next_length > asked.periods or bracketed.next_length is null)

),

parts as (

    select
        series.care_type,
        series.observed,
        series.expected,
        series.horizon,
        shocks.regional,
        shocks.national,
        shocks.correlation,
        pub_series.dispersion * series.expected as noise,
        series.expected * series.expected * pub_series.covariance_00
        + series.x1 * series.x1 * pub_series.covariance_11
        + series.x2 * series.x2 * pub_series.covariance_22
        + series.x3 * series.x3 * pub_series.covariance_33
        + 2 * (
            series.expected * series.x1 * pub_series.covariance_01
            + series.expected * series.x2 * pub_series.covariance_02
            + series.expected * series.x3 * pub_series.covariance_03
            + series.x1 * series.x2 * pub_series.covariance_12
            + series.x1 * series.x3 * pub_series.covariance_13
            + series.x2 * series.x3 * pub_series.covariance_23
        ) as parameters
    from series
    inner join pub_series
        on
            series.region_code = pub_series.region_code
            and series.care_type = pub_series.care_type
            and pub_series.period_type = $period_type
    inner join pub_care_types
        on series.care_type = pub_care_types.care_type
    inner join shocks
        on
            pub_care_types.source = shocks.source
            and pub_series.baseline_years = shocks.baseline_years
            and pub_care_types.unit = shocks.unit
            and series.periods = shocks.periods

),

care as (

    select
        care_type,
        case when count(observed) = count(*) then sum(observed) end as observed,
        sum(expected) as expected,
        sum(noise + parameters + horizon * regional * expected * expected) as own,
        avg(horizon * national) as shared,
        avg(correlation) as correlation
    from parts
    group by all

)

select
    case when count(observed) = count(*) then sum(observed) end as observed,
    sum(expected) as expected,
    sum(own)
    + avg(shared) * (
        (1 - avg(correlation)) * sum(expected * expected) + avg(correlation) * sum(expected) * sum(expected)
    ) as variance,
    greatest(0, sum(expected) - 1.96 * sqrt(variance)) as lower,
    sum(expected) + 1.96 * sqrt(variance) as upper
from care
