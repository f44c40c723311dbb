/* The age band of somebody born in a year, in the year of an event. */

create or replace macro age_band(birth_year, event_date) as
case
    when year(event_date) - birth_year < 18 then '0-17'
    when year(event_date) - birth_year < 65 then '18-64'
    when year(event_date) - birth_year < 80 then '65-79'
    else '80+'
end
