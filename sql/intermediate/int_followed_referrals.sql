/* +++
title = "Verwijzingen en wat erop volgde"
title_en = "Referrals and what followed"
description = "Every referral that was not sent again, with the first contact that followed, and when its patient died or left."
grain = ["referral_number"]
partition = "patient_id"

[columns]
referral_number = { type = "BIGINT", description = "Referral." }
source = { type = "VARCHAR", description = "Deliverer." }
patient_id = { type = "BIGINT", description = "Patient." }
path_number = { type = "BIGINT", description = "Care path; null for a specialism that is not in the table.", nullable = true }
referral_date = { type = "DATE", description = "Day of sending." }
urgency = { type = "VARCHAR", description = "spoed, urgent or regulier." }
window_days = { type = "BIGINT", description = "So many days a first contact may follow." }
is_hospital = { type = "BOOLEAN", description = "To a hospital." }
is_shared_key = { type = "BOOLEAN", description = "The patient's key belongs to nobody." }
gm_code = { type = "VARCHAR", description = "Municipality of residence." }
age_band = { type = "VARCHAR", description = "Age in the year of the referral." }
sex = { type = "VARCHAR", description = "Sex." }
contact_number = { type = "BIGINT", description = "First contact that followed.", nullable = true }
link_class = { type = "VARCHAR", description = "A or B for a referral that was followed.", nullable = true }
wait_days = { type = "BIGINT", description = "Days until the first contact.", nullable = true }
exit_type = { type = "VARCHAR", description = "died or moved, where the patient did.", nullable = true }
exit_days = { type = "BIGINT", description = "Days from sending until then; negative for a day before.", nullable = true }
+++ */

with

-- Two registers may both know of somebody's death.
exits as (

    select
        patient_id,
        min(death_date) as exit_date,
        arg_min(exit_type, death_date) as exit_type
    from stg_deaths
    group by patient_id

)

select
    int_referrals.referral_number,
    int_referrals.source,
    int_referrals.patient_id,
    int_referrals.path_number,
    int_referrals.referral_date,
    int_referrals.urgency,
    int_referrals.window_days,
    int_referrals.is_hospital,
    int_referrals.is_shared_key,
    int_referrals.gm_code,
    int_referrals.age_band,
    int_referrals.sex,
    int_referral_links.contact_number,
    int_referral_links.link_class,
    int_referral_links.wait_days,
    exits.exit_type,
    date_diff('day', int_referrals.referral_date, exits.exit_date) as exit_days
from int_referrals
left join int_referral_links
    on int_referrals.referral_number = int_referral_links.referral_number
left join exits
    on int_referrals.patient_id = exits.patient_id
where not int_referrals.is_resend
