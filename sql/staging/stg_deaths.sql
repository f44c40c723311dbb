/* +++
title = "Overlijden"
title_en = "Deaths"
description = "Deaths, to know whose care could not follow."
grain = ["source", "patient_id"]
partition = "patient_id"

[columns]
source = { type = "VARCHAR", description = "Deliverer." }
patient_id = { type = "BIGINT", description = "Patient, as an integer made of the pseudonym." }
death_date = { type = "DATE", description = "Day of death." }
gm_code = { type = "VARCHAR", description = "Municipality of residence." }
birth_year = { type = "BIGINT", description = "Year of birth, no day." }
sex = { type = "VARCHAR", description = "Sex." }
exit_type = { type = "VARCHAR", description = "died or moved." }
+++ */

select
    extract_source as source,
    patient_id(patient_key) as patient_id,
    death_date,
    gm_code,
    birth_year,
    sex,
    coalesce(exit_type, 'died') as exit_type
from raw_deaths
