/* +++
title = "Verwante specialismen"
title_en = "Neighbouring specialisms"
description = "Specialisms that see patients referred to another one."
grain = ["specialism_code", "neighbour_code"]

[columns]
specialism_code = { type = "VARCHAR", description = "Specialism referred to." }
neighbour_code = { type = "VARCHAR", description = "Specialism that may see the patient instead." }
+++ */

select
    specialism_code,
    neighbour_code
from raw_specialism_neighbours
