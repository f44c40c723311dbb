/* +++
title = "Zorgactiviteiten"
title_en = "Care activities"
description = "Care activities within subtrajectories; their day gives weekly series."
grain = ["source", "activity_id"]
partition = "patient_id"

[columns]
source = { type = "VARCHAR", description = "Deliverer." }
activity_id = { type = "VARCHAR", description = "Identifier of the activity." }
trajectory_id = { type = "VARCHAR", description = "Subtrajectory the activity belongs to." }
patient_id = { type = "BIGINT", description = "Patient, as an integer made of the pseudonym." }
activity_code = { type = "VARCHAR", description = "Care activity code." }
activity_date = { type = "DATE", description = "Day of the activity." }
setting = { type = "VARCHAR", description = "Outpatient, day case or inpatient." }
quantity = { type = "BIGINT", description = "How often." }
trajectory_number = { type = "BIGINT", description = "The subtrajectory as an integer." }
activity_number = { type = "BIGINT", description = "The activity as an integer." }
+++ */

select
    extract_source as source,
    activity_id,
    trajectory_id,
    patient_id(patient_key) as patient_id,
    activity_code,
    activity_date,
    setting,
    quantity,
    record_number(patient_key, trajectory_id) as trajectory_number,
    record_number(patient_key, concat(extract_source, '/', activity_id)) as activity_number
from raw_hospital_activities
