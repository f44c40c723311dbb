/* Inhabitants on 1 January by municipality, age band, sex and deprivation. */

with

years as (

    select unnest(range(2017, 2024)) as calendar_year

)

select
    people.gm_code as region_code,
    make_date(years.calendar_year, 1, 1) as reference_date,
    case
        when years.calendar_year - people.birth_year < 18 then '0-17'
        when years.calendar_year - people.birth_year < 65 then '18-64'
        when years.calendar_year - people.birth_year < 80 then '65-79'
        else '80+'
    end as age_band,
    people.sex,
    people.deprivation_fifth,
    count(*) as inhabitants
from people
cross join years
where
    people.arrival_date < make_date(years.calendar_year, 1, 1)
    and people.exit_date >= make_date(years.calendar_year, 1, 1)
group by all
