/* +++
title = "Declaratieregels, gesaldeerd"
title_en = "Claim lines, netted"
description = "Every debit line with what credits that name it took back; a line that was taken back whole no longer counts. Credits that name no line stand apart."
grain = ["source", "claim_id"]

[columns]
source = { type = "VARCHAR", description = "Deliverer." }
claim_id = { type = "VARCHAR", description = "Identifier of the line." }
patient_id = { type = "BIGINT", description = "Patient, as an integer made of the pseudonym." }
insurer_key = { type = "VARCHAR", description = "Pseudonym of the insurer." }
trajectory_id = { type = "VARCHAR", description = "Subtrajectory claimed, where known.", nullable = true }
claim_code = { type = "VARCHAR", description = "Code claimed." }
start_date = { type = "DATE", description = "First day of the care." }
end_date = { type = "DATE", description = "Last day of the care." }
claim_date = { type = "DATE", description = "Day the line came in, where known.", nullable = true }
amount_eur = { type = "DECIMAL(18,2)", description = "Euros as claimed; negative for a credit that names no line." }
trajectory_number = { type = "BIGINT", description = "The subtrajectory as an integer, where known.", nullable = true }
net_amount_eur = { type = "DECIMAL(18,2)", description = "Euros after credits." }
netting = { type = "VARCHAR", description = "kept, partly_taken_back, taken_back, or credit_without_line." }
+++ */

with

delivered as (

    select
        source,
        claim_id,
        corrected_id,
        patient_id,
        insurer_key,
        trajectory_id,
        trajectory_number,
        claim_code,
        start_date,
        end_date,
        claim_date,
        amount_eur,
        debit_credit
    from stg_insurer__claims

    union all

    select
        source,
        claim_id,
        corrected_id,
        -cast(patient_number as bigint) as patient_id,
        insurer_code as insurer_key,
        trajectory_id,
        cast(null as bigint) as trajectory_number,
        claim_code,
        start_date,
        end_date,
        cast(null as date) as claim_date,
        amount_eur,
        debit_credit
    from stg_zh308__claims

),

credits as (

    select
        source,
        corrected_id,
        sum(amount_eur) as credited_eur
    from delivered
    where debit_credit = 'C' and corrected_id is not null
    group by all

),

lines as (

    select
        delivered.*,
        coalesce(credits.credited_eur, 0) as credited_eur
    from delivered
    left join credits
        on
            delivered.source = credits.source
            and delivered.claim_id = credits.corrected_id
    where delivered.debit_credit = 'D'

),

-- A credit that names no line that came in cannot be netted: it stays in sight.
orphans as (

    select delivered.*
    from delivered
    anti join lines
        on
            delivered.source = lines.source
            and delivered.corrected_id = lines.claim_id
    where delivered.debit_credit = 'C'

)

select
    source,
    claim_id,
    patient_id,
    insurer_key,
    trajectory_id,
    claim_code,
    start_date,
    end_date,
    claim_date,
    amount_eur,
    trajectory_number,
    cast(amount_eur - credited_eur as decimal(18, 2)) as net_amount_eur,
    case
        when credited_eur = 0 then 'kept'
        when credited_eur < amount_eur then 'partly_taken_back'
        else 'taken_back'
    end as netting
from lines

union all

select
    source,
    claim_id,
    patient_id,
    insurer_key,
    trajectory_id,
    claim_code,
    start_date,
    end_date,
    claim_date,
    cast(-amount_eur as decimal(18, 2)) as amount_eur,
    trajectory_number,
    cast(-amount_eur as decimal(18, 2)) as net_amount_eur,
    'credit_without_line' as netting
from orphans
