/* What a pilot did in each region where enough practices take part, from the largest fall to the largest rise. */

select
    pub_pilot_regions.region_code,
    pub_regions.region_name,
    pub_pilot_regions.estimate,
    pub_pilot_regions.lower,
    pub_pilot_regions.upper,
    pub_pilot_regions.pretrend_p,
    pub_pilot_regions.detectable,
    pub_pilot_regions.size_class,
    pub_pilot_regions.status
from pub_pilot_regions
inner join pub_regions
    on pub_pilot_regions.region_code = pub_regions.region_code
where
    pub_pilot_regions.pilot = $pilot
    and pub_pilot_regions.estimate is not null
order by pub_pilot_regions.estimate, pub_pilot_regions.region_code
