/* Activities within subtrajectories: the first visit, and for some an operation or a stay. */

with

visits as (

    select
        *,
        unnest(range(1 + cast(floor(chance_of_text(trajectory_id, 60) * 3) as bigint))) as number
    from hospital_trajectories

)

select
    concat('A', trajectory_id, '-', number) as activity_id,
    trajectory_id,
    patient_key,
    pseudonym_label() as pseudonym_label,
    case
        when number = 0 then '190060' when chance_of_text(trajectory_id, 61) < 0.3 then '038567' else '190013'
    end as activity_code,
    opening_date + cast(number * 20 as integer) as activity_date,
    case
        when number = 0 then 'outpatient' when chance_of_text(trajectory_id, 61) < 0.2 then 'day_case' else 'outpatient'
    end as setting,
    1 as quantity
from visits
where opening_date + cast(number * 20 as integer) <= extracted_on()
