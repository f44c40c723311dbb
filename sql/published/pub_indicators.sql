/* +++
title = "Indicatoren"
title_en = "Indicators"
description = "What analysts added: what each indicator counts and why, by whom, and what is wrong with a file that cannot be used."
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
    ref_indicators.care_type,
    ref_indicators.indicator,
    ref_indicators.file,
    ref_indicators.name,
    ref_indicators.name_en,
    ref_indicators.description,
    ref_indicators.why,
    ref_indicators.why_en,
    ref_indicators.author,
    ref_indicators.checked_by,
    ref_indicators.review_by,
    ref_indicators.question,
    ref_indicators.chart,
    ref_indicators.unit,
    ref_indicators.unit_en,
    ref_indicators.scale,
    ref_indicators.has_denominator,
    ref_indicators.query,
    ref_indicators.place,
    coalesce(ref_indicators.error, calc_indicator_errors.error) as error
from ref_indicators
left join calc_indicator_errors
    on ref_indicators.indicator = calc_indicator_errors.indicator
