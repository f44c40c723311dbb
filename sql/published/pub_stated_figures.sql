/* +++
title = "Klopt dat cijfer?"
title_en = "Does that figure hold?"
description = "Figures that are said about care, each by several definitions: numerator, denominator, our value in the nation with its margin, and the range over regions, which are not named."
grain = ["figure", "variant"]

[columns]
figure = { type = "VARCHAR", description = "Figure." }
variant = { type = "VARCHAR", description = "Way to define it." }
variant_number = { type = "BIGINT", description = "Place among the variants, from 1.", minimum = 1 }
is_main = { type = "BOOLEAN", description = "The variant that is shown first." }
name = { type = "VARCHAR", description = "Dutch name of the variant." }
name_en = { type = "VARCHAR", description = "English name." }
unit = { type = "VARCHAR", description = "share, eur_per_month, or per_year." }
stated = { type = "DOUBLE", description = "What is said; a share from 0 to 1.", minimum = 0 }
numerator = { type = "DOUBLE", description = "What is counted, in the nation; null when not shown.", nullable = true }
denominator = { type = "DOUBLE", description = "Of what; for euros months of people.", nullable = true, minimum = 0 }
value = { type = "DOUBLE", description = "Numerator over denominator.", nullable = true, minimum = 0 }
lower = { type = "DOUBLE", description = "Lower 95 % bound: Wilson for shares, by the number or the spread of records for others; null where all there is was counted.", nullable = true, minimum = 0 }
upper = { type = "DOUBLE", description = "Upper 95 % bound.", nullable = true, minimum = 0 }
region_low = { type = "DOUBLE", description = "Value of the lowest region with a hundred records seen (confidential: a thousand counted); null if fewer than three.", nullable = true, minimum = 0 }
region_high = { type = "DOUBLE", description = "Value of the highest.", nullable = true, minimum = 0 }
calendar_year = { type = "BIGINT", description = "Year; the newest that is known whole.", nullable = true }
reference = { type = "VARCHAR", description = "Who says so, and where." }
status = { type = "VARCHAR", description = "shown, too_few, or no_data (not delivered)." }
+++ */

with

-- Confidential euros are told to the thousand.
counts as (

    select
        fct_stated_counts.region_code,
        fct_stated_counts.calendar_year,
        fct_stated_counts.denominator,
        fct_stated_counts.records,
        fct_stated_counts.squares,
        ref_stated_figures.figure,
        ref_stated_figures.variant,
        ref_stated_figures.unit,
        ref_sources.is_protected,
        ref_sources.smallest_base,
        case
            when ref_sources.is_protected and fct_stated_counts.squares is not null then round(fct_stated_counts.numerator, -3)
            else fct_stated_counts.numerator
        end as numerator,
        -- A protected count is made of one in so many records.
        fct_stated_counts.records / case when ref_sources.is_protected then ref_disclosure.base else 1 end as seen
    from fct_stated_counts
    inner join ref_stated_figures
        on
            fct_stated_counts.figure = ref_stated_figures.figure
            and fct_stated_counts.variant_number = ref_stated_figures.variant_number
    cross join ref_disclosure
    inner join ref_sources
        on ref_sources.source = 'chain'

),

judged as (

    select
        *,
        numerator / denominator as value,
        case
            when denominator is null then 'no_data'
            when records < smallest_base or (is_protected and numerator = 0) then 'too_few'
            else 'shown'
        end as status
    from counts

),

ranges as (

    select
        figure,
        variant,
        min(value) as region_low,
        max(value) as region_high
    from judged
    where region_code <> 'NL' and status = 'shown' and coalesce(seen, 100) >= 100
    group by figure, variant
    having count(*) >= 3

),

nation as (

    select
        *,
        case
            when records is null then null
            when unit = 'share' then greatest(0, wilson(value, seen, -1.96))
            when squares is null then value * exp(-1.96 / sqrt(seen))
            else greatest(0, value - 1.96 * sqrt(squares) / denominator)
        end as lower,
        case
            when records is null then null
            when unit = 'share' then wilson(value, seen, 1.96)
            when squares is null then value * exp(1.96 / sqrt(seen))
            else value + 1.96 * sqrt(squares) / denominator
        end as upper
    from judged
    where region_code = 'NL' and status = 'shown'

),

found as (

    select
        figure,
        variant,
        calendar_year,
        status
    from judged
    where region_code = 'NL'

)

select
    ref_stated_figures.figure,
    ref_stated_figures.variant,
    ref_stated_figures.variant_number,
    ref_stated_figures.variant_number = 1 as is_main,
    ref_stated_figures.name,
    ref_stated_figures.name_en,
    ref_stated_figures.unit,
    ref_stated_figures.stated,
    nation.numerator,
    nation.denominator,
    nation.value,
    nation.lower,
    nation.upper,
    case when nation.value is not null then ranges.region_low end as region_low,
    case when nation.value is not null then ranges.region_high end as region_high,
    found.calendar_year,
    ref_stated_figures.reference,
    coalesce(found.status, 'no_data') as status
from ref_stated_figures
left join found
    on
        ref_stated_figures.figure = found.figure
        and ref_stated_figures.variant = found.variant
left join nation
    on
        ref_stated_figures.figure = nation.figure
        and ref_stated_figures.variant = nation.variant
left join ranges
    on
        ref_stated_figures.figure = ranges.figure
        and ref_stated_figures.variant = ranges.variant
