/* Changes that name a municipality the region table does not have, or whose shares do not add up. */

select
    raw_municipality_changes.source_file,
    raw_municipality_changes.line_number,
    'municipality ' || raw_municipality_changes.new_code || ' is not in the region table; add it' as message
from raw_municipality_changes
anti join raw_regions
    on raw_municipality_changes.new_code = raw_regions.gm_code

union all

select
    max(raw_municipality_changes.source_file) as source_file,
    max(raw_municipality_changes.line_number) as line_number,
    'the shares of municipality ' || raw_municipality_changes.old_code || ' do not add up to 1; correct them' as message
from raw_municipality_changes
group by raw_municipality_changes.old_code
having abs(sum(raw_municipality_changes.share) - 1) > 0.000001
