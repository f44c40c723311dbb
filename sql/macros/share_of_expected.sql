/* Observed as a share of expected; none of fewer expected than the smallest base, as a share of almost nothing says nothing and tells the count. */

create or replace macro share_of_expected(observed, expected, unit, smallest_base) as
case when unit <> 'count' or expected >= smallest_base then observed / nullif(expected, 0) end
