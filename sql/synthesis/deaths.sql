/* Deaths and departures until the day of extraction. */

select
    patient_key,
    pseudonym_label() as pseudonym_label,
    exit_date as death_date,
    exit_type,
    gm_code,
    birth_year,
    sex
from people
where exit_date <= extracted_on()
