/* +++
title = "Gekoppeld en niet gekoppeld"
title_en = "Linked and not linked"
description = "What became of every record on both sides of each link, by source, month and region. Claims know no region; they count for the nation."
grain = ["side", "source", "month_start", "region_code", "status", "link_class"]

[columns]
side = { type = "VARCHAR", description = "referral, contact, or claim." }
source = { type = "VARCHAR", description = "Deliverer." }
month_start = { type = "DATE", description = "First day of the month of the record." }
region_scheme = { type = "VARCHAR", description = "Scheme; land for the nation." }
region_code = { type = "VARCHAR", description = "Region." }
status = { type = "VARCHAR", description = "linked, or why not." }
link_class = { type = "VARCHAR", description = "A or B; blank for what is not linked." }
records = { type = "DOUBLE", description = "Records.", minimum = 0 }
+++ */

with

records as (

    select
        'referral' as side,
        source,
        cast(date_trunc('month', referral_date) as date) as month_start,
        gm_code,
        outcome as status,
        coalesce(link_class, '') as link_class,
        sum(weight) as records
    from int_referral_outcomes
    where weight > 0
    group by all

    union all

    -- What was sent again is not in the published counts of referrals: it is told only where all is public.
    select
        'referral' as side,
        int_referrals.source,
        cast(date_trunc('month', int_referrals.referral_date) as date) as month_start,
        int_referrals.gm_code,
        'sent_again' as status,
        '' as link_class,
        count(*) as records
    from int_referrals
    cross join ref_disclosure
    where
        int_referrals.is_resend
        and not ref_disclosure.is_chain_protected
    group by all

    union all

    select
        'contact' as side,
        source,
        cast(date_trunc('month', contact_date) as date) as month_start,
        gm_code,
        case when origin = 'referral' then 'linked' else origin end as status,
        coalesce(link_class, '') as link_class,
        count(*) as records
    from int_contact_origins
    group by all

),

by_region as (

    select
        records.side,
        records.source,
        records.month_start,
        ref_municipality_regions.region_scheme,
        ref_municipality_regions.region_code,
        records.status,
        records.link_class,
        exact_sum(records.records * ref_municipality_regions.share) as records
    from records
    inner join ref_municipality_regions
        on records.gm_code = ref_municipality_regions.gm_code
    group by all

    union all

    select
        'claim' as side,
        source,
        cast(date_trunc('month', start_date) as date) as month_start,
        'land' as region_scheme,
        'NL' as region_code,
        case when link_rule in ('named', 'same_first_day') then 'linked' else link_rule end as status,
        coalesce(link_class, '') as link_class,
        cast(count(*) as double) as records
    from int_claims
    where link_rule <> 'not_counted'
    group by all

)

-- Contacts that follow a referral are referrals too: of a region they are told once, as referrals.
select
    by_region.side,
    by_region.source,
    by_region.month_start,
    by_region.region_scheme,
    by_region.region_code,
    by_region.status,
    by_region.link_class,
    case
        when ref_disclosure.is_chain_protected and by_region.side <> 'referral' then round(by_region.records, -2)
        else by_region.records
    end as records
from by_region
cross join ref_disclosure
where
    not ref_disclosure.is_chain_protected
    or by_region.side = 'referral'
    or (by_region.region_code = 'NL' and by_region.records >= 100)
