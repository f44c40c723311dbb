/* A record's identifier within one patient as an integer: the same in every build and every order of the rows. */

create or replace macro record_number(patient_key, record_id) as
cast(concat('0x', substr(md5(concat(patient_key, '/', record_id)), 1, 15)) as bigint)
