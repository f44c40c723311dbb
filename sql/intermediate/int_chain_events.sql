/* +++
title = "Gebeurtenissen in de keten"
title_en = "Events in the chain"
description = "Everything that counts as care in the chain: contacts, referrals, first contacts and treatments, each with its day and what is known of the patient."
grain = ["step", "path_number", "patient_id", "event_date"]
is_stored = false

[columns]
step = { type = "VARCHAR", description = "contacts, referral, visit, or treatment." }
path_number = { type = "BIGINT", description = "Care path; 0 for contacts with the GP and specialisms that are not in the table." }
record_number = { type = "BIGINT", description = "The record of this step." }
patient_id = { type = "BIGINT", description = "Patient." }
event_date = { type = "DATE", description = "Day." }
gm_code = { type = "VARCHAR", description = "Municipality of residence." }
age_band = { type = "VARCHAR", description = "Age in the year of the event." }
sex = { type = "VARCHAR", description = "Sex." }
deprivation_fifth = { type = "BIGINT", description = "Fifth of deprivation; 0 where not delivered.", minimum = 0 }
mode = { type = "VARCHAR", description = "How a contact with the GP went; blank for other steps." }
urgency = { type = "VARCHAR", description = "Urgency of a referral; blank for other steps." }
care_line = { type = "VARCHAR", description = "Line of care referred to; blank for other steps." }
+++ */

select
    'contacts' as step,
    cast(0 as bigint) as path_number,
    record_number(patient_id, concat(source, '/', contact_id)) as record_number,
    patient_id,
    contact_date as event_date,
    gm_code,
    age_band(birth_year, contact_date) as age_band,
    sex,
    coalesce(deprivation_fifth, 0) as deprivation_fifth,
    mode,
    '' as urgency,
    '' as care_line
from stg_gp__contacts

union all

select
    'referral' as step,
    coalesce(path_number, 0) as path_number,
    referral_number as record_number,
    patient_id,
    referral_date as event_date,
    gm_code,
    age_band,
    sex,
    coalesce(deprivation_fifth, 0) as deprivation_fifth,
    '' as mode,
    urgency,
    care_line
from int_referrals
where not is_resend and not is_shared_key

union all

select
    'visit' as step,
    coalesce(path_number, 0) as path_number,
    contact_number as record_number,
    patient_id,
    contact_date as event_date,
    gm_code,
    age_band,
    sex,
    coalesce(deprivation_fifth, 0) as deprivation_fifth,
    '' as mode,
    '' as urgency,
    '' as care_line
from int_first_contacts
where not is_shared_key

union all

select
    'treatment' as step,
    coalesce(int_first_contacts.path_number, 0) as path_number,
    int_first_contacts.contact_number as record_number,
    int_first_contacts.patient_id,
    int_treatments.treatment_date as event_date,
    int_first_contacts.gm_code,
    int_first_contacts.age_band,
    int_first_contacts.sex,
    coalesce(int_first_contacts.deprivation_fifth, 0) as deprivation_fifth,
    '' as mode,
    '' as urgency,
    '' as care_line
from int_treatments
inner join int_first_contacts
    on int_treatments.contact_number = int_first_contacts.contact_number
where int_treatments.treatment_date is not null and not int_first_contacts.is_shared_key
