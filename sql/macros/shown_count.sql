/* A count as it is published: of protected counts, none and few are not told apart. */

create or replace macro shown_count(counted, is_protected) as
case when not is_protected or counted > 0 then counted end
