/* +++
title = "Declaratieregels, gesaldeerd en gekoppeld"
title_en = "Claim lines, netted and linked"
description = "Every debit line with what credits took back, and its subtrajectory: the one it names (A), or the only one that opened on its first day (B). Credits that name no line stand apart."
grain = ["claim_number"]
partition = "patient_id"

[columns]
source = { type = "VARCHAR", description = "Deliverer." }
claim_number = { type = "BIGINT", description = "The line." }
patient_id = { type = "BIGINT", description = "Patient; negative for ZH308, whose numbers belong to no pseudonymisation." }
claim_code = { type = "VARCHAR", description = "Code claimed." }
start_date = { type = "DATE", description = "First day of the care." }
claim_date = { type = "DATE", description = "Day the line came in, where known.", nullable = true }
amount_eur = { type = "DECIMAL(18,2)", description = "Euros as claimed; negative for a credit that names no line." }
net_amount_eur = { type = "DECIMAL(18,2)", description = "Euros after credits." }
netting = { type = "VARCHAR", description = "kept, partly_taken_back, taken_back, or credit_without_line." }
trajectory_number = { type = "BIGINT", description = "Subtrajectory, where found.", nullable = true }
link_rule = { type = "VARCHAR", description = "named, same_first_day, not_delivered (names one that was not delivered), unlinked, or not_counted (taken back)." }
link_class = { type = "VARCHAR", description = "A or B for a linked line.", nullable = true }
+++ */

with

debits as (

    select
        source,
        claim_number,
        patient_id,
        trajectory_number,
        claim_code,
        start_date,
        claim_date,
        amount_eur
    from stg_insurer__claims
    where debit_credit <> 'C'

    union all

    select
        source,
        claim_number,
        patient_id,
        cast(null as bigint) as trajectory_number,
        claim_code,
        start_date,
        cast(null as date) as claim_date,
        amount_eur
    from stg_zh308__claims
    where debit_credit <> 'C'

),

credits as (

    select
        source,
        claim_number,
        corrected_number,
        patient_id,
        claim_code,
        start_date,
        claim_date,
        amount_eur
    from stg_insurer__claims
    where debit_credit = 'C'

    union all

    select
        source,
        claim_number,
        corrected_number,
        patient_id,
        claim_code,
        start_date,
        cast(null as date) as claim_date,
        amount_eur
    from stg_zh308__claims
    where debit_credit = 'C'

),

credited as (

    select
        corrected_number,
        sum(amount_eur) as credited_eur
    from credits
    where corrected_number is not null
    group by corrected_number

),

-- A credit that names no line that came in cannot be netted: it stays in sight.
known as (

    select credited.corrected_number
    from credited
    inner join stg_insurer__claims
        on credited.corrected_number = stg_insurer__claims.claim_number
    where stg_insurer__claims.debit_credit <> 'C'

    union

    select credited.corrected_number
    from credited
    inner join stg_zh308__claims
        on credited.corrected_number = stg_zh308__claims.claim_number
    where stg_zh308__claims.debit_credit <> 'C'

),

unnamed as (

    select distinct
        patient_id,
        start_date
    from stg_insurer__claims
    where trajectory_number is null

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

),

netted as (

    select
        debits.*,
        coalesce(credited.credited_eur, 0) as credited_eur,
        coalesce(credited.credited_eur >= debits.amount_eur, false) as is_taken_back
    from debits
    left join credited
        on debits.claim_number = credited.corrected_number

)

select
    netted.source,
    netted.claim_number,
    netted.patient_id,
    netted.claim_code,
    netted.start_date,
    netted.claim_date,
    netted.amount_eur,
    cast(netted.amount_eur - netted.credited_eur as decimal(18, 2)) as net_amount_eur,
    case
        when netted.is_taken_back then 'taken_back'
        when netted.credited_eur > 0 then 'partly_taken_back'
        else 'kept'
    end as netting,
    case
        when not netted.is_taken_back then coalesce(named.trajectory_number, same_first_day.trajectory_number)
    end as trajectory_number,
    case
        when netted.is_taken_back then 'not_counted'
        when named.trajectory_number is not null then 'named'
        when netted.trajectory_number is not null then 'not_delivered'
        when same_first_day.trajectory_number is not null then 'same_first_day'
        else 'unlinked'
    end as link_rule,
    case
        when netted.is_taken_back then null
        when named.trajectory_number is not null then 'A'
        when same_first_day.trajectory_number is not null then 'B'
    end as link_class
from netted
left join stg_hospital__trajectories as named
    on netted.trajectory_number = named.trajectory_number
left join same_first_day
    on
        netted.trajectory_number is null
        and netted.patient_id = same_first_day.patient_id
        and netted.start_date = same_first_day.opening_date

union all

select
    credits.source,
    credits.claim_number,
    credits.patient_id,
    credits.claim_code,
    credits.start_date,
    credits.claim_date,
    cast(-credits.amount_eur as decimal(18, 2)) as amount_eur,
    cast(-credits.amount_eur as decimal(18, 2)) as net_amount_eur,
    'credit_without_line' as netting,
    cast(null as bigint) as trajectory_number,
    'not_counted' as link_rule,
    cast(null as varchar) as link_class
from credits
anti join known
    on credits.corrected_number = known.corrected_number
