/* +++
title = "Zorgactiviteiten"
title_en = "Care activities"
description = "Care activities within subtrajectories; their day gives weekly series."
grain = ["source", "activity_id"]

[columns]
source = { type = "VARCHAR", description = "Deliverer." }
activity_id = { type = "VARCHAR", description = "Identifier of the activity." }
trajectory_id = { type = "VARCHAR", description = "Subtrajectory the activity belongs to." }
patient_key = { type = "VARCHAR", description = "Pseudonym of the patient; the same person has the same one in every extract." }
activity_code = { type = "VARCHAR", description = "Care activity code." }
activity_date = { type = "DATE", description = "Day of the activity." }
setting = { type = "VARCHAR", description = "Outpatient, day case or inpatient." }
quantity = { type = "BIGINT", description = "How often." }
+++ */

select
    extract_source as source,
    activity_id,
    trajectory_id,
    patient_key,
    activity_code,
    activity_date,
    setting,
    quantity
from raw_hospital_activities
