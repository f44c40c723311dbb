/* +++
title = "Vektis: verzekerde jaren"
title_en = "Vektis: insured years"
description = "Insured years by year, sex, age class and municipality: the denominator of costs."
grain = ["calendar_year", "sex", "age_class", "name_key"]

[columns]
source = { type = "VARCHAR", description = "Source of the delivery." }
source_file = { type = "VARCHAR", description = "File." }
line_number = { type = "BIGINT", description = "Line in the file." }
calendar_year = { type = "BIGINT", description = "Year of the file." }
sex = { type = "VARCHAR", description = "M or V; null in the rest row.", nullable = true }
age_class = { type = "VARCHAR", description = "Five-year age class; null in the rest row.", nullable = true }
name_key = { type = "VARCHAR", description = "Municipality in capitals; null in the rest row.", nullable = true }
insured_years = { type = "DECIMAL(18,2)", description = "Insured years.", minimum = 0 }
+++ */

select
    extract_source as source,
    source_file,
    line_number,
    file_year as calendar_year,
    geslacht as sex,
    leeftijdsklasse as age_class,
    gemeentenaam as name_key,
    aantal_verzekerdejaren as insured_years
from raw_vektis_open
