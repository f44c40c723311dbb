/* Contacts as the GP wrote them down. */

with

held as (

    select
        need,
        patient_key,
        practice_key,
        case when fate = 'caught_up' then later_day else day end as contact_date,
        fate,
        icpc,
        gm_code,
        birth_year,
        sex,
        deprivation_fifth,
        exit_date
    from fates
    where fate in ('given', 'caught_up', 'substituted')

)

select
    concat('C', need) as contact_id,
    patient_key,
    pseudonym_label() as pseudonym_label,
    practice_key,
    contact_date,
    case
        when fate = 'substituted' then 'e_consult'
        when chance(need, 30) < digital_share(contact_date) * 0.6 then 'telephone'
        when chance(need, 30) < digital_share(contact_date) * 0.7 then 'video'
        when chance(need, 30) < digital_share(contact_date) * 0.9 then 'e_consult'
        when chance(need, 30) < digital_share(contact_date) then 'digital_triage'
        when chance(need, 30) > 0.94 then 'visit'
        else 'consult'
    end as mode,
    case
        when chance(need, 31) > 0.04 then 'day'
        when chance(need, 31) > 0.025 then 'evening'
        when chance(need, 31) > 0.015 then 'weekend'
        else 'night'
    end as day_part,
    icpc,
    gm_code,
    birth_year,
    sex,
    deprivation_fifth
from held
where contact_date < exit_date and contact_date <= extracted_on()
