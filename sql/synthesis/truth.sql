/* What was planted and drawn, by care type and region: how many needs, and their fates. */

select
    care_type,
    region_code,
    count(*) as needs,
    count(*) filter (where fate = 'given') as given,
    count(*) filter (where fate = 'fell') as fell,
    count(*) filter (where fate = 'caught_up') as caught_up,
    count(*) filter (where fate = 'substituted') as substituted,
    count(*) filter (where fate = 'harmed') as harmed,
    count(*) filter (where fate = 'evaporated') as evaporated
from fates
where leads_to_referral
group by all
