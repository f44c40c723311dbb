/* Deaths until the day of extraction. */

select
    patient_key,
    pseudonym_label() as pseudonym_label,
    death_date,
    gm_code,
    birth_year,
    sex
from people
where death_date <= extracted_on()
