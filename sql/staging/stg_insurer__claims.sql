/* +++
title = "Declaratieregels"
title_en = "Claim lines"
description = "Claim lines at insurers; amounts are positive, D or C gives the sign."
grain = ["source", "claim_id"]
partition = "patient_id"

[columns]
source = { type = "VARCHAR", description = "Deliverer." }
claim_id = { type = "VARCHAR", description = "Identifier of the claim line." }
corrected_id = { type = "VARCHAR", description = "For a credit: the line it takes back.", nullable = true }
patient_id = { type = "BIGINT", description = "Patient, as an integer made of the pseudonym." }
insurer_key = { type = "VARCHAR", description = "Pseudonym of the insurer." }
trajectory_id = { type = "VARCHAR", description = "Subtrajectory claimed, where known.", nullable = true }
claim_code = { type = "VARCHAR", description = "Code of the product or activity claimed." }
start_date = { type = "DATE", description = "First day of the care." }
end_date = { type = "DATE", description = "Last day of the care." }
claim_date = { type = "DATE", description = "Day the claim came in." }
amount_eur = { type = "DECIMAL(18,2)", description = "Euros, never negative." }
debit_credit = { type = "VARCHAR", description = "D adds, C takes back." }
trajectory_number = { type = "BIGINT", description = "The subtrajectory as an integer, where known.", nullable = true }
claim_number = { type = "BIGINT", description = "The line as an integer." }
corrected_number = { type = "BIGINT", description = "For a credit: the line it takes back, as an integer.", nullable = true }
+++ */

select
    extract_source as source,
    claim_id,
    corrected_id,
    patient_id(patient_key) as patient_id,
    insurer_key,
    trajectory_id,
    claim_code,
    start_date,
    end_date,
    claim_date,
    amount_eur,
    debit_credit,
    case when trajectory_id is not null then record_number(patient_key, trajectory_id) end as trajectory_number,
    record_number(patient_key, concat(extract_source, '/', claim_id)) as claim_number,
    case
        when corrected_id is not null then record_number(patient_key, concat(extract_source, '/', corrected_id))
    end as corrected_number
from raw_insurer_claims
