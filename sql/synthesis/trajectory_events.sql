/* First subtrajectories: of referrals, of emergencies, and of people harmed by care that was missed. */

with

first_ones as (

    select
        need,
        patient_key,
        case when chance(need, 50) < 0.06 then neighbour_code else specialism_code end as specialism_code,
        'gp' as referrer_type,
        contact_day as opening_date,
        gm_code,
        birth_year,
        sex,
        deprivation_fifth,
        exit_date
    from referral_events
    where converts

    union all

    select
        need + 500000000000 as need,
        patient_key,
        case when specialism_code = '' then '0313' else specialism_code end as specialism_code,
        'emergency' as referrer_type,
        day + cast(30 + floor(chance(need, 51) * 270) as integer) as opening_date,
        gm_code,
        birth_year,
        sex,
        deprivation_fifth,
        exit_date
    from fates
    where fate = 'harmed'

    union all

    select
        need + 600000000000 as need,
        patient_key,
        case when specialism_code = '' then '0313' else specialism_code end as specialism_code,
        case when chance(need, 53) < 0.6 then 'emergency' when chance(need, 53) < 0.9 then 'specialist' else 'self' end
            as referrer_type,
        day as opening_date,
        gm_code,
        birth_year,
        sex,
        deprivation_fifth,
        exit_date
    from fates
    where not leads_to_referral and chance(need, 52) < 0.03

),

opened as (

    select
        *,
        case when chance(need, 54) < 0.25 then 42 when chance(need, 54) < 0.85 then 90 else 120 end as duration_days
    from first_ones
    where opening_date < exit_date and opening_date <= extracted_on()

)

select
    *,
    opening_date + duration_days as closing_date,
    concat('Z', substr(md5(concat(gm_code, floor(chance(need, 55) * 2), 'hospital')), 1, 8)) as hospital_key,
    cast(100 + cast(floor(chance(need, 56) * 40) as bigint) * 10 as varchar) as diagnosis_code
from opened
