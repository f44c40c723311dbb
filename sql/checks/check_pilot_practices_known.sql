/* Practices that take part in a pilot nobody described, or before it began; which practices they are is not said. */

select
    raw_pilot_practices.source_file,
    raw_pilot_practices.line_number,
    'this pilot is not in the table of pilots; add a row for it there' as message
from raw_pilot_practices
anti join ref_pilots
    on raw_pilot_practices.pilot = ref_pilots.pilot

union all

select
    raw_pilot_practices.source_file,
    raw_pilot_practices.line_number,
    'this practice begins before its pilot does; correct one of both days' as message
from raw_pilot_practices
inner join ref_pilots
    on raw_pilot_practices.pilot = ref_pilots.pilot
where raw_pilot_practices.first < ref_pilots.first_date
