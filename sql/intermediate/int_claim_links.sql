/* +++
title = "Declaratie en subtraject"
title_en = "Claim and subtrajectory"
description = "Every claim line that still counts and the subtrajectory it is for: the one it names (A), or else the only one of the patient that opened on its first day (B)."
grain = ["source", "claim_id"]

[columns]
source = { type = "VARCHAR", description = "Deliverer." }
claim_id = { type = "VARCHAR", description = "Identifier of the line." }
start_date = { type = "DATE", description = "First day of the care." }
claim_date = { type = "DATE", description = "Day the line came in, where known.", nullable = true }
net_amount_eur = { type = "DECIMAL(18,2)", description = "Euros after credits." }
trajectory_number = { type = "BIGINT", description = "Subtrajectory, where found.", nullable = true }
rule = { type = "VARCHAR", description = "named, same_first_day, not_delivered (names one that was not delivered), or unlinked." }
link_class = { type = "VARCHAR", description = "A or B for a linked line.", nullable = true }
+++ */

with

counted as (

    select
        source,
        claim_id,
        patient_id,
        start_date,
        claim_date,
        net_amount_eur,
        trajectory_number
    from int_claims
    where netting in ('kept', 'partly_taken_back')

),

unnamed as (

    select
        patient_id,
        start_date
    from counted
    where trajectory_number is null
    group by patient_id, start_date

),

-- Of two that opened on one day nobody can tell which is meant.
same_first_day as (

    select
        stg_hospital__trajectories.patient_id,
        stg_hospital__trajectories.opening_date,
        min(stg_hospital__trajectories.trajectory_number) as trajectory_number
    from stg_hospital__trajectories
    inner join unnamed
        on
            stg_hospital__trajectories.patient_id = unnamed.patient_id
            and stg_hospital__trajectories.opening_date = unnamed.start_date
    group by stg_hospital__trajectories.patient_id, stg_hospital__trajectories.opening_date
    having count(*) = 1

)

select
    counted.source,
    counted.claim_id,
    counted.start_date,
    counted.claim_date,
    counted.net_amount_eur,
    coalesce(named.trajectory_number, same_first_day.trajectory_number) as trajectory_number,
    case
        when named.trajectory_number is not null then 'named'
        when counted.trajectory_number is not null then 'not_delivered'
        when same_first_day.trajectory_number is not null then 'same_first_day'
        else 'unlinked'
    end as rule,
    case
        when named.trajectory_number is not null then 'A'
        when same_first_day.trajectory_number is not null then 'B'
    end as link_class
from counted
left join stg_hospital__trajectories as named
    on counted.trajectory_number = named.trajectory_number
left join same_first_day
    on
        counted.trajectory_number is null
        and counted.patient_id = same_first_day.patient_id
        and counted.start_date = same_first_day.opening_date
