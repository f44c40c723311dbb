/* Referrals as the GP's system delivers them; some were sent again within a month. */

with

copies as (

    select
        *,
        referral_id as copy_id,
        referral_date as copy_date
    from referral_events

    union all

    select
        *,
        concat(referral_id, 'R') as copy_id,
        least(extracted_on(), referral_date + cast(1 + floor(chance(need, 44) * 25) as integer)) as copy_date
    from referral_events
    where chance(need, 43) < 0.04

)

select
    copy_id as referral_id,
    patient_key,
    pseudonym_label() as pseudonym_label,
    practice_key,
    copy_date as referral_date,
    destination,
    nullif(specialism_code, '') as specialism_code,
    urgency,
    case when destination in ('hospital', 'mental_health') then '2' else '1' end as care_line,
    icpc,
    gm_code,
    birth_year,
    sex,
    deprivation_fifth
from copies
