/* Links found against links planted, by region and for the nation. */

with

sent as (

    select
        stg_gp__referrals.referral_number,
        substr(stg_gp__referrals.referral_id, 2) as need,
        stg_gp__referrals.gm_code,
        int_referrals.is_resend
    from stg_gp__referrals
    inner join int_referrals
        on stg_gp__referrals.referral_number = int_referrals.referral_number
    where int_referrals.is_hospital

),

opened as (

    select
        trajectory_number,
        substr(trajectory_id, 2) as need
    from stg_hospital__trajectories
    where trajectory_type = '11'

),

found as (

    select
        sent.gm_code,
        replace(sent.need, 'R', '') = opened.need as is_true
    from int_referral_links
    inner join sent
        on int_referral_links.referral_number = sent.referral_number
    inner join opened
        on int_referral_links.contact_number = opened.trajectory_number

),

counts as (

    select
        gm_code,
        1 as links,
        case when is_true then 1 else 0 end as true_links,
        0 as planted,
        0 as referrals,
        0 as needs
    from found

    union all

    select
        sent.gm_code,
        0 as links,
        0 as true_links,
        case when sent.need not like '%R' and opened.need is not null then 1 else 0 end as planted,
        case when sent.is_resend then 0 else 1 end as referrals,
        case when sent.need like '%R' then 0 else 1 end as needs
    from sent
    left join opened
        on sent.need = opened.need

)

select
    ref_municipality_regions.region_scheme,
    ref_municipality_regions.region_code,
    cast(sum(counts.links) as bigint) as links,
    sum(counts.true_links) / sum(counts.links) as precision,
    sum(counts.true_links) / sum(counts.planted) as recall,
    sum(counts.links) / sum(counts.referrals) as conversion,
    sum(counts.planted) / sum(counts.needs) as true_conversion
from counts
inner join ref_municipality_regions
    on counts.gm_code = ref_municipality_regions.gm_code
where ref_municipality_regions.region_scheme in ('land', 'ggd')
group by ref_municipality_regions.region_scheme, ref_municipality_regions.region_code
order by ref_municipality_regions.region_code
