/* Claims of closed subtrajectories, billed after a delay; some are taken back and billed anew. */

with

billed as (

    select
        *,
        closing_date + cast(5 + floor(-ln(chance_of_text(trajectory_id, 70)) * 40) as integer) as claim_date,
        round(80 + 900 * pow(chance_of_text(trajectory_id, 71), 3), 2) as amount_eur,
        concat('I', cast(floor(chance_of_text(patient_key, 72) * 9) as bigint)) as insurer_key
    from hospital_trajectories
    where closing_date is not null

),

all_lines as (

    select
        concat('D', trajectory_id) as claim_id,
        cast(null as varchar) as corrected_id,
        *,
        amount_eur as line_amount,
        'D' as debit_credit,
        claim_date as line_date
    from billed

    union all

    select
        concat('K', trajectory_id) as claim_id,
        concat('D', trajectory_id) as corrected_id,
        *,
        amount_eur as line_amount,
        'C' as debit_credit,
        claim_date + 30 as line_date
    from billed
    where chance_of_text(trajectory_id, 73) < 0.03

    union all

    select
        concat('N', trajectory_id) as claim_id,
        cast(null as varchar) as corrected_id,
        *,
        round(amount_eur * 0.9, 2) as line_amount,
        'D' as debit_credit,
        claim_date + 31 as line_date
    from billed
    where chance_of_text(trajectory_id, 73) < 0.02

)

select
    claim_id,
    corrected_id,
    patient_key,
    pseudonym_label() as pseudonym_label,
    insurer_key,
    case when chance_of_text(trajectory_id, 74) < 0.97 then trajectory_id end as trajectory_id,
    concat('15A', specialism_code) as claim_code,
    opening_date as start_date,
    closing_date as end_date,
    line_date as claim_date,
    line_amount as amount_eur,
    debit_credit
from all_lines
where line_date <= extracted_on()
