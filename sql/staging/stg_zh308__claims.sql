/* +++
title = "Declaraties in ZH308"
title_en = "Claims in ZH308"
description = "Hospital claims in the fixed-width standard ZH308; patient numbers must be pseudonyms, never a BSN."
grain = ["source", "claim_id"]

[columns]
source = { type = "VARCHAR", description = "Deliverer." }
claim_id = { type = "VARCHAR", description = "Reference number of the claim record." }
corrected_id = { type = "VARCHAR", description = "For a credit: reference number of the record it takes back.", nullable = true }
patient_id = { type = "BIGINT", description = "Patient; negative, as these numbers belong to no pseudonymisation." }
patient_number = { type = "VARCHAR", description = "Nine digits." }
insurer_code = { type = "VARCHAR", description = "UZOVI number." }
claim_code = { type = "VARCHAR", description = "Claim code." }
product_code = { type = "VARCHAR", description = "DBC care product.", nullable = true }
trajectory_id = { type = "VARCHAR", description = "Subtrajectory number.", nullable = true }
specialism_code = { type = "VARCHAR", description = "Specialism.", nullable = true }
start_date = { type = "DATE", description = "First day of the care." }
end_date = { type = "DATE", description = "Last day of the care." }
amount_eur = { type = "DECIMAL(18,2)", description = "Euros, the sum of the tariff records." }
debit_credit = { type = "VARCHAR", description = "D adds, C takes back." }
claim_number = { type = "BIGINT", description = "The line as an integer." }
corrected_number = { type = "BIGINT", description = "For a credit: the line it takes back, as an integer.", nullable = true }
+++ */

select
    extract_source as source,
    claim_id,
    corrected_id,
    -cast(patient_number as bigint) as patient_id,
    patient_number,
    insurer_code,
    claim_code,
    product_code,
    trajectory_id,
    specialism_code,
    start_date,
    end_date,
    amount_eur,
    debit_credit,
    record_number(patient_number, concat(extract_source, '/', claim_id)) as claim_number,
    case
        when corrected_id is not null then record_number(patient_number, concat(extract_source, '/', corrected_id))
    end as corrected_number
from raw_zh308
