/* A sum of fractions that is the same in every order of the rows: in decimals of ten places, as adding doubles is not. */

create or replace macro exact_sum(addend) as cast(sum(cast(addend as decimal(28, 10))) as double)
