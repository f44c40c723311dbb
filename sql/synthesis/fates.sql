/* What became of every need: given as usual, or missed, and then why. */

with

depths as (

    select
        needs.*,
        least(
            0.97,
            missed.missed_share
            * (0.8 + 0.4 * chance_of_text(needs.region_code, 20))
            * (1 + deprivation_depth() * (needs.deprivation_fifth - 3) / 2.0)
        ) as depth
    from needs
    inner join missed
        on
            needs.day = missed.day
            and case when needs.leads_to_referral then needs.care_type else 'contact' end = missed.care_type

)

select
    *,
    case
        when chance(need, 21) >= depth then 'given'
        when not leads_to_referral then 'not_contacted'
        when chance(need, 22) < fell then 'fell'
        when chance(need, 22) < fell + caught_up then 'caught_up'
        when chance(need, 22) < fell + caught_up + substituted then 'substituted'
        when chance(need, 22) < fell + caught_up + substituted + harmed then 'harmed'
        else 'evaporated'
    end as fate,
    day + cast(90 + floor(chance(need, 23) * 330) as integer) as later_day
from depths
