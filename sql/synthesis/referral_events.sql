/* Referrals as they were sent, with what only the maker of this world knows. */

with

sent as (

    select
        *,
        case when fate = 'caught_up' then later_day else day end as referral_date,
        case
            when chance(need, 40) < 0.08 then 'spoed'
            when chance(need, 40) < 0.20 then 'urgent'
            else 'regulier'
        end as urgency
    from fates
    where leads_to_referral and fate in ('given', 'caught_up')

)

select
    sent.*,
    concat('V', sent.need) as referral_id,
    sent.destination = 'hospital' and chance(sent.need, 41) < 0.82 as converts,
    sent.referral_date + cast(case
        when sent.urgency = 'spoed' then floor(chance(sent.need, 42) * 14)
        when sent.urgency = 'urgent' then 3 + floor(-ln(chance(sent.need, 42)) * 12)
        else 7 + floor(-ln(chance(sent.need, 42)) * 32)
    end as integer) as contact_day
from sent
where sent.referral_date < sent.exit_date and sent.referral_date <= extracted_on()
