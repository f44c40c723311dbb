/* One number for a patient and the kind of care, to sort by; the factor spreads path numbers over the high bits.

On Spark: patient_id ^ (path_number * 1125899906842597). */

create or replace macro path_key(patient_id, path_number) as xor(patient_id, path_number * 1125899906842597)
