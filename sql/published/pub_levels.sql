/* +++
title = "Niveau vóór de daling"
title_en = "Level before the drop"
description = "How much care a region gave in the baseline years beside its peers, as if all had the same ages and sexes; a low level is a place to look, not proof of too little care."
grain = ["region_code", "care_type", "calendar_year"]

[columns]
region_code = { type = "VARCHAR", description = "Region; see pub_regions." }
care_type = { type = "VARCHAR", description = "Care type; see pub_care_types." }
calendar_year = { type = "BIGINT", description = "Year of the baseline; 0 is all those years together, people counted once a year.", minimum = 0 }
rate = { type = "DOUBLE", description = "Events per 1,000 people a year, with the nation's ages and sexes of the last baseline year.", nullable = true, minimum = 0 }
lower = { type = "DOUBLE", description = "Lower 95 % bound (Fay and Feuer), counts as variable as they are from month to month.", nullable = true, minimum = 0 }
upper = { type = "DOUBLE", description = "Upper 95 % bound.", nullable = true, minimum = 0 }
nation_rate = { type = "DOUBLE", description = "The same of the nation.", nullable = true, minimum = 0 }
ratio = { type = "DOUBLE", description = "Rate over that of all regions together, drawn towards 1 by how much of it is chance; null for the nation.", nullable = true, minimum = 0 }
ratio_lower = { type = "DOUBLE", description = "Lower 95 % bound of that ratio.", nullable = true, minimum = 0 }
ratio_upper = { type = "DOUBLE", description = "Upper 95 % bound.", nullable = true, minimum = 0 }
rank_low = { type = "BIGINT", description = "Lowest rank in the 90 % range; 1 is the lowest level.", nullable = true, minimum = 1 }
rank_high = { type = "BIGINT", description = "Highest rank in that range.", nullable = true, minimum = 1 }
chance_of_lowest = { type = "DOUBLE", description = "Chance to be among the fifth of regions with the lowest level.", nullable = true, minimum = 0 }
status = { type = "VARCHAR", description = "shown, too_few (less to be expected than may be told), or no_data (not delivered, or no people known)." }
+++ */

with

places as (

    select ref_regions.region_code
    from ref_regions
    semi join fct_care_volumes
        on ref_regions.region_code = fct_care_volumes.region_code

),

levels as (

    select distinct
        care_type,
        calendar_year
    from calc_levels

),

-- Of protected counts none and few are not told apart.
judged as (

    select
        places.region_code,
        levels.care_type,
        levels.calendar_year,
        case
            when calc_levels.expected is null then 'no_data'
            when calc_levels.rate is null or calc_levels.expected < ref_sources.smallest_base then 'too_few'
            when ref_sources.is_protected and calc_levels.rate = 0 then 'too_few'
            else 'shown'
        end as status
    from places
    cross join levels
    inner join ref_sources
        on ref_sources.source = 'chain'
    left join calc_levels
        on
            places.region_code = calc_levels.region_code
            and levels.care_type = calc_levels.care_type
            and levels.calendar_year = calc_levels.calendar_year

)

select
    judged.region_code,
    judged.care_type,
    judged.calendar_year,
    calc_levels.rate,
    calc_levels.lower,
    calc_levels.upper,
    calc_levels.nation_rate,
    calc_levels.ratio,
    calc_levels.ratio_lower,
    calc_levels.ratio_upper,
    cast(floor(calc_levels.rank_low) as bigint) as rank_low,
    cast(ceil(calc_levels.rank_high) as bigint) as rank_high,
    calc_levels.chance_of_lowest,
    judged.status
from judged
left join calc_levels
    on
        judged.status = 'shown'
        and judged.region_code = calc_levels.region_code
        and judged.care_type = calc_levels.care_type
        and judged.calendar_year = calc_levels.calendar_year
