/* How much of one care type each region of a scheme got beside the nation, in the years before 2020: 0 is all of them. */

select
    pub_levels.region_code,
    pub_regions.region_name,
    pub_levels.calendar_year,
    pub_levels.rate,
    pub_levels.lower,
    pub_levels.upper,
    pub_levels.nation_rate,
    pub_levels.ratio,
    pub_levels.ratio_lower,
    pub_levels.ratio_upper,
    pub_levels.rank_low,
    pub_levels.rank_high,
    pub_levels.chance_of_lowest,
    pub_levels.status
from pub_levels
inner join pub_regions
    on pub_levels.region_code = pub_regions.region_code
where
    pub_regions.region_scheme = $region_scheme
    and pub_levels.care_type = $care_type
    and pub_levels.calendar_year = (
        select arg_max(years.calendar_year, if(years.calendar_year = 0, 9999, years.calendar_year))
        from pub_levels as years
        where
            years.care_type = $care_type
            and years.calendar_year < 2020
    )
order by pub_regions.region_name
