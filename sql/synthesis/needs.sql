/* Days on which somebody would go to the GP without a pandemic, and what would come of it. */

with

candidates as (

    select
        person,
        unnest(range(cast(floor(
            contact_rate() * 7 * (0.5 + (2024 - birth_year) / 60.0) * (0.9 + 0.05 * deprivation_fifth)
            + chance(person, 10)
        ) as bigint))) as number
    from people

),

dated as (

    select
        candidates.person,
        candidates.person * 1000 + candidates.number as need,
        date '2017-01-01' + cast(floor(chance(candidates.person * 1000 + candidates.number, 11) * 2556) as integer) as day
    from candidates

),

open_days as (

    select
        dated.*,
        people.* exclude (person)
    from dated
    inner join people
        on dated.person = people.person
    inner join calendar
        on
            people.school_zone = calendar.school_zone
            and dated.day = calendar.day
    where
        chance(dated.need, 12) < calendar.gp_share / 1.2
        -- They go more often as they grow older: the years before the last are thinned.
        and chance(dated.need, 16) < (30 + year(dated.day) - people.birth_year) / (30.0 + 2024 - people.birth_year)
        and dated.day between people.arrival_date and people.exit_date - 1

)

select
    open_days.*,
    care_types.* exclude (weight, from_share, to_share),
    -- A pilot practice that works refers less from its first day on.
    chance(open_days.need, 14) < 0.22
    and not (
        open_days.practice_group = 3
        and open_days.day >= date '2021-07-01'
        and chance(open_days.need, 15) < 0.12
    ) as leads_to_referral
from open_days
inner join care_types
    on
        chance(open_days.need, 13) >= care_types.from_share
        and chance(open_days.need, 13) < care_types.to_share
