/* +++
title = "Tellingen bij uitgesproken cijfers"
title_en = "Counts behind stated figures"
description = "Numerator and denominator of every variant of a stated figure, in the newest year that is known whole: from protected counts, or from reimbursed euros that are public."
grain = ["figure", "variant_number", "region_code"]

[columns]
figure = { type = "VARCHAR", description = "Figure." }
variant_number = { type = "BIGINT", description = "Variant." }
region_code = { type = "VARCHAR", description = "Region of the first scheme, or NL." }
calendar_year = { type = "BIGINT", description = "Year; for referrals and claims the newest of which what followed is known too." }
numerator = { type = "DOUBLE", description = "Contacts, patients, or euros." }
denominator = { type = "DOUBLE", description = "Contacts, patients, people, or months of people.", nullable = true, minimum = 0 }
records = { type = "DOUBLE", description = "Records counted, for how much may be told; null where no records are counted.", nullable = true, minimum = 0 }
squares = { type = "DOUBLE", description = "Sum of the squared euros of the records, for the margin; null for counts.", nullable = true, minimum = 0 }
+++ */

with

known as (

    select
        min(int_step_dates.last_date) filter (where int_step_dates.step = 'contacts') as contacts_date,
        min(int_step_dates.last_date) filter (where int_step_dates.step = 'visit') as visits_date
    from int_step_dates

),

delivered as (

    select
        min(last_date) filter (where kind = 'gp_referrals') as referrals_date,
        min(last_date) filter (where kind = 'insurer_claims') as claims_date
    from int_extractions

),

-- All variants of a figure that follow contacts are about one year, so that they can be put side by side.
contact_years as (

    select
        ref_stated_figures.figure,
        year(min(least(known.contacts_date, delivered.referrals_date - cast(ref_stated_figures.days as integer))) + 1) - 1
            as calendar_year
    from ref_stated_figures
    cross join known
    cross join delivered
    where
        ref_stated_figures.measure in ('contacts_referred', 'contacts_not_referred', 'patients_referred', 'patients_not_referred')
    group by ref_stated_figures.figure

),

plain_years as (

    select
        ref_stated_figures.figure,
        ref_stated_figures.variant_number,
        ref_stated_figures.measure,
        case ref_stated_figures.measure
            when 'contacts_per_person' then year(known.contacts_date + 1) - 1
            else year(least(known.visits_date, delivered.claims_date - cast(ref_stated_figures.days as integer)) + 1) - 1
        end as calendar_year
    from ref_stated_figures
    cross join known
    cross join delivered
    where ref_stated_figures.measure in ('contacts_per_person', 'claimed_eur')

),

contacts as (

    select
        gm_code,
        year(contact_date) as calendar_year,
        is_first_of_year,
        coalesce(least(referral_days, 366), 366) as referral_days,
        coalesce(least(hospital_days, 366), 366) as hospital_days,
        sum(weight) as contacts
    from int_contact_outcomes
    where year(contact_date) in (select contact_years.calendar_year from contact_years)
    group by all

),

referred as (

    select
        ref_stated_figures.figure,
        ref_stated_figures.variant_number,
        contacts.gm_code,
        contacts.calendar_year,
        ref_stated_figures.measure in ('contacts_referred', 'patients_referred') as is_referred,
        case ref_stated_figures.destination
            when 'hospital' then contacts.hospital_days
            else contacts.referral_days
        end <= ref_stated_figures.days as has_referral,
        contacts.contacts
    from ref_stated_figures
    inner join contact_years
        on ref_stated_figures.figure = contact_years.figure
    inner join contacts
        on contact_years.calendar_year = contacts.calendar_year
    where
        ref_stated_figures.measure in ('contacts_referred', 'contacts_not_referred')
        or (
            ref_stated_figures.measure in ('patients_referred', 'patients_not_referred')
            and contacts.is_first_of_year
        )

),

inhabitants as (

    select
        area_code as gm_code,
        year(reference_date) as calendar_year,
        avg(inhabitants) as inhabitants
    from stg_population__inhabitants
    group by all

),

-- People of regions that do not deliver are not what their care is divided by.
delivering as (

    select distinct
        case int_chain_volumes.care_type
            when 'chain_contacts' then 'contacts_per_person'
            else 'claimed_eur'
        end as measure,
        ref_municipality_regions.gm_code
    from int_chain_volumes
    cross join ref_disclosure
    inner join ref_municipality_regions
        on int_chain_volumes.region_code = ref_municipality_regions.region_code
    where
        int_chain_volumes.care_type in ('chain_contacts', 'visit_hospital')
        and int_chain_volumes.region_scheme = ref_disclosure.region_scheme

),

