/* +++
title = "Huisartscontacten met een klacht die tot een zorgpad leidt"
title_en = "GP contacts for a complaint that leads to a care path"
description = "Contacts that count in what is published, with the care path their complaint usually leads to: all where all is public, otherwise the selected ones."
grain = ["source", "contact_id"]

[columns]
source = { type = "VARCHAR", description = "Deliverer." }
contact_id = { type = "VARCHAR", description = "Identifier of the contact at the deliverer." }
patient_id = { type = "BIGINT", description = "Patient." }
path_number = { type = "BIGINT", description = "Care path the complaint leads to." }
contact_date = { type = "DATE", description = "Day of the contact." }
mode = { type = "VARCHAR", description = "How the contact went." }
gm_code = { type = "VARCHAR", description = "Municipality of residence." }
age_band = { type = "VARCHAR", description = "Age in the year of the contact." }
sex = { type = "VARCHAR", description = "Sex." }
deprivation_fifth = { type = "BIGINT", description = "Fifth of deprivation; 0 where not delivered.", minimum = 0 }
weight = { type = "BIGINT", description = "How many contacts it stands for.", minimum = 1 }
+++ */

with

complaints as (

    select
        stg_gp__contacts.source,
        stg_gp__contacts.contact_id,
        stg_gp__contacts.patient_id,
        int_complaint_paths.path_number,
        stg_gp__contacts.contact_date,
        stg_gp__contacts.mode,
        stg_gp__contacts.gm_code,
        age_band(stg_gp__contacts.birth_year, stg_gp__contacts.contact_date) as age_band,
        stg_gp__contacts.sex,
        coalesce(stg_gp__contacts.deprivation_fifth, 0) as deprivation_fifth
    from stg_gp__contacts
    inner join int_complaint_paths
        on stg_gp__contacts.icpc = int_complaint_paths.icpc
    anti join int_shared_keys
        on stg_gp__contacts.patient_id = int_shared_keys.patient_id

),

selected as (

    select
        record_number,
        week_start,
        month_start
    from int_selected_events
    where step = 'contacts'

)

select
    complaints.*,
    cast(1 as bigint) as weight
from complaints
cross join ref_disclosure
where not ref_disclosure.is_chain_protected

union all

-- A contact that a correction moved to another week or month is no longer the one that was selected.
select
    complaints.*,
    ref_disclosure.base as weight
from complaints
inner join selected
    on
        record_number(complaints.patient_id, concat(complaints.source, '/', complaints.contact_id))
        = selected.record_number
        and cast(date_trunc('week', complaints.contact_date) as date) = selected.week_start
        and cast(date_trunc('month', complaints.contact_date) as date) = selected.month_start
cross join ref_disclosure
where ref_disclosure.is_chain_protected
