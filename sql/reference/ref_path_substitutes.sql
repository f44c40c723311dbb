/* +++
title = "Zorg die in de plaats kan komen"
title_en = "Care that can stand in"
description = "Care paths in the first line that can stand in for another one."
grain = ["path_number", "substitute_path"]

[columns]
path_number = { type = "BIGINT", description = "Care path that was missed." }
substitute_path = { type = "BIGINT", description = "Care path that can stand in for it." }
reference = { type = "VARCHAR", description = "Who says so." }
+++ */

select
    path_number,
    substitute_path,
    reference
from raw_path_substitutes
