/* Urgencies of referrals that follow-through is known of, all together first. */

select distinct urgency
from pub_follow_through
order by urgency <> 'all', urgency
