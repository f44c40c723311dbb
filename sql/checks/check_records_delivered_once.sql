/* A subtrajectory that two deliverers send would be counted twice. */

select
    min(source) as source_file,
    cast(null as bigint) as line_number,
    'the same subtrajectories of the same patients also come from ' || max(source) || '; deliver them once' as message
from stg_hospital__trajectories
group by trajectory_number
having count(*) > 1