-- People count in the denominator, and nowhere as records.
counted as (

    select
        figure,
        variant_number,
        gm_code,
        calendar_year,
        sum(case when has_referral = is_referred then contacts else 0 end) as numerator,
        sum(contacts) as denominator,
        sum(contacts) as records,
        cast(null as double) as squares
    from referred
    group by all

    union all

    select
        plain_years.figure,
        plain_years.variant_number,
        int_contact_outcomes.gm_code,
        plain_years.calendar_year,
        sum(int_contact_outcomes.weight) as numerator,
        0 as denominator,
        sum(int_contact_outcomes.weight) as records,
        cast(null as double) as squares
    from int_contact_outcomes
    inner join plain_years
        on
            plain_years.measure = 'contacts_per_person'
            and year(int_contact_outcomes.contact_date) = plain_years.calendar_year
    group by all

    union all

    select
        plain_years.figure,
        plain_years.variant_number,
        int_public_events.gm_code,
        plain_years.calendar_year,
        sum(int_public_events.weight * int_treatments.claimed_eur) as numerator,
        0 as denominator,
        sum(int_public_events.weight) as records,
        exact_sum(power(int_public_events.weight * cast(int_treatments.claimed_eur as double), 2)) as squares
    from int_public_events
    inner join plain_years
        on
            plain_years.measure = 'claimed_eur'
            and year(int_public_events.event_date) = plain_years.calendar_year
    inner join int_treatments
        on int_public_events.record_number = int_treatments.contact_number
    where int_public_events.step = 'visit'
    group by all

    union all

    select
        plain_years.figure,
        plain_years.variant_number,
        inhabitants.gm_code,
        plain_years.calendar_year,
        0 as numerator,
        inhabitants.inhabitants * case plain_years.measure when 'claimed_eur' then 12 else 1 end as denominator,
        0 as records,
        cast(null as double) as squares
    from inhabitants
    inner join plain_years
        on inhabitants.calendar_year = plain_years.calendar_year
    inner join delivering
        on
            plain_years.measure = delivering.measure
            and inhabitants.gm_code = delivering.gm_code

),

reimbursed as (

    select
        ref_stated_figures.figure,
        ref_stated_figures.variant_number,
        fct_care_volumes.region_code,
        year(fct_care_volumes.period_start) as calendar_year,
        exact_sum(fct_care_volumes.volume) as numerator,
        12 * max(fct_care_volumes.population) as denominator,
        count(fct_care_volumes.volume) as care_types
    from ref_stated_figures
    inner join fct_care_volumes
        on position(concat('+', fct_care_volumes.care_type, '+') in ref_stated_figures.care_types) > 0
    cross join ref_disclosure
    where
        ref_stated_figures.measure = 'reimbursed_eur'
        and fct_care_volumes.unit = 'eur_per_insured_year'
        and fct_care_volumes.period_type = 'year'
        and fct_care_volumes.region_scheme in ('land', ref_disclosure.region_scheme)
    group by all

),

-- Only years of which all care types were delivered.
newest as (

    select
        figure,
        variant_number,
        max(calendar_year) as calendar_year
    from reimbursed
    where region_code = 'NL'
    group by figure, variant_number, care_types
    qualify care_types = max(care_types) over (partition by figure, variant_number)

)

select
    counted.figure,
    counted.variant_number,
    ref_municipality_regions.region_code,
    counted.calendar_year,
    exact_sum(counted.numerator * ref_municipality_regions.share) as numerator,
    nullif(exact_sum(counted.denominator * ref_municipality_regions.share), 0) as denominator,
    exact_sum(counted.records * ref_municipality_regions.share) as records,
    exact_sum(counted.squares * ref_municipality_regions.share) as squares
from counted
cross join ref_disclosure
inner join ref_municipality_regions
    on
        counted.gm_code = ref_municipality_regions.gm_code
        and ref_municipality_regions.region_scheme in ('land', ref_disclosure.region_scheme)
group by all
having exact_sum(counted.records * ref_municipality_regions.share) > 0

union all

select
    reimbursed.figure,
    reimbursed.variant_number,
    reimbursed.region_code,
    reimbursed.calendar_year,
    reimbursed.numerator,
    reimbursed.denominator,
    cast(null as double) as records,
    cast(null as double) as squares
from reimbursed
inner join newest
    on
        reimbursed.figure = newest.figure
        and reimbursed.variant_number = newest.variant_number
        and reimbursed.calendar_year = newest.calendar_year
where reimbursed.numerator is not null
