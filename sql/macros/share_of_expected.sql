/* Observed as a share of expected; none where fewer than five were to be expected, as a share of almost nothing says nothing. */

create or replace macro share_of_expected(observed, expected, unit) as
case when unit <> 'count' or expected >= 5 then observed / nullif(expected, 0) end
