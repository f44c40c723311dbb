/* +++
title = "Uitkomsten na een klacht"
title_en = "Outcomes after a complaint"
description = "GP contacts for a complaint in a wave, in the baseline years or in their same weeks in the whole country, and how many were followed by an outcome registered beforehand."
grain = ["path_number", "outcome", "window_code", "phase", "age_band", "sex", "deprivation_fifth"]

[columns]
path_number = { type = "BIGINT", description = "Care path the complaint leads to; 300 is all specialisms together." }
outcome = { type = "VARCHAR", description = "Outcome; see ref_outcomes." }
window_code = { type = "VARCHAR", description = "Code of a wave, baseline, or before_ and a wave: the same weeks of the baseline years." }
phase = { type = "VARCHAR", description = "first or second half of the wave; whole for the baseline." }
age_band = { type = "VARCHAR", description = "Age in the year of the contact." }
sex = { type = "VARCHAR", description = "Sex." }
deprivation_fifth = { type = "BIGINT", description = "Fifth of deprivation; 0 where not delivered.", minimum = 0 }
contacts = { type = "DOUBLE", description = "Contacts.", minimum = 0 }
events = { type = "DOUBLE", description = "Of these: followed by the outcome within its months.", minimum = 0 }
repeats = { type = "DOUBLE", description = "Contacts, each times those of the same person in all waves, or here in that year: people who come often make a share less sure.", minimum = 0 }
+++ */

with

-- Whole weeks, so that a Monday stays a Monday.
earlier as (

    select cast(364 * unnest(range(12)) as integer) as days

),

-- Every wave, and the same weeks of every baseline year that has all of them.
waves as (

    select
        case when earlier.days = 0 then waves.window_code else concat('before_', waves.window_code) end as window_code,
        waves.first_date - earlier.days as first_date,
        waves.last_date - earlier.days as last_date,
        cast(7 * ((waves.last_date - waves.first_date + 1) // 14) as integer) as half,
        earlier.days = 0 as is_wave
    from fct_windows as waves
    cross join earlier
    left join ref_baseline
        on
            waves.first_date - earlier.days >= ref_baseline.first_date
            and waves.last_date - earlier.days <= ref_baseline.last_date
    where
        waves.window_type = 'wave'
        and (earlier.days = 0 or ref_baseline.first_date is not null)

),

windows as (

    select
        window_code,
        'first' as phase,
        first_date,
        first_date + half - 1 as last_date,
        is_wave
    from waves

    union all

    select
        window_code,
        'second' as phase,
        first_date + half as first_date,
        last_date,
        is_wave
    from waves

    union all

    select
        'baseline' as window_code,
        'whole' as phase,
        first_date,
        last_date,
        false as is_wave
    from ref_baseline

),

chosen as (

    select
        int_complaint_contacts.*,
        windows.window_code,
        windows.phase,
        windows.is_wave
    from int_complaint_contacts
    inner join windows
        on
            cast(date_trunc('week', int_complaint_contacts.contact_date) + interval 3 day as date)
            between windows.first_date and windows.last_date

),

-- A complaint counts for its own care path and, where that is a hospital's, for all specialisms together.
with_total as (

    select
        chosen.*,
        chosen.path_number as counted_path
    from chosen

    union all

    select
        chosen.*,
        cast(300 as bigint) as counted_path
    from chosen
    inner join ref_care_paths
        on chosen.path_number = ref_care_paths.path_number
    where ref_care_paths.destination = 'hospital'

),

first_wave as (

    select min(first_date) as first_date
    from fct_windows
    where window_type = 'wave'

),

repeated as (

    select
        *,
        count(*) over (
            partition by
                patient_id, counted_path, is_wave, if(is_wave, '', window_code), if(is_wave, 0, year(contact_date))
        ) as contacts_of_person
    from with_total

),

happened as (

    select
        case int_first_contacts.referrer_type when 'emergency' then 'emergency' else 'planned' end as event,
        int_first_contacts.patient_id,
        int_first_contacts.path_number,
        int_first_contacts.contact_date as event_date
    from int_first_contacts
    where
        int_first_contacts.referrer_type in ('emergency', 'gp')
        and int_first_contacts.path_number is not null
        and not int_first_contacts.is_shared_key

    union all

    select
        'urgent_referral' as event,
        int_referrals.patient_id,
        int_referrals.path_number,
        int_referrals.referral_date as event_date
    from int_referrals
    where
        int_referrals.urgency = 'spoed'
        and int_referrals.path_number is not null
        and not int_referrals.is_resend
        and not int_referrals.is_shared_key

),

happened_somewhere as (

    select * from happened

    union all

    select happened.* replace (cast(300 as bigint) as path_number)
    from happened
    inner join ref_care_paths
        on happened.path_number = ref_care_paths.path_number
    where ref_care_paths.destination = 'hospital'

    union all

    -- Death belongs to no path: it is asked for on every path it is registered for.
    select distinct
        'death' as event,
        stg_deaths.patient_id,
        ref_outcomes.measured_path as path_number,
        stg_deaths.death_date as event_date
    from stg_deaths
    inner join ref_outcomes
        on ref_outcomes.event = 'death'
    where stg_deaths.exit_type = 'died'

),

followed as (

    select distinct
        with_total.source,
        with_total.contact_id,
        with_total.counted_path,
        ref_outcomes.outcome
    from with_total
    inner join ref_outcomes
        on with_total.counted_path = ref_outcomes.path_number
    inner join happened_somewhere
        on
            with_total.patient_id = happened_somewhere.patient_id
            and ref_outcomes.event = happened_somewhere.event
            and ref_outcomes.measured_path = happened_somewhere.path_number
            and happened_somewhere.event_date >= with_total.contact_date + to_months(cast(ref_outcomes.first_month as integer))
            and happened_somewhere.event_date <= with_total.contact_date + to_months(cast(ref_outcomes.last_month as integer))

)

select
    repeated.counted_path as path_number,
    ref_outcomes.outcome,
    repeated.window_code,
    repeated.phase,
    repeated.age_band,
    repeated.sex,
    repeated.deprivation_fifth,
    cast(sum(repeated.weight) as double) as contacts,
    cast(coalesce(sum(repeated.weight) filter (where followed.contact_id is not null), 0) as double) as events,
    cast(sum(repeated.weight * repeated.contacts_of_person) as double) as repeats
from repeated
inner join ref_outcomes
    on repeated.counted_path = ref_outcomes.path_number
left join followed
    on
        repeated.source = followed.source
        and repeated.contact_id = followed.contact_id
        and repeated.counted_path = followed.counted_path
        and ref_outcomes.outcome = followed.outcome
cross join first_wave
-- What followed in the waves is not what was usual: years before count where they were seen to their end before.
where
    repeated.is_wave
    or first_wave.first_date is null
    or repeated.contact_date + to_months(cast(ref_outcomes.last_month as integer)) < first_wave.first_date
group by all
