/* People by municipality: age, sex, deprivation, practice, pseudonym and, for some, a day of death. */

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
        cast(2020 - floor(95 * pow(chance(person, 1), 1.15)) as bigint) as birth_year,
        case when chance(person, 2) < 0.495 then 'M' else 'V' end as sex,
        least(5, 1 + cast(floor(deprivation * 2 + chance(person, 3) * 3) as bigint)) as deprivation_fifth
    from numbered

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
    date '2017-01-01' + cast(floor(
        -ln(chance(person, 6)) / (0.000009 * exp(greatest(0, 2020 - birth_year - 30) * 0.095)) * 10
    ) as integer) as death_date
from drawn
