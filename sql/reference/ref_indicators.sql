/* +++
title = "Indicatorbestanden"
title_en = "Indicator files"
description = "What the headers of indicator files say, and what is wrong with a file that cannot be read."
grain = ["care_type"]

[columns]
care_type = { type = "VARCHAR", description = "Code of its series, one for every choice of its parameters; see pub_care_types." }
indicator = { type = "VARCHAR", description = "The indicator." }
file = { type = "VARCHAR", description = "Name of the file." }
name = { type = "VARCHAR", description = "Dutch title." }
name_en = { type = "VARCHAR", description = "English title.", nullable = true }
description = { type = "VARCHAR", description = "What is counted.", nullable = true }
why = { type = "VARCHAR", description = "Why it matters, in Dutch.", nullable = true }
why_en = { type = "VARCHAR", description = "Why it matters, in English.", nullable = true }
author = { type = "VARCHAR", description = "Who made it.", nullable = true }
checked_by = { type = "VARCHAR", description = "Who checked it.", nullable = true }
review_by = { type = "DATE", description = "Day by which somebody looks at it again.", nullable = true }
question = { type = "VARCHAR", description = "Question it helps to answer.", nullable = true }
chart = { type = "VARCHAR", description = "curve, or rate where a denominator is counted too.", nullable = true }
unit = { type = "VARCHAR", description = "Unit of the rate, in Dutch.", nullable = true }
unit_en = { type = "VARCHAR", description = "Unit of the rate, in English.", nullable = true }
scale = { type = "DOUBLE", description = "The rate is numerator over denominator, times this.", nullable = true }
has_denominator = { type = "BOOLEAN", description = "Whether there is a rate.", nullable = true }
query = { type = "VARCHAR", description = "The query.", nullable = true }
place = { type = "BIGINT", description = "Place in lists.", nullable = true }
error = { type = "VARCHAR", description = "What is wrong with the file; null when nothing is.", nullable = true }
+++ */

select
    care_type,
    indicator,
    file,
    name,
    name_en,
    description,
    why,
    why_en,
    author,
    checked_by,
    review_by,
    question,
    chart,
    unit,
    unit_en,
    scale,
    has_denominator,
    query,
    place,
    error
from raw_indicators
