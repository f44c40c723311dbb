/* +++
title = "Verwijzingen, ontdubbeld"
title_en = "Referrals, de-duplicated"
description = "Every referral with its care path and how long it stays open; one that follows another of the same patient and path within 30 days was sent again and counts with the first."
grain = ["referral_number"]
partition = "patient_id"

[columns]
referral_number = { type = "BIGINT", description = "Referral." }
source = { type = "VARCHAR", description = "Deliverer." }
patient_id = { type = "BIGINT", description = "Patient." }
path_number = { type = "BIGINT", description = "Care path; null for a specialism that is not in the table.", nullable = true }
path_key = { type = "BIGINT", description = "Patient and care path as one number.", nullable = true }
referral_date = { type = "DATE", description = "Day of sending." }
urgency = { type = "VARCHAR", description = "spoed, urgent or regulier; A and B are spoed, C and D urgent." }
window_days = { type = "BIGINT", description = "So many days a first contact may follow.", minimum = 1 }
is_hospital = { type = "BOOLEAN", description = "To a hospital: only there is a first contact delivered." }
is_resend = { type = "BOOLEAN", description = "Sent again within 30 days of the one before." }
is_linkable = { type = "BOOLEAN", description = "A first contact may follow it: to a hospital, on a known path, not sent again, of a person." }
is_shared_key = { type = "BOOLEAN", description = "The patient's key belongs to nobody." }
gm_code = { type = "VARCHAR", description = "Municipality of residence." }
age_band = { type = "VARCHAR", description = "Age in the year of the referral." }
sex = { type = "VARCHAR", description = "Sex." }
deprivation_fifth = { type = "BIGINT", description = "Fifth of deprivation.", nullable = true }
care_line = { type = "VARCHAR", description = "Line of care referred to." }
+++ */

with

on_paths as (

    select
        stg_gp__referrals.*,
        ref_care_paths.path_number,
        stg_gp__referrals.destination = 'hospital' as is_hospital,
        path_key(stg_gp__referrals.patient_id, ref_care_paths.path_number) as path_key,
        int_shared_keys.patient_id is not null as is_shared_key,
        case
            when stg_gp__referrals.urgency in ('A', 'B', 'spoed') then 'spoed'
            when stg_gp__referrals.urgency in ('C', 'D', 'urgent') then 'urgent'
            else 'regulier'
        end as urgency_class
    from stg_gp__referrals
    left join ref_care_paths
        on
            stg_gp__referrals.destination = ref_care_paths.destination
            and coalesce(stg_gp__referrals.specialism_code, '') = coalesce(ref_care_paths.specialism_code, '')
    left join int_shared_keys
        on stg_gp__referrals.patient_id = int_shared_keys.patient_id

),

-- Only what tells them apart goes through the sort, and only the few that were sent again come out of it.
resends as (

    select referral_number
    from on_paths
    where path_key is not null and not is_shared_key
    qualify date_diff('day', lag(referral_date) over (
        partition by path_key
        order by referral_date, referral_number
    ), referral_date) <= 30

)

select
    on_paths.referral_number,
    on_paths.source,
    on_paths.patient_id,
    on_paths.path_number,
    on_paths.path_key,
    on_paths.referral_date,
    on_paths.urgency_class as urgency,
    cast(case when on_paths.urgency_class = 'spoed' then 30 else 365 end as bigint) as window_days,
    on_paths.is_hospital,
    resends.referral_number is not null as is_resend,
    on_paths.is_hospital
    and on_paths.path_number is not null
    and resends.referral_number is null
    and not on_paths.is_shared_key as is_linkable,
    on_paths.is_shared_key,
    on_paths.gm_code,
    age_band(on_paths.birth_year, on_paths.referral_date) as age_band,
    on_paths.sex,
    on_paths.deprivation_fifth,
    on_paths.care_line
from on_paths
left join resends
    on on_paths.referral_number = resends.referral_number
