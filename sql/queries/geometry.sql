/* Boundaries of the regions of a scheme; no rows where the build had no geometry. */

select
    pub_geometry.region_code,
    pub_geometry.geometry
from pub_geometry
inner join pub_regions
    on pub_geometry.region_code = pub_regions.region_code
where pub_geometry.region_scheme = $region_scheme
order by pub_geometry.region_code
