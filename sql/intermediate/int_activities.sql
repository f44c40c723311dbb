/* +++
title = "Zorgactiviteiten, ontdubbeld"
title_en = "Care activities, de-duplicated"
description = "Every activity; of those of one patient, subtrajectory, day and code the first counts, the others are duplicates."
grain = ["source", "activity_id"]

[columns]
source = { type = "VARCHAR", description = "Deliverer." }
activity_id = { type = "VARCHAR", description = "Identifier of the activity." }
trajectory_id = { type = "VARCHAR", description = "Subtrajectory." }
patient_id = { type = "BIGINT", description = "Patient, as an integer made of the pseudonym." }
activity_code = { type = "VARCHAR", description = "Care activity code." }
activity_date = { type = "DATE", description = "Day." }
setting = { type = "VARCHAR", description = "Outpatient, day case or inpatient." }
quantity = { type = "BIGINT", description = "How often.", minimum = 1 }
trajectory_number = { type = "BIGINT", description = "The subtrajectory as an integer." }
is_duplicate = { type = "BOOLEAN", description = "The same activity came before under another identifier." }
+++ */

select
    source,
    activity_id,
    trajectory_id,
    patient_id,
    activity_code,
    activity_date,
    setting,
    quantity,
    trajectory_number,
    row_number() over (
        partition by source, patient_id, trajectory_id, activity_date, activity_code
        order by activity_id
    ) > 1 as is_duplicate
from stg_hospital__activities
