/* A pseudonym of 32 hexadecimal characters as an integer of its first 60 bits: joins and sorts cost half as much.

Two of 17 million people share a number with a chance of 1 in 8,000. On Spark: conv(substr(patient_key, 1, 15), 16, 10). */

create or replace macro patient_id(patient_key) as cast(concat('0x', substr(patient_key, 1, 15)) as bigint)
