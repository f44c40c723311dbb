/* +++
title = "Praktijk van een patiënt"
title_en = "Practice of a patient"
description = "The practice where a patient was seen or referred most often; nothing where no practice takes part in a pilot."
grain = ["patient_id"]

[columns]
patient_id = { type = "BIGINT", description = "Patient." }
practice_key = { type = "VARCHAR", description = "Pseudonym of the practice; stays on the secure side." }
gm_code = { type = "VARCHAR", description = "Municipality of residence." }
first_date = { type = "DATE", description = "First day seen there." }
last_date = { type = "DATE", description = "Last day seen there." }
+++ */

with

-- Without pilots nobody asks for practices: then there is nothing to count.
asked as (

    select min(pilot) as pilot
    from stg_pilots__practices
    having count(*) > 0

),

seen as (

    select
        stg_gp__contacts.patient_id,
        stg_gp__contacts.practice_key,
        stg_gp__contacts.gm_code,
        stg_gp__contacts.contact_date as seen_date
    from stg_gp__contacts
    cross join asked

    union all

    select
        stg_gp__referrals.patient_id,
        stg_gp__referrals.practice_key,
        stg_gp__referrals.gm_code,
        stg_gp__referrals.referral_date as seen_date
    from stg_gp__referrals
    cross join asked

),

counted as (

    select
        patient_id,
        practice_key,
        max(gm_code) as gm_code,
        min(seen_date) as first_date,
        max(seen_date) as last_date,
        count(*) as times
    from seen
    group by patient_id, practice_key

)

select
    patient_id,
    practice_key,
    gm_code,
    first_date,
    last_date
from counted
qualify row_number() over (
    partition by patient_id
    order by times desc, practice_key asc
) = 1
