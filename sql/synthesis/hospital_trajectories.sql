/* Subtrajectories as hospitals deliver them: the first ones, and follow-ups that name theirs. */

with

all_parts as (

    select
        concat('T', need) as trajectory_id,
        cast(null as varchar) as parent_id,
        '11' as trajectory_type,
        opening_date,
        closing_date,
        patient_key,
        hospital_key,
        specialism_code,
        diagnosis_code,
        referrer_type,
        gm_code,
        birth_year,
        sex,
        deprivation_fifth
    from trajectory_events

    union all

    select
        concat('T', need, 'F') as trajectory_id,
        concat('T', need) as parent_id,
        '21' as trajectory_type,
        closing_date + 1 as opening_date,
        closing_date + 121 as closing_date,
        patient_key,
        hospital_key,
        specialism_code,
        diagnosis_code,
        referrer_type,
        gm_code,
        birth_year,
        sex,
        deprivation_fifth
    from trajectory_events
    where chance(need, 57) < 0.35 and closing_date + 1 < exit_date

)

select
    trajectory_id,
    parent_id,
    patient_key,
    pseudonym_label() as pseudonym_label,
    hospital_key,
    specialism_code,
    diagnosis_code,
    trajectory_type,
    referrer_type,
    opening_date,
    case when closing_date <= extracted_on() then closing_date end as closing_date,
    gm_code,
    birth_year,
    sex,
    deprivation_fifth
from all_parts
where opening_date <= extracted_on()
