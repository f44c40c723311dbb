/* +++
title = "Wat op een klacht volgde"
title_en = "What followed a complaint"
description = "GP contacts for a complaint in a wave or in the baseline years, and how many were referred on the care path it leads to, or helped in another way."
grain = ["region_code", "path_number", "window_code"]

[columns]
region_scheme = { type = "VARCHAR", description = "Scheme; land for the nation." }
region_code = { type = "VARCHAR", description = "Region." }
path_number = { type = "BIGINT", description = "Care path; 300 is all specialisms together." }
window_code = { type = "VARCHAR", description = "Code of a wave, or baseline." }
contacts = { type = "DOUBLE", description = "Contacts.", minimum = 0 }
referred_30 = { type = "DOUBLE", description = "Of these: referred on the care path within 30 days.", minimum = 0 }
referred_365 = { type = "DOUBLE", description = "Of these: referred within a year.", minimum = 0 }
not_referred = { type = "DOUBLE", description = "Of these: not referred within 90 days.", minimum = 0 }
substituted = { type = "DOUBLE", description = "Of those: an e-consult for such a complaint, or care that can stand in for it, within 90 days.", minimum = 0 }
repeats = { type = "DOUBLE", description = "Contacts, each times those of the same person for the complaint in all waves, or in that year: who comes often makes a share less sure.", minimum = 0 }
+++ */

with

waves as (

    select
        window_code,
        first_date,
        last_date
    from fct_windows
    where window_type = 'wave'

),

windows as (

    select * from waves

    union all

    -- What followed in the waves is not what was usual: of the years before, all was seen to its end before.
    select
        'baseline' as window_code,
        ref_baseline.first_date,
        least(ref_baseline.last_date, coalesce(min(waves.first_date) - 366, ref_baseline.last_date)) as last_date
    from ref_baseline
    left join waves
        on ref_baseline.first_date < waves.first_date
    group by ref_baseline.first_date, ref_baseline.last_date

),

-- A week belongs to the window its Thursday lies in, as it does for volumes.
chosen as (

    select
        int_complaint_contacts.*,
        windows.window_code
    from int_complaint_contacts
    inner join windows
        on
            cast(date_trunc('week', int_complaint_contacts.contact_date) + interval 3 day as date)
            between windows.first_date and windows.last_date

),

referred as (

    select
        chosen.source,
        chosen.contact_id,
        min(date_diff('day', chosen.contact_date, int_referrals.referral_date)) as days
    from chosen
    inner join int_referrals
        on
            chosen.patient_id = int_referrals.patient_id
            and chosen.path_number = int_referrals.path_number
            and int_referrals.referral_date between chosen.contact_date and chosen.contact_date + 365
    where not int_referrals.is_resend and not int_referrals.is_shared_key
    group by chosen.source, chosen.contact_id

),

-- What can stand in for a referral: an e-consult, or care that the table of substitutes names.
substitutes as (

    select
        stg_gp__contacts.patient_id,
        int_complaint_paths.path_number,
        stg_gp__contacts.contact_date as substitute_date
    from stg_gp__contacts
    inner join int_complaint_paths
        on stg_gp__contacts.icpc = int_complaint_paths.icpc
    where stg_gp__contacts.mode = 'e_consult'

    union all

    select
        int_referrals.patient_id,
        ref_path_substitutes.path_number,
        int_referrals.referral_date as substitute_date
    from int_referrals
    inner join ref_path_substitutes
        on int_referrals.path_number = ref_path_substitutes.substitute_path
    where not int_referrals.is_resend and not int_referrals.is_shared_key

),

helped as (

    select distinct
        chosen.source,
        chosen.contact_id
    from chosen
    inner join substitutes
        on
            chosen.patient_id = substitutes.patient_id
            and chosen.path_number = substitutes.path_number
            and substitutes.substitute_date between chosen.contact_date and chosen.contact_date + 90

),

followed as (

    select
        chosen.path_number,
        chosen.gm_code,
        chosen.window_code,
        chosen.weight,
        count(*) over (
            partition by
                chosen.patient_id,
                chosen.path_number,
                chosen.window_code = 'baseline',
                if(chosen.window_code = 'baseline', year(chosen.contact_date), 0)
        ) as contacts_of_person,
        coalesce(referred.days <= 30, false) as is_referred_30,
        referred.days is not null as is_referred_365,
        coalesce(referred.days > 90, true) as is_not_referred,
        helped.contact_id is not null as is_helped
    from chosen
    left join referred
        on
            chosen.source = referred.source
            and chosen.contact_id = referred.contact_id
    left join helped
        on
            chosen.source = helped.source
            and chosen.contact_id = helped.contact_id

),

counted as (

    select
        path_number,
        gm_code,
        window_code,
        sum(weight) as contacts,
        coalesce(sum(weight) filter (where is_referred_30), 0) as referred_30,
        coalesce(sum(weight) filter (where is_referred_365), 0) as referred_365,
        coalesce(sum(weight) filter (where is_not_referred), 0) as not_referred,
        coalesce(sum(weight) filter (where is_not_referred and is_helped), 0) as substituted,
        sum(weight * contacts_of_person) as repeats
    from followed
    group by all

),

with_total as (

    select * from counted

    union all

    select counted.* replace (cast(300 as bigint) as path_number)
    from counted
    inner join ref_care_paths
        on counted.path_number = ref_care_paths.path_number
    where ref_care_paths.destination = 'hospital'

)

select
    ref_municipality_regions.region_scheme,
    ref_municipality_regions.region_code,
    with_total.path_number,
    with_total.window_code,
    exact_sum(with_total.contacts * ref_municipality_regions.share) as contacts,
    exact_sum(with_total.referred_30 * ref_municipality_regions.share) as referred_30,
    exact_sum(with_total.referred_365 * ref_municipality_regions.share) as referred_365,
    exact_sum(with_total.not_referred * ref_municipality_regions.share) as not_referred,
    exact_sum(with_total.substituted * ref_municipality_regions.share) as substituted,
    exact_sum(with_total.repeats * ref_municipality_regions.share) as repeats
from with_total
inner join ref_municipality_regions
    on with_total.gm_code = ref_municipality_regions.gm_code
group by all
