/* +++
title = "Overlijden"
title_en = "Deaths"
description = "Deaths, to know whose care could not follow."
grain = ["source", "patient_key"]

[columns]
source = { type = "VARCHAR", description = "Deliverer." }
patient_key = { type = "VARCHAR", description = "Pseudonym of the patient; the same person has the same one in every extract." }
death_date = { type = "DATE", description = "Day of death." }
gm_code = { type = "VARCHAR", description = "Municipality of residence." }
birth_year = { type = "BIGINT", description = "Year of birth, no day." }
sex = { type = "VARCHAR", description = "Sex." }
+++ */

select
    extract_source as source,
    patient_key,
    death_date,
    gm_code,
    birth_year,
    sex
from raw_deaths
