/* People by municipality: age, sex, deprivation, practice, pseudonym, and the days between which they are here. */

with

numbered as (

    select
        municipalities.*,
        unnest(range(municipalities.first_person, municipalities.last_person)) as person
    from municipalities

),

drawn as (

    select
        *,
        cast(2024 - floor(97 * pow(chance(person, 1), 1.15)) as bigint) as birth_year,
        case when chance(person, 2) < 0.495 then 'M' else 'V' end as sex,
        least(5, 1 + cast(floor(deprivation * 2 + chance(person, 3) * 3) as bigint)) as deprivation_fifth,
        date '2017-01-01' + cast(floor(
            -ln(chance(person, 7)) / moving_rate() * 365
        ) as integer) as moving_date
    from numbered

),

arrived as (

    select
        *,
        case when birth_year < 2017 then date '1900-01-01' else make_date(birth_year, 1, 1) end
        + cast(floor(chance(person, 8) * 364) as integer) as arrival_date,
        -- Gompertz: the risk of dying in a day, and what a day of age adds to its logarithm.
        0.0000009 * exp((greatest(2017, birth_year) - birth_year - 30) * 0.095) as daily_risk,
        0.095 / 365.25 as ageing
    from drawn

),

dated as (

    select
        *,
        greatest(date '2017-01-01', arrival_date)
        + cast(floor(ln(1 - ageing * ln(chance(person, 6)) / daily_risk) / ageing) as integer) as death_date
    from arrived

)

select
    person,
    md5(concat(seed(), '/', person)) as patient_key,
    gm_code,
    region_code,
    school_zone,
    birth_year,
    sex,
    deprivation_fifth,
    concat('H', substr(md5(concat(gm_code, floor(chance(person, 4) * practices), seed())), 1, 10)) as practice_key,
    cast(floor(chance_of_text(concat(gm_code, floor(chance(person, 4) * practices)), 5) * 12) as bigint) as practice_group,
    arrival_date,
    least(death_date, moving_date) as exit_date,
    case when death_date <= moving_date then 'died' else 'moved' end as exit_type
from dated
where least(death_date, moving_date) > arrival_date
