/* The bound of a share by Wilson (1927): z is -1.96 for the lower and 1.96 for the upper 95 % bound, n how many were seen. */

create or replace macro wilson(share, n, z) as
(share + z * z / (2 * n) + z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))) / (1 + z * z / n)
