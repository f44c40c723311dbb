/* The running total of what was observed less than expected, from the first wave on, for one region and care type. */

select
    pub_deficits.period_start,
    pub_deficits.deficit,
    sum(pub_deficits.deficit) over (order by pub_deficits.period_start) as running
from pub_deficits
inner join pub_windows
    on
        pub_deficits.period_type = pub_windows.period_type
        and pub_windows.window_code = 'sinds-2020-03'
        -- A period belongs to the window that its middle lies in.
        and cast(pub_deficits.period_start + case $period_type when 'week' then 3 when 'month' then 14 when 'quarter' then 44 else 181 end as date)
        >= pub_windows.first_date
where
    pub_deficits.region_code = $region_code
    and pub_deficits.care_type = $care_type
    and pub_deficits.period_type = $period_type
    and pub_deficits.status in ('delivered', 'indicative')
order by pub_deficits.period_start
