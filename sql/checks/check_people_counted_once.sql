/* Two sources that deliver the people of one municipality by age on one day would count them twice in the chain. */

select
    max(source_file) as source_file,
    arg_max(line_number, source_file) as line_number,
    'the people of this municipality on this day are delivered by age by more than one source; keep one of them'
    || ' in the configuration' as message
from raw_population
where age_band is not null
group by
    region_code,
    reference_date
having count(distinct extract_source) > 1
